//! Rules on `files`, and on Moodle's directories.

use super::{after, ends_with, part, same, starts_with};
use crate::facts::efs::INFREQUENT_AFTER_DAYS;
use crate::facts::next;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS601" dataroot_on_files {
        statement: "Moodle's data directory is on the shared file system.",
        why: "Outside it, each task has moodledata of its own, on a disk that is deleted with the task, and the uploads in it.",
        source: "https://docs.moodle.org/en/Server_cluster",
        reads: ["moodle.dataroot", "files.mount"],
        wrong: "dataroot: \"/var/www/data\", mount: \"/var/www/moodledata\"",
        right: "dataroot: \"/var/www/moodledata\", mount: \"/var/www/moodledata\"",
    }
    "MS602" mount_is_directory {
        statement: "The file system is mounted at a directory of its own, written from the root.",
        why: "A container cannot start with a mount at its root or at a relative path.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
        reads: ["files.mount"],
        wrong: "mount: \"moodledata\"",
        right: "mount: \"/moodledata\"",
    }
    "MS603" dataroot_is_directory {
        statement: "Moodle's data directory is written from the root.",
        why: "Moodle reads it from different working directories, on the web and on the command line, and a detour hides where it leads.",
        source: "https://docs.moodle.org/en/Configuration_file",
        reads: ["moodle.dataroot"],
        wrong: "dataroot: \"moodledata\"",
        right: "dataroot: \"/moodledata\"",
    }
    "MS604" infrequent_after_days {
        statement: "Unread files move to infrequent access after one of the times that EFS knows.",
        why: "EFS refuses a lifecycle policy with any other.",
        source: "https://docs.aws.amazon.com/efs/latest/APIReference/API_LifecyclePolicy.html",
        reads: ["files.infrequent_after_days"],
        wrong: "infrequent_after_days: 31",
        right: "infrequent_after_days: 30",
    }
}

/// Moodle's data directory is on the shared file system.
#[must_use]
pub const fn dataroot_on_files(stack: &Architecture) -> Option<Problem> {
    let (dataroot, mount) = (stack.moodle.dataroot, stack.files.mount);
    if inside(dataroot, mount) || !is_directory(mount) || !is_directory(dataroot) {
        return None;
    }
    let what = Text::new("moodledata is in ")
        .quoted(dataroot)
        .push(", and the shared file system at ")
        .quoted(mount);
    let help = Text::new("write `dataroot: \"")
        .push(mount)
        .push("\"`, or a directory inside it");
    Problem::between(Subject::at("moodle.dataroot"), Subject::at("files.mount"), what, help)
}

/// The file system is mounted at a directory of its own, written from the root.
#[must_use]
pub const fn mount_is_directory(stack: &Architecture) -> Option<Problem> {
    directory(
        "files.mount",
        stack.files.mount,
        "write `mount: \"/var/www/moodledata\"`",
    )
}

/// Moodle's data directory is written from the root.
#[must_use]
pub const fn dataroot_is_directory(stack: &Architecture) -> Option<Problem> {
    directory(
        "moodle.dataroot",
        stack.moodle.dataroot,
        "write `dataroot: \"/var/www/moodledata\"`",
    )
}

/// Unread files move to infrequent access after one of the times that EFS knows.
#[must_use]
pub const fn infrequent_after_days(stack: &Architecture) -> Option<Problem> {
    let days = stack.files.infrequent_after_days;
    let nearest = next(&INFREQUENT_AFTER_DAYS, days);
    if nearest == days {
        return None;
    }
    let what = Text::new("EFS moves no files after ").number(days as u64).push(" days");
    let help = Text::new("write `infrequent_after_days: ").number(nearest as u64);
    let help = help.push("`; EFS takes 1, 7, 14, 30, 60, 90, 180, 270 and 365");
    Problem::at(Subject::at("files.infrequent_after_days"), what, help)
}

/// Tells whether a path is a directory or inside it.
const fn inside(path: &str, directory: &str) -> bool {
    let (path, directory) = (bare(path), bare(directory));
    match after(path, directory) {
        Some(rest) => rest.is_empty() || starts_with(rest, "/"),
        None => false,
    }
}

/// Cuts the slash at the end.
const fn bare(path: &str) -> &str {
    if ends_with(path, "/") {
        path.split_at(path.len() - 1).0
    } else {
        path
    }
}

/// Tells whether a path leads from the root to a directory, without detours.
const fn is_directory(path: &str) -> bool {
    let path = bare(path);
    let mut n = 1;
    while let Some(name) = part(path, b'/', n) {
        if name.is_empty() || same(name, ".") || same(name, "..") {
            return false;
        }
        n += 1;
    }
    starts_with(path, "/") && n > 1
}

const fn directory(path: &'static str, value: &str, help: &str) -> Option<Problem> {
    if is_directory(value) {
        return None;
    }
    let what = Text::new("")
        .quoted(value)
        .push(" is no directory, written from the root and without `.`, `..` or `//`");
    Problem::at(Subject::at(path), what, Text::new(help))
}

#[cfg(test)]
mod tests {
    use super::{inside, is_directory};

    #[test]
    fn a_directory_with_the_same_beginning_is_not_inside() {
        assert!(inside("/data", "/data") && inside("/data/", "/data") && inside("/data/moodle", "/data/"));
        assert!(!inside("/database", "/data") && !inside("/", "/data") && !inside("/dat", "/data"));
    }

    #[test]
    fn paths_with_detours_are_no_directories() {
        assert!(is_directory("/data") && is_directory("/var/www/moodledata/"));
        for bad in ["", "/", "//", "data", "/data/../etc", "/data/.", "/data//x"] {
            assert!(!is_directory(bad), "{bad}");
        }
    }
}
