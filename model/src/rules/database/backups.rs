//! Rules on `database.backup_days`.

use super::{aurora, instance};
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS707" instance_backup_days {
        statement: "An instance keeps backups for up to 35 days.",
        why: "RDS refuses a longer retention period.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        reads: ["database.backup_days"],
        wrong: "backup_days: 36",
        right: "backup_days: 35",
    }
    "MS708" cluster_backup_days {
        statement: "A cluster keeps backups for 1 to 35 days.",
        why: "Aurora always keeps backups, and refuses any other retention period.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
        reads: ["database.backup_days"],
        wrong: "backup_days: 0",
        right: "backup_days: 1",
    }
    "MS722" backups_for_a_week: Warned {
        statement: "Backups are kept for at least a week.",
        why: "Data that is deleted on a Friday may be missed only on the Monday after a holiday, and a backup that contains it must still exist.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html",
        reads: ["database.backup_days"],
        unless: ["MS708"],
        wrong: "backup_days: 1",
        right: "backup_days: 7",
    }
}

/// An instance keeps backups for up to 35 days.
#[must_use]
pub const fn instance_backup_days(stack: &Architecture) -> Option<Problem> {
    match instance(stack) {
        Some(instance) if instance.backup_days > 35 => {
            let what = Text::new("RDS keeps backups for 0 to 35 days, got ").number(instance.backup_days as u64);
            Problem::at(
                Subject::at("database.backup_days"),
                what,
                Text::new("write `backup_days: 35`"),
            )
        }
        _ => None,
    }
}

/// A cluster keeps backups for 1 to 35 days.
#[must_use]
pub const fn cluster_backup_days(stack: &Architecture) -> Option<Problem> {
    match aurora(stack) {
        Some(cluster) if cluster.backup_days == 0 || cluster.backup_days > 35 => {
            let what = Text::new("Aurora keeps backups for 1 to 35 days, got ").number(cluster.backup_days as u64);
            let help = if cluster.backup_days == 0 {
                "write `backup_days: 7`"
            } else {
                "write `backup_days: 35`"
            };
            Problem::at(Subject::at("database.backup_days"), what, Text::new(help))
        }
        _ => None,
    }
}

/// Backups are kept for at least a week.
#[must_use]
pub const fn backups_for_a_week(stack: &Architecture) -> Option<Problem> {
    let days = match (instance(stack), aurora(stack)) {
        (Some(instance), _) => instance.backup_days,
        (None, Some(cluster)) => cluster.backup_days,
        (None, None) => return None,
    };
    let what = match days {
        0 => Text::new("without backups, deleted or damaged data such as courses and grades is lost for good"),
        1 => Text::new("backups are kept for only 1 day"),
        2..=6 => Text::new("backups are kept for only ")
            .number(days as u64)
            .push(" days"),
        _ => return None,
    };
    Problem::at(
        Subject::at("database.backup_days"),
        what,
        Text::new("write `backup_days: 7`"),
    )
}
