//! Rules on `database`.

use crate::{Architecture, Aurora, Database, Instance, Problem, Subject, Text};

rules! {
    "MS701" storage_size {
        statement: "An instance's storage is 20 to 65536 GiB.",
        why: "RDS refuses an instance with any other on gp3.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
        reads: ["database.storage"],
        wrong: "storage: 19..=300",
        right: "storage: 20..=300",
    }
    "MS702" storage_growth {
        statement: "An instance's storage starts below what it may grow to, by a tenth at least, or does not grow.",
        why: "RDS refuses a ceiling that is nearer to the storage at the start.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
        reads: ["database.storage"],
        wrong: "storage: 100..=109",
        right: "storage: 100..=110",
    }
    "MS703" single_zone_meant {
        statement: "A database without a standby is said to be meant.",
        why: "With a standby in another zone, RDS takes over within minutes; without, a restore takes hours.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
        reads: ["database.multi_az", "database.single_zone"],
        wrong: "multi_az: false",
        right: "multi_az: false, single_zone: true",
    }
    "MS704" no_reader_meant {
        statement: "A cluster without a reader is said to be meant.",
        why: "A reader in another zone becomes the writer within a minute; without one, Aurora has to make a new instance first.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
        reads: ["database.readers", "database.single_zone"],
        wrong: "readers: 0",
        right: "readers: 0, single_zone: true",
    }
    "MS705" capacity_or_class {
        statement: "A cluster is serverless, or has instances of a class.",
        why: "Aurora's instances are of a class or of a capacity that follows the load; each is sized by one of them.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.create.html",
        reads: ["database.capacity", "database.class"],
        wrong: "capacity: 0.5..=10.0, class: \"db.r6g.large\"",
        right: "capacity: 0.5..=10.0",
    }
    "MS706" serverless_capacity {
        statement: "A serverless cluster's capacity is 0 to 256 ACUs in steps of 0.5, with the least first.",
        why: "Aurora refuses any other scaling configuration.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html",
        reads: ["database.capacity"],
        wrong: "capacity: 0.7..=10.0",
        right: "capacity: 0.5..=10.0",
    }
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
}

/// An instance's storage is 20 to 65536 GiB.
#[must_use]
pub const fn storage_size(stack: &Architecture) -> Option<Problem> {
    let Some(instance) = instance(stack) else {
        return None;
    };
    let storage = instance.storage;
    let (item, size) = if storage.min < 20 || storage.min > 65536 {
        (0, storage.min)
    } else if storage.max > 65536 {
        (1, storage.max)
    } else {
        return None;
    };
    let what = Text::new("storage is 20 to 65536 GiB, and this is ").number(size as u64);
    let help = Text::new("write `")
        .number(if size < 20 { 20 } else { 65536 })
        .push("`");
    Problem::at(Subject::item("database.storage", item), what, help)
}

/// An instance's storage starts below what it may grow to, by a tenth at least.
#[must_use]
pub const fn storage_growth(stack: &Architecture) -> Option<Problem> {
    let Some(instance) = instance(stack) else {
        return None;
    };
    let (min, max) = (instance.storage.min as u64, instance.storage.max as u64);
    if min > max {
        let what = Text::new("storage starts with ")
            .number(min)
            .push(" GiB, more than the ")
            .number(max);
        let help = Text::new("write `storage: ")
            .number(max)
            .push("..=")
            .number(min)
            .push("`");
        return Problem::at(Subject::at("database.storage"), what.push(" that it may grow to"), help);
    }
    // <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html>, 2026-10.
    if min == max || max * 10 >= min * 11 || min < 20 {
        return None;
    }
    let what = Text::new("storage grows by a tenth at least, and ")
        .number(max)
        .push(" GiB is less than that over ")
        .number(min);
    let least = (min * 11).div_ceil(10);
    let help = Text::new("write `storage: ")
        .number(min)
        .push("..=")
        .number(least)
        .push("` or more, or `");
    let help = help
        .number(min)
        .push("..=")
        .number(min)
        .push("` for storage that does not grow");
    Problem::at(Subject::item("database.storage", 1), what, help)
}

