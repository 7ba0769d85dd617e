//! Rules on the failover of the database.

use super::{aurora, instance};
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS703" single_zone_confirmed {
        statement: "Running a database without a standby is confirmed with `single_zone: true`.",
        why: "With a standby in another zone, RDS fails over within minutes; without one, a restore takes hours.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
        reads: ["database.multi_az", "database.single_zone"],
        wrong: "multi_az: false",
        right: "multi_az: false, single_zone: true",
    }
    "MS704" no_reader_confirmed {
        statement: "Running a cluster without a reader is confirmed with `single_zone: true`.",
        why: "A reader in another zone becomes the writer within a minute; without one, Aurora must first create a new instance.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
        reads: ["database.readers", "database.single_zone"],
        wrong: "readers: 0",
        right: "readers: 0, single_zone: true",
    }
    "MS718" standby_or_single_zone: Warned {
        statement: "`single_zone: true` is set only for a database without a standby.",
        why: "`single_zone` only accepts the outage; the standby is still created and billed.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
        reads: ["database.multi_az", "database.readers", "database.single_zone"],
        wrong: "multi_az: true, single_zone: true",
        right: "multi_az: false, single_zone: true",
    }
    "MS719" aurora_readers {
        statement: "A cluster has at most 15 readers.",
        why: "Aurora refuses to create a sixteenth.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html",
        reads: ["database.readers"],
        wrong: "readers: 16",
        right: "readers: 15",
    }
}

/// Running a database without a standby is confirmed with `single_zone: true`.
#[must_use]
pub const fn single_zone_confirmed(stack: &Architecture) -> Option<Problem> {
    let Some(instance) = instance(stack) else {
        return None;
    };
    if instance.multi_az || instance.single_zone {
        return None;
    }
    let what = Text::new("the database has no standby: Moodle is down for as long as its zone or its instance is");
    let help = Text::new("write `multi_az: true`, or confirm it with `single_zone: true`");
    Problem::at(Subject::at("database.multi_az"), what, help)
}

/// Running a cluster without a reader is confirmed with `single_zone: true`.
#[must_use]
pub const fn no_reader_confirmed(stack: &Architecture) -> Option<Problem> {
    let Some(cluster) = aurora(stack) else {
        return None;
    };
    if cluster.readers > 0 || cluster.single_zone {
        return None;
    }
    let what =
        Text::new("the cluster has no reader to fail over to: Moodle is down until Aurora has created a new writer");
    let help = Text::new("write `readers: 1`, or confirm it with `single_zone: true`");
    Problem::at(Subject::at("database.readers"), what, help)
}

/// `single_zone: true` is set only for a database without a standby.
#[must_use]
pub const fn standby_or_single_zone(stack: &Architecture) -> Option<Problem> {
    let (against, what, help) = match (instance(stack), aurora(stack)) {
        (Some(instance), _) if instance.single_zone && instance.multi_az => (
            "database.multi_az",
            "`single_zone: true` confirms that there is no standby, but `multi_az: true` creates one",
            "write `single_zone: false`, or `multi_az: false` for a database without a standby",
        ),
        (_, Some(cluster)) if cluster.single_zone && cluster.readers > 0 => (
            "database.readers",
            "`single_zone: true` confirms that there is no reader, but `readers` creates at least one",
            "write `single_zone: false`, or `readers: 0` for a cluster without a reader",
        ),
        _ => return None,
    };
    Problem::between(
        Subject::at("database.single_zone"),
        Subject::at(against),
        Text::new(what),
        Text::new(help),
    )
}

/// A cluster has at most 15 readers.
#[must_use]
pub const fn aurora_readers(stack: &Architecture) -> Option<Problem> {
    match aurora(stack) {
        Some(cluster) if cluster.readers > 15 => {
            let what = Text::new("a cluster must have 0 to 15 readers, got ").number(cluster.readers as u64);
            Problem::at(Subject::at("database.readers"), what, Text::new("write `readers: 15`"))
        }
        _ => None,
    }
}
