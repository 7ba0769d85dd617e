//! Rules on the directories of a task: Moodle's code, its data, its local cache, and the mount of the file system.

use super::{after, ends_with, part, same, starts_with};
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS601" dataroot_on_files {
        statement: "Moodle's data directory is on the shared file system.",
        why: "Outside it, each task has its own moodledata on a disk that is deleted with the task, including all uploads.",
        source: "https://docs.moodle.org/en/Server_cluster",
        reads: ["moodle.dataroot", "files.mount"],
        unless: ["MS602", "MS603", "MS610"],
        wrong: "dataroot: \"/var/www/data\", mount: \"/var/www/moodledata\"",
        right: "dataroot: \"/var/www/moodledata\", mount: \"/var/www/moodledata\"",
    }
    "MS602" mount_is_directory {
        statement: "The file system is mounted at an absolute path other than `/`.",
        why: "A container with a mount at its root or at a relative path cannot start.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
        reads: ["files.mount"],
        wrong: "mount: \"moodledata\"",
        right: "mount: \"/moodledata\"",
    }
    "MS603" dataroot_is_directory {
        statement: "Moodle's data directory is an absolute path.",
        why: "Moodle uses it from different working directories, on the web and on the command line, and `..` hides where it leads.",
        source: "https://docs.moodle.org/en/Configuration_file",
        reads: ["moodle.dataroot"],
        wrong: "dataroot: \"moodledata\"",
        right: "dataroot: \"/moodledata\"",
    }
    "MS610" mount_not_over_system {
        statement: "The file system is not mounted over a system directory.",
        why: "A mount hides the image's files at that path, and no container starts without its libraries, settings or devices.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
        reads: ["files.mount"],
        unless: ["MS602"],
        wrong: "mount: \"/usr\"",
        right: "mount: \"/srv/moodledata\"",
    }
    "MS611" code_is_directory {
        statement: "Moodle's code directory is an absolute path.",
        why: "The container's entry point finds Moodle by this path, from any working directory.",
        source: "https://docs.moodle.org/en/Configuration_file",
        reads: ["moodle.code"],
        wrong: "code: \"moodle\"",
        right: "code: \"/var/www/moodle\"",
    }
    "MS612" local_cache_is_directory {
        statement: "Moodle's local cache directory is an absolute path.",
        why: "Moodle uses it from different working directories, on the web and on the command line.",
        source: "https://docs.moodle.org/en/Server_cluster",
        reads: ["moodle.local_cache"],
        wrong: "local_cache: \"cache\"",
        right: "local_cache: \"/var/cache/moodle\"",
    }
    "MS613" code_not_on_mount: Warned {
        statement: "Moodle's code is in the image, not on the shared file system.",
        why: "A mount hides the image's code at that path. Code on the file system is read over the network, thousands of \
              files per page, which is the best known way to make Moodle slow.",
        source: "https://docs.moodle.org/en/Server_cluster",
        reads: ["moodle.code", "files.mount", "moodle.dataroot"],
        unless: ["MS601", "MS602", "MS610", "MS611", "MS615", "MS616"],
        wrong: "code: \"/var/www/moodle\", mount: \"/var/www\"",
        right: "code: \"/var/www/moodle\", mount: \"/var/www/moodledata\"",
    }
    "MS614" local_cache_not_on_mount: Warned {
        statement: "Moodle's local cache is on the task's own disk.",
        why: "It holds data that each task can recreate; on the shared file system, each read crosses the network.",
        source: "https://docs.moodle.org/en/Server_cluster",
        reads: ["moodle.local_cache", "moodle.code", "files.mount"],
        unless: ["MS602", "MS610", "MS612", "MS617"],
        wrong: "local_cache: \"/var/www/moodledata/localcache\"",
        right: "local_cache: \"/var/cache/moodle\"",
    }
    "MS615" dataroot_outside_code {
        statement: "Moodle's data directory is not inside its code.",
        why: "The web server serves files in the code directory: anyone could read all users' uploads and sessions.",
        source: "https://docs.moodle.org/en/Security_recommendations",
        reads: ["moodle.dataroot", "moodle.code", "files.mount"],
        unless: ["MS601", "MS603", "MS611"],
        wrong: "code: \"/var/www/moodle\", dataroot: \"/var/www/moodle/data\"",
        right: "code: \"/var/www/moodle\", dataroot: \"/var/www/moodledata\"",
    }
    "MS616" code_outside_dataroot {
        statement: "Moodle's code is not inside its data directory.",
        why: "Moodle writes to its data directory: anyone who can place a file there could change the code that runs.",
        source: "https://docs.moodle.org/en/Security_recommendations",
        reads: ["moodle.dataroot", "moodle.code", "files.mount"],
        unless: ["MS601", "MS603", "MS611", "MS615"],
        wrong: "dataroot: \"/data\", code: \"/data/moodle\"",
        right: "dataroot: \"/data\", code: \"/var/www/moodle\"",
    }
    "MS617" local_cache_outside_code {
        statement: "Moodle's local cache is not inside its code.",
        why: "The code directory belongs to the image, is read-only for the web server, and is served to visitors.",
        source: "https://docs.moodle.org/en/Server_cluster",
        reads: ["moodle.local_cache", "moodle.code"],
        unless: ["MS611", "MS612"],
        wrong: "code: \"/var/www/moodle\", local_cache: \"/var/www/moodle/localcache\"",
        right: "code: \"/var/www/moodle\", local_cache: \"/var/cache/moodle\"",
    }
}