/// A database without a standby is said to be meant.
#[must_use]
pub const fn single_zone_meant(stack: &Architecture) -> Option<Problem> {
    let Some(instance) = instance(stack) else {
        return None;
    };
    if instance.multi_az || instance.single_zone {
        return None;
    }
    let what = Text::new("the database has no standby: Moodle is gone for as long as its zone or its instance is");
    let help = Text::new("write `multi_az: true`, or say that it is meant: `single_zone: true`");
    Problem::at(Subject::at("database.multi_az"), what, help)
}

/// A cluster without a reader is said to be meant.
#[must_use]
pub const fn no_reader_meant(stack: &Architecture) -> Option<Problem> {
    let Some(cluster) = aurora(stack) else {
        return None;
    };
    if cluster.readers > 0 || cluster.single_zone {
        return None;
    }
    let what = Text::new("the cluster has no reader to take over: Moodle is gone until Aurora has made a new writer");
    let help = Text::new("write `readers: 1`, or say that it is meant: `single_zone: true`");
    Problem::at(Subject::at("database.readers"), what, help)
}

/// An instance keeps backups for up to 35 days.
#[must_use]
pub const fn instance_backup_days(stack: &Architecture) -> Option<Problem> {
    match instance(stack) {
        Some(instance) if instance.backup_days > 35 => {
            let what =
                Text::new("RDS keeps backups for 0 to 35 days, and this is ").number(instance.backup_days as u64);
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
            let what =
                Text::new("Aurora keeps backups for 1 to 35 days, and this is ").number(cluster.backup_days as u64);
            let help = if cluster.backup_days == 0 {
                "write `backup_days: 1`"
            } else {
                "write `backup_days: 35`"
            };
            Problem::at(Subject::at("database.backup_days"), what, Text::new(help))
        }
        _ => None,
    }
}

/// A cluster is serverless or has instances of a class.
#[must_use]
pub const fn capacity_or_class(stack: &Architecture) -> Option<Problem> {
    let Some(cluster) = aurora(stack) else {
        return None;
    };
    match (cluster.capacity, cluster.class) {
        (Some(_), Some(_)) => {
            let what = Text::new("the cluster has a class and a serverless capacity, and can have one of them");
            let help = Text::new("remove `class` or `capacity`");
            Problem::between(
                Subject::at("database.class"),
                Subject::at("database.capacity"),
                what,
                help,
            )
        }
        (None, None) => {
            let what = Text::new("the cluster has neither a class nor a serverless capacity");
            let help = Text::new("add `capacity: 0.5..=10.0`, or `class: \"db.r6g.large\"`");
            Problem::at(Subject::at("database"), what, help)
        }
        _ => None,
    }
}

/// A serverless cluster's capacity is 0 to 256 ACUs in steps of 0.5, with the least first.
#[must_use]
pub const fn serverless_capacity(stack: &Architecture) -> Option<Problem> {
    let Some(Aurora {
        capacity: Some(capacity),
        ..
    }) = aurora(stack)
    else {
        return None;
    };
    let help = Text::new("write `capacity: 0.5..=10.0`");
    let ends = [capacity.min, capacity.max];
    let mut i = 0;
    while i < 2 {
        // Twice a multiple of 0.5 is a whole number, and what is in range fits a u32.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp)]
        if !(ends[i] >= 0.0 && ends[i] <= 256.0) || ((ends[i] * 2.0) as u32) as f64 != ends[i] * 2.0 {
            let what = Text::new("serverless capacity is 0 to 256 ACUs, in steps of 0.5");
            return Problem::at(Subject::item("database.capacity", i), what, help);
        }
        i += 1;
    }
    if capacity.max == 0.0 {
        let what = Text::new("the most capacity is 0: the database could never run");
        return Problem::at(Subject::item("database.capacity", 1), what, help);
    }
    if capacity.min > capacity.max {
        let what = Text::new("the least capacity is more than the most");
        return Problem::at(Subject::at("database.capacity"), what, help);
    }
    None
}

const fn instance(stack: &Architecture) -> Option<Instance> {
    match stack.database {
        Database::Mysql(instance) | Database::MariaDb(instance) | Database::Postgres(instance) => Some(instance),
        Database::AuroraMysql(_) | Database::AuroraPostgres(_) => None,
    }
}

const fn aurora(stack: &Architecture) -> Option<Aurora> {
    match stack.database {
        Database::AuroraMysql(cluster) | Database::AuroraPostgres(cluster) => Some(cluster),
        Database::Mysql(_) | Database::MariaDb(_) | Database::Postgres(_) => None,
    }
}
