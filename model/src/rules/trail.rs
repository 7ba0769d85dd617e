//! Rules on `trail`.

use crate::{Architecture, Problem, Subject, Text, Trail};

rules! {
    "MS903" trail_retention {
        statement: "Audit records are kept for at least one day.",
        why: "The bucket's lifecycle rule deletes records after a number of days, which S3 limits to 1 to 2147483647.",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html",
        reads: ["trail.retention_days"],
        wrong: "trail: CloudTrail { retention_days: 0 }",
        right: "trail: CloudTrail { retention_days: 1 }",
    }
}

/// Audit records are kept for at least one day.
#[must_use]
pub const fn trail_retention(stack: &Architecture) -> Option<Problem> {
    let Trail::CloudTrail(trail) = stack.trail else {
        return None;
    };
    let days = trail.retention_days as u64;
    let help = match days {
        0 => "write `retention_days: 365`, or `trail: Off` for no audit log",
        1..=2_147_483_647 => return None,
        _ => "write `retention_days: 3650`",
    };
    let what = Text::new("retention must be 1 to 2147483647 days, got ").number(days);
    Problem::at(Subject::at("trail.retention_days"), what, Text::new(help))
}