/// Moodle's data directory is on the shared file system.
#[must_use]
pub const fn dataroot_on_files(stack: &Architecture) -> Option<Problem> {
    let (dataroot, mount) = (stack.moodle.dataroot, stack.files.mount);
    if inside(dataroot, mount) {
        return None;
    }
    let what = Text::new("moodledata is in ")
        .quoted(dataroot)
        .push(", but the shared file system is mounted at ")
        .quoted(mount);
    let (at, against) = (Subject::at("moodle.dataroot"), Subject::at("files.mount"));
    if apart(mount, stack.moodle.code) || !apart(dataroot, stack.moodle.code) {
        let help = Text::new("write `dataroot: \"")
            .push(mount)
            .push("\"`, or a directory inside it");
        return Problem::between(at, against, what, help);
    }
    let help = Text::new("write `mount: \"").push(dataroot).push("\"`");
    Problem::between(against, at, what, help)
}

/// The file system is mounted at an absolute path other than `/`.
#[must_use]
pub const fn mount_is_directory(stack: &Architecture) -> Option<Problem> {
    directory(
        "files.mount",
        stack.files.mount,
        "write `mount: \"/var/www/moodledata\"`",
    )
}

/// Moodle's data directory is an absolute path.
#[must_use]
pub const fn dataroot_is_directory(stack: &Architecture) -> Option<Problem> {
    directory(
        "moodle.dataroot",
        stack.moodle.dataroot,
        "write `dataroot: \"/var/www/moodledata\"`",
    )
}

/// Directories that an image needs.
///
/// Source: <https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html>, sections 3 to 6.
const SYSTEM: [&str; 24] = [
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib64",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/sys",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/lib64",
    "/usr/libexec",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/etc",
    "/usr/local/lib",
    "/usr/sbin",
    "/usr/share",
    "/var",
    "/var/lib",
];

/// The file system is not mounted over a system directory.
#[must_use]
pub const fn mount_not_over_system(stack: &Architecture) -> Option<Problem> {
    let mount = stack.files.mount;
    // These are virtual file systems of the kernel; nothing can be mounted inside them.
    let kernel = inside(mount, "/proc") || inside(mount, "/sys") || inside(mount, "/dev");
    let (mut system, mut i) = (kernel, 0);
    while i < SYSTEM.len() {
        system = system || same(bare(mount), SYSTEM[i]);
        i += 1;
    }
    if !system {
        return None;
    }
    let what = Text::new("").quoted(mount).push(if kernel {
        " belongs to the kernel"
    } else {
        " holds system files"
    });
    let help = Text::new("write `mount: \"/var/www/moodledata\"`, and the same for `dataroot`");
    Problem::at(Subject::at("files.mount"), what, help)
}

/// Moodle's code directory is an absolute path.
#[must_use]
pub const fn code_is_directory(stack: &Architecture) -> Option<Problem> {
    directory("moodle.code", stack.moodle.code, "write `code: \"/var/www/moodle\"`")
}

/// Moodle's local cache directory is an absolute path.
#[must_use]
pub const fn local_cache_is_directory(stack: &Architecture) -> Option<Problem> {
    let help = "write `local_cache: \"/var/cache/moodle\"`";
    directory("moodle.local_cache", stack.moodle.local_cache, help)
}

/// Moodle's code is in the image, not on the shared file system.
#[must_use]
pub const fn code_not_on_mount(stack: &Architecture) -> Option<Problem> {
    let (code, mount) = (stack.moodle.code, stack.files.mount);
    if !inside(code, mount) {
        return None;
    }
    let what = Text::new("the shared file system at ")
        .quoted(mount)
        .push(" hides the image's code in ")
        .quoted(code);
    let help = Text::new("mount it outside the code, such as `mount: \"").push(outside(&DATA, code, code));
    let help = help.push("\"`, and leave the code in the image");
    Problem::between(Subject::at("files.mount"), Subject::at("moodle.code"), what, help)
}

