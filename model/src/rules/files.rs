//! Rules on `files`.

use crate::facts::efs::INFREQUENT_AFTER_DAYS;
use crate::facts::next;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS604" infrequent_after_days {
        statement: "Unread files move to infrequent access after one of the periods that EFS supports.",
        why: "EFS refuses a lifecycle policy with any other period.",
        source: "https://docs.aws.amazon.com/efs/latest/APIReference/API_LifecyclePolicy.html",
        reads: ["files.infrequent_after_days"],
        wrong: "infrequent_after_days: 31",
        right: "infrequent_after_days: 30",
    }
    "MS618" files_owner {
        statement: "Moodledata belongs to a user and a group other than root's.",
        why: "EFS removes root's rights from a task whose role does not allow root access, so Moodle could not write a file.",
        source: "https://docs.aws.amazon.com/efs/latest/ug/enforce-identity-access-points.html",
        reads: ["files.uid", "files.gid"],
        wrong: "uid: 0",
        right: "uid: 33",
    }
    "MS619" files_backups_enabled: Warned {
        statement: "The file system is backed up.",
        why: "The database's backups contain no files: files deleted or overwritten in moodledata cannot be restored.",
        source: "https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
        reads: ["files.backups"],
        wrong: "backups: false",
        right: "backups: true",
    }
}

/// Unread files move to infrequent access after one of the periods that EFS supports.
#[must_use]
pub const fn infrequent_after_days(stack: &Architecture) -> Option<Problem> {
    let days = stack.files.infrequent_after_days;
    let nearest = next(&INFREQUENT_AFTER_DAYS, days);
    if nearest == days {
        return None;
    }
    let what = Text::new("EFS cannot move files after ")
        .number(days as u64)
        .push(" days");
    let help = Text::new("write `infrequent_after_days: ").number(nearest as u64);
    let help = help.push("`; EFS accepts 1, 7, 14, 30, 60, 90, 180, 270 and 365");
    Problem::at(Subject::at("files.infrequent_after_days"), what, help)
}

/// Moodledata belongs to a user and a group other than root's.
#[must_use]
pub const fn files_owner(stack: &Architecture) -> Option<Problem> {
    let (path, what, help) = match (stack.files.uid, stack.files.gid) {
        (0, _) => (
            "files.uid",
            "moodledata would belong to root, the user 0",
            "write `uid: 33`",
        ),
        (_, 0) => (
            "files.gid",
            "moodledata would belong to root's group, the group 0",
            "write `gid: 33`",
        ),
        _ => return None,
    };
    let help = Text::new(help).push(", or the id that the image's web server runs as; 33 is `www-data` on Debian");
    Problem::at(Subject::at(path), Text::new(what), help)
}

/// The file system is backed up.
#[must_use]
pub const fn files_backups_enabled(stack: &Architecture) -> Option<Problem> {
    if stack.files.backups {
        return None;
    }
    let what = Text::new("moodledata is not backed up");
    Problem::at(Subject::at("files.backups"), what, Text::new("write `backups: true`"))
}
