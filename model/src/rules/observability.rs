//! Rules on `observability`.

use super::email::email_problem;
use crate::facts::logs::RETENTION_DAYS;
use crate::facts::next;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS901" retention_days {
        statement: "Logs are kept for one of the periods that CloudWatch Logs supports.",
        why: "CloudWatch Logs refuses any other period.",
        source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
        reads: ["observability.retention_days"],
        wrong: "retention_days: 45",
        right: "retention_days: 60",
    }
    "MS902" notify_form {
        statement: "The address for alarms is a single valid e-mail address.",
        why: "Amazon SNS sends a confirmation request to it, and delivers no alarms until the request is confirmed.",
        source: "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
        reads: ["observability.notify"],
        wrong: "notify: \"moodle-ops\"",
        right: "notify: \"moodle-ops@example.edu\"",
    }
}

/// Logs are kept for one of the periods that CloudWatch Logs supports.
#[must_use]
pub const fn retention_days(stack: &Architecture) -> Option<Problem> {
    let days = stack.observability.retention_days;
    let nearest = next(&RETENTION_DAYS, days);
    if nearest == days {
        return None;
    }
    let what = Text::new("CloudWatch Logs cannot keep logs for ")
        .number(days as u64)
        .push(" days");
    let mut help = Text::new("write `retention_days: ")
        .number(nearest as u64)
        .push("`; CloudWatch Logs accepts ");
    let mut i = 0;
    while i < RETENTION_DAYS.len() {
        help = match i {
            0 => help,
            _ if i + 1 == RETENTION_DAYS.len() => help.push(" and "),
            _ => help.push(", "),
        };
        help = help.number(RETENTION_DAYS[i] as u64);
        i += 1;
    }
    Problem::at(Subject::at("observability.retention_days"), what, help)
}

/// The address for alarms is a single valid e-mail address.
#[must_use]
pub const fn notify_form(stack: &Architecture) -> Option<Problem> {
    match stack.observability.notify {
        Some(address) => email_problem("observability.notify", "notify", address),
        None => None,
    }
}