/// Moodle's local cache is on the task's own disk.
#[must_use]
pub const fn local_cache_not_on_mount(stack: &Architecture) -> Option<Problem> {
    let (cache, mount) = (stack.moodle.local_cache, stack.files.mount);
    if !inside(cache, mount) {
        return None;
    }
    let what = Text::new("the local cache in ")
        .quoted(cache)
        .push(" is on the shared file system at ")
        .quoted(mount);
    let help = Text::new("write `local_cache: \"")
        .push(outside(&CACHE, mount, stack.moodle.code))
        .push("\"`");
    Problem::between(
        Subject::at("moodle.local_cache"),
        Subject::at("files.mount"),
        what,
        help,
    )
}

/// Moodle's data directory is not inside its code.
#[must_use]
pub const fn dataroot_outside_code(stack: &Architecture) -> Option<Problem> {
    let (dataroot, code) = (stack.moodle.dataroot, stack.moodle.code);
    if !inside(dataroot, code) {
        return None;
    }
    let what = Text::new("moodledata in ")
        .quoted(dataroot)
        .push(" is inside Moodle's code in ")
        .quoted(code);
    let help = Text::new("write `dataroot: \"").push(outside(&DATA, code, code));
    let help = help.push("\"`, and the same for `mount`");
    Problem::between(Subject::at("moodle.dataroot"), Subject::at("moodle.code"), what, help)
}

/// Moodle's code is not inside its data directory.
#[must_use]
pub const fn code_outside_dataroot(stack: &Architecture) -> Option<Problem> {
    let (dataroot, code) = (stack.moodle.dataroot, stack.moodle.code);
    if !inside(code, dataroot) {
        return None;
    }
    let what = Text::new("Moodle's code in ")
        .quoted(code)
        .push(" is inside moodledata in ")
        .quoted(dataroot);
    let help = Text::new("write `code: \"").push(outside(&CODE, dataroot, stack.files.mount));
    let help = help.push("\"`, or the directory in your image, and moodledata outside it");
    Problem::between(Subject::at("moodle.code"), Subject::at("moodle.dataroot"), what, help)
}

/// Moodle's local cache is not inside its code.
#[must_use]
pub const fn local_cache_outside_code(stack: &Architecture) -> Option<Problem> {
    let (cache, code) = (stack.moodle.local_cache, stack.moodle.code);
    if !inside(cache, code) {
        return None;
    }
    let what = Text::new("the local cache in ")
        .quoted(cache)
        .push(" is inside Moodle's code in ")
        .quoted(code);
    let help = Text::new("write `local_cache: \"")
        .push(outside(&CACHE, stack.files.mount, code))
        .push("\"`");
    Problem::between(
        Subject::at("moodle.local_cache"),
        Subject::at("moodle.code"),
        what,
        help,
    )
}

/// Directories to offer, the usual one first.
const DATA: [&str; 2] = ["/var/www/moodledata", "/srv/moodledata"];
const CODE: [&str; 2] = ["/var/www/moodle", "/opt/moodle"];
const CACHE: [&str; 2] = ["/var/cache/moodle", "/tmp/moodle"];

/// Returns the first offered directory if it is outside two others, else the second.
const fn outside(offered: &[&'static str; 2], one: &str, other: &str) -> &'static str {
    if inside(offered[0], one) || inside(offered[0], other) {
        offered[1]
    } else {
        offered[0]
    }
}

/// Returns whether neither of two directories is inside the other.
const fn apart(one: &str, other: &str) -> bool {
    !inside(one, other) && !inside(other, one)
}

/// Returns whether a path is a directory or inside it.
const fn inside(path: &str, directory: &str) -> bool {
    let (path, directory) = (bare(path), bare(directory));
    match after(path, directory) {
        Some(rest) => rest.is_empty() || starts_with(rest, "/"),
        None => false,
    }
}

/// Removes a trailing slash.
const fn bare(path: &str) -> &str {
    if ends_with(path, "/") {
        path.split_at(path.len() - 1).0
    } else {
        path
    }
}

/// Returns whether a path is absolute, not `/`, and free of `.`, `..` and `//`.
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
        .push(" is not an absolute path to a directory without `.`, `..` or `//`");
    Problem::at(Subject::at(path), what, Text::new(help))
}

#[cfg(test)]
mod tests {
    use super::{inside, is_directory};

    #[test]
    fn directory_with_the_same_prefix_is_not_inside() {
        assert!(inside("/data", "/data") && inside("/data/", "/data") && inside("/data/moodle", "/data/"));
        assert!(!inside("/database", "/data") && !inside("/", "/data") && !inside("/dat", "/data"));
    }

    #[test]
    fn paths_with_dots_or_double_slashes_are_refused() {
        assert!(is_directory("/data") && is_directory("/var/www/moodledata/"));
        for bad in ["", "/", "//", "data", "/data/../etc", "/data/.", "/data//x"] {
            assert!(!is_directory(bad), "{bad}");
        }
    }
}
