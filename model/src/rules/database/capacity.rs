//! Rules on `database.capacity`.

use super::aurora;
use crate::facts::database::Engine;
use crate::facts::database::serverless::{AS_OF, can_pause, most};
use crate::facts::database::versions::{EngineVersionStatus, engine_version_status};
use crate::rules::offered::unchecked;
use crate::{Architecture, Problem, Range, Subject, Text};

rules! {
    "MS705" capacity_or_class {
        statement: "A cluster has either a serverless capacity or an instance class.",
        why: "Aurora sizes an instance either by a class or by a capacity that follows the load.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.create.html",
        reads: ["database.capacity", "database.class"],
        wrong: "capacity: 0.5..=10.0, class: \"db.r6g.large\"",
        right: "capacity: 0.5..=10.0",
    }
    "MS706" serverless_capacity {
        statement: "A serverless cluster's capacity is 0 to 256 ACUs in steps of 0.5, with the minimum first and a maximum of at least 1.",
        why: "Aurora refuses any other scaling configuration.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html",
        reads: ["database.capacity"],
        wrong: "capacity: 0.7..=10.0",
        right: "capacity: 0.5..=10.0",
    }
    "MS720" capacity_of_version {
        statement: "A serverless cluster's version supports its capacity.",
        why: "Older versions of Aurora can neither pause nor exceed 128 ACUs, and refuse such a capacity.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html",
        reads: ["database.version", "database.capacity"],
        unless: ["MS706"],
        as_of: AS_OF,
        wrong: "version: \"8.0.mysql_aurora.3.04.6\", capacity: 0.0..=10.0",
        right: "version: \"8.0.mysql_aurora.3.10.0\", capacity: 0.0..=10.0",
    }
    "MS721" capacity_never_pauses: Warned {
        statement: "A serverless cluster's minimum capacity is above 0.",
        why: "A cluster with a minimum of 0 pauses after minutes without a connection. Moodle's cron connects every minute; if it does not, the next visitor waits about fifteen seconds or sees an error.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html",
        reads: ["database.version", "database.capacity"],
        unless: ["MS706", "MS720"],
        wrong: "capacity: 0.0..=10.0",
        right: "capacity: 0.5..=10.0",
    }
}

/// The smallest maximum that Aurora accepts, in ACUs.
///
/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html>,
/// 2026-10.
const MOST_AT_LEAST: f64 = 1.0;

/// A cluster has either a serverless capacity or an instance class.
#[must_use]
pub const fn capacity_or_class(stack: &Architecture) -> Option<Problem> {
    let Some(cluster) = aurora(stack) else {
        return None;
    };
    match (cluster.capacity, cluster.class) {
        (Some(_), Some(_)) => {
            let what = Text::new("the cluster has both a class and a serverless capacity, but can have only one");
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

/// A serverless cluster's capacity is 0 to 256 ACUs in steps of 0.5, with the minimum first.
#[must_use]
pub const fn serverless_capacity(stack: &Architecture) -> Option<Problem> {
    let Some(capacity) = capacity(stack) else {
        return None;
    };
    let ends = [capacity.min, capacity.max];
    let mut i = 0;
    while i < 2 {
        if halves(ends[i]).is_none() {
            let what = Text::new("serverless capacity must be 0 to 256 ACUs in steps of 0.5");
            let help = acus(&Text::new("write `"), nearest(ends[i])).push("`");
            return Problem::at(Subject::item("database.capacity", i), what, help);
        }
        i += 1;
    }
    if capacity.min > capacity.max {
        let what = Text::new("the minimum capacity is above the maximum");
        let help = acus(&Text::new("write `capacity: "), nearest(capacity.max)).push("..=");
        let help = if capacity.min < MOST_AT_LEAST {
            Text::new("write `capacity: 0.5..=10.0`")
        } else {
            acus(&help, nearest(capacity.min)).push("`")
        };
        return Problem::at(Subject::at("database.capacity"), what, help);
    }
    if capacity.max < MOST_AT_LEAST {
        let what = Text::new("the maximum capacity must be at least 1 ACU: with less, the database could hardly start");
        return Problem::at(Subject::item("database.capacity", 1), what, Text::new("write `10.0`"));
    }
    None
}

/// A serverless cluster's version supports its capacity.
#[must_use]
pub const fn capacity_of_version(stack: &Architecture) -> Option<Problem> {
    let (Some(capacity), Some(cluster)) = (capacity(stack), aurora(stack)) else {
        return None;
    };
    let engine = Engine::of(&stack.database);
    // The table has limits only for versions in standard support.
    if !matches!(
        engine_version_status(engine, cluster.version),
        EngineVersionStatus::Supported(_)
    ) {
        return None;
    }
    let most = most(engine, cluster.version);
    let (item, what, help) = if capacity.min < 0.5 && !can_pause(engine, cluster.version) {
        (
            0,
            "cannot pause: its minimum capacity is 0.5 ACUs",
            Text::new("write `0.5`"),
        )
    } else if capacity.max > most as f64 {
        let help = Text::new("write `").number(most as u64).push(".0`");
        (1, "has at most 128 ACUs", help)
    } else {
        return None;
    };
    let version = Text::new("").quoted(cluster.version);
    let what = Text::new(engine.name())
        .push(" ")
        .push(version.as_str())
        .push(" ")
        .push(what);
    let help = help
        .push(", or a newer `version`; if this version supports it now, ")
        .push(unchecked("version", cluster.version).as_str());
    Problem::between(
        Subject::item("database.capacity", item),
        Subject::at("database.version"),
        what,
        help,
    )
}

/// A serverless cluster's minimum capacity is above 0.
#[must_use]
pub const fn capacity_never_pauses(stack: &Architecture) -> Option<Problem> {
    match capacity(stack) {
        Some(capacity) if capacity.min == 0.0 => {
            let what =
                Text::new("with a minimum of 0 ACUs the database pauses when idle, but Moodle's cron keeps it awake");
            Problem::at(Subject::item("database.capacity", 0), what, Text::new("write `0.5`"))
        }
        _ => None,
    }
}

const fn capacity(stack: &Architecture) -> Option<Range<f64>> {
    match aurora(stack) {
        Some(cluster) => cluster.capacity,
        None => None,
    }
}

/// Converts a legal capacity to halves of an ACU.
const fn halves(acus: f64) -> Option<u32> {
    // Twice a multiple of 0.5 is a whole number, and the range fits a u32.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp)]
    if acus >= 0.0 && acus <= 256.0 && ((acus * 2.0) as u32) as f64 == acus * 2.0 {
        Some((acus * 2.0) as u32)
    } else {
        None
    }
}

/// Returns the next larger legal capacity, in halves of an ACU.
const fn nearest(acus: f64) -> u32 {
    // The cast saturates, and turns NaN into 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let below = (acus * 2.0) as u32;
    if below >= 512 {
        512
    } else if halves(acus).is_some() {
        below
    } else {
        below + 1
    }
}

/// Appends a capacity that is given in halves of an ACU.
const fn acus(text: &Text, halves: u32) -> Text {
    text.number(halves as u64 / 2)
        .push(if halves.is_multiple_of(2) { ".0" } else { ".5" })
}
