//! Rules on a task's start and stop.

use super::load_balancer::beyond_limits;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS508" stop_timeout {
        statement: "A task has 2 to 120 seconds to stop.",
        why: "ECS refuses a task definition on Fargate with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        reads: ["compute.stop_timeout"],
        wrong: "stop_timeout: 121",
        right: "stop_timeout: 120",
    }
    "MS518" grace_period {
        statement: "The grace period is at most 2147483647 seconds.",
        why: "ECS refuses a service with a longer one.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
        reads: ["compute.grace_period"],
        wrong: "grace_period: 4000000000",
        right: "grace_period: 120",
    }
    "MS519" grace_period_covers_checks: Warned {
        statement: "A new task has time to pass its health checks before they count.",
        why: "ECS replaces a task that is found unwell after the grace period; one that still starts would be replaced for ever.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
        reads: ["compute.grace_period", "load_balancer.health_check"],
        unless: ["MS414", "MS415"],
        wrong: "grace_period: 20",
        right: "grace_period: 30",
    }
    "MS520" grace_period_shows_faults: Warned {
        statement: "The grace period is less than half an hour.",
        why: "For so long ECS neither replaces a broken task nor rolls back the deployment that brought it.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
        reads: ["compute.grace_period", "load_balancer.health_check"],
        unless: ["MS518"],
        wrong: "grace_period: 1800",
        right: "grace_period: 120",
    }
    "MS522" stop_timeout_outlasts_requests: Warned {
        statement: "A task that is told to stop has time to end the requests that run.",
        why: "ECS kills what still runs after the timeout, and whoever waited for a slow page or an upload gets an error. The image's `web` takes requests for 5 more seconds, and then waits for them as long as one may take, up to 105 seconds.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        reads: ["compute.stop_timeout", "load_balancer.idle_timeout", "edge.origin_timeout", "edge.quota_raised"],
        unless: ["MS401", "MS412", "MS508"],
        wrong: "origin_timeout: 60, stop_timeout: 64",
        right: "origin_timeout: 60, stop_timeout: 65",
    }
}

/// A task has 2 to 120 seconds to stop.
#[must_use]
pub const fn stop_timeout(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.stop_timeout();
    if seconds >= 2 && seconds <= 120 {
        return None;
    }
    let what = Text::new("a task has 2 to 120 seconds to stop, and this is ").number(seconds as u64);
    let help = if seconds > 120 {
        "write `stop_timeout: 120`"
    } else {
        "leave `stop_timeout` out, so that it follows from how long a request may take"
    };
    Problem::at(Subject::at("compute.stop_timeout"), what, Text::new(help))
}

/// A task that is told to stop has time to end the requests that run.
#[must_use]
pub const fn stop_timeout_outlasts_requests(stack: &Architecture) -> Option<Problem> {
    let (seconds, needed) = (stack.stop_timeout(), stack.web_stops_in());
    if seconds >= needed {
        return None;
    }
    let what = Text::new("a task that is told to stop has ")
        .number(seconds as u64)
        .push(" seconds, and needs up to ")
        .number(needed as u64);
    let what = what
        .push(" where a request may take ")
        .number(stack.request_timeout() as u64);
    let help = Text::new("write `stop_timeout: ").number(needed as u64);
    let help = help.push("`, or leave it out");
    let longest = Subject::at(stack.request_timeout_key());
    Problem::between(Subject::at("compute.stop_timeout"), longest, what, help)
}

/// The grace period is one that ECS takes.
#[must_use]
pub const fn grace_period(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.compute.grace_period;
    // <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html>, 2026-10.
    if seconds <= 2_147_483_647 {
        return None;
    }
    let what = Text::new("a grace period is 0 to 2147483647 seconds, and this is ").number(seconds as u64);
    let help = Text::new("write `grace_period: 120`");
    Problem::at(Subject::at("compute.grace_period"), what, help)
}

/// A new task has time to pass its health checks before they count.
#[must_use]
pub const fn grace_period_covers_checks(stack: &Architecture) -> Option<Problem> {
    let Some(least) = first_verdict(stack) else {
        return None;
    };
    let check = &stack.load_balancer.health_check;
    let seconds = stack.compute.grace_period;
    if seconds >= least {
        return None;
    }
    let what = Text::new("health checks count after ")
        .number(seconds as u64)
        .push(" seconds, and ")
        .number(check.healthy as u64);
    let what = what
        .push(" of them, one every ")
        .number(check.interval as u64)
        .push(" seconds, take ")
        .number(least as u64);
    let help = Text::new("write `grace_period: ").number(least as u64);
    let help = help.push("`, and more if Moodle starts slowly");
    let interval = Subject::at("load_balancer.health_check.interval");
    Problem::between(Subject::at("compute.grace_period"), interval, what, help)
}

/// The grace period does not hide a broken task.
#[must_use]
pub const fn grace_period_shows_faults(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.compute.grace_period;
    let needed = match first_verdict(stack) {
        Some(least) => least,
        None => 0,
    };
    if seconds < HALF_AN_HOUR || seconds <= needed {
        return None;
    }
    let what = Text::new("a broken task counts as a new one for ")
        .number(seconds as u64)
        .push(" seconds");
    let help = Text::new("write `grace_period: 120`, or as long as Moodle takes to start");
    Problem::at(Subject::at("compute.grace_period"), what, help)
}

const HALF_AN_HOUR: u32 = 1800;

/// Returns after how many seconds a new task can be found well, if its health checks are such that a target group takes.
const fn first_verdict(stack: &Architecture) -> Option<u32> {
    let check = &stack.load_balancer.health_check;
    if beyond_limits(check).is_some() {
        return None;
    }
    Some(check.interval * check.healthy)
}
