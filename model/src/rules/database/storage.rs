//! Rules on `database.storage`.

use super::instance;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS701" storage_size {
        statement: "An instance's storage is 20 to 65536 GiB.",
        why: "RDS refuses any other size on gp3.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
        reads: ["database.storage"],
        wrong: "storage: 19..=300",
        right: "storage: 20..=300",
    }
    "MS702" storage_growth {
        statement: "An instance's maximum storage is at least 10 percent above the initial size, or equal to it.",
        why: "RDS refuses a maximum that is closer to the initial size.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
        reads: ["database.storage"],
        unless: ["MS701"],
        wrong: "storage: 100..=109",
        right: "storage: 100..=110",
    }
}

/// The smallest and largest storage of an instance on gp3, in GiB.
///
/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html>, 2026-10.
const LEAST: u64 = 20;
const MOST: u64 = 65536;

/// An instance's storage is 20 to 65536 GiB.
#[must_use]
pub const fn storage_size(stack: &Architecture) -> Option<Problem> {
    let Some(instance) = instance(stack) else {
        return None;
    };
    let (min, max) = (instance.storage.min as u64, instance.storage.max as u64);
    let (item, size) = if min < LEAST || min > MOST {
        (0, min)
    } else if max > MOST {
        (1, max)
    } else {
        return None;
    };
    let what = Text::new("storage must be 20 to 65536 GiB, got ").number(size);
    let help = Text::new("write `")
        .number(if size < LEAST { LEAST } else { MOST })
        .push("`");
    Problem::at(Subject::item("database.storage", item), what, help)
}

/// An instance's maximum storage is at least 10 percent above the initial size, or equal to it.
#[must_use]
pub const fn storage_growth(stack: &Architecture) -> Option<Problem> {
    let Some(instance) = instance(stack) else {
        return None;
    };
    let (min, max) = (instance.storage.min as u64, instance.storage.max as u64);
    if min > max {
        let what = Text::new("the initial storage of ")
            .number(min)
            .push(" GiB is above the maximum of ")
            .number(max);
        let low = if max < LEAST { LEAST } else { max };
        let grown = (low * 11).div_ceil(10);
        let help = Text::new("write `storage: ")
            .number(low)
            .push("..=")
            .number(if min < grown { grown } else { min })
            .push("`");
        return Problem::at(Subject::at("database.storage"), what, help);
    }
    // <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html>, 2026-10.
    if min == max || max * 10 >= min * 11 {
        return None;
    }
    let what = Text::new("the maximum of ")
        .number(max)
        .push(" GiB is less than 10 percent above the initial ")
        .number(min)
        .push(" GiB");
    let still = Text::new("").number(min).push("..=").number(min).push("`");
    let least = (min * 11).div_ceil(10);
    let help = if least > MOST {
        Text::new("write `storage: ").push(still.as_str())
    } else {
        let help = Text::new("write `storage: ").number(min).push("..=").number(least);
        help.push("` or more, or `").push(still.as_str())
    };
    let help = help.push(" for storage that does not grow");
    Problem::at(Subject::item("database.storage", 1), what, help)
}
