//! Rules on the start and stop of a task.

use super::load_balancer::beyond_limits;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS508" stop_timeout {
        statement: "A task has 2 to 120 seconds to stop.",
        why: "ECS refuses a Fargate task definition with any other timeout.",
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
        statement: "A new task has enough time to pass its first health checks.",
        why: "ECS replaces a task that is unhealthy after the grace period; a task that is still starting would be replaced forever.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
        reads: ["compute.grace_period", "load_balancer.health_check"],
        unless: ["MS414", "MS415"],
        wrong: "grace_period: 20",
        right: "grace_period: 30",
    }
    "MS520" grace_period_not_too_long: Warned {
        statement: "The grace period is shorter than half an hour.",
        why: "During this time ECS neither replaces a broken task nor rolls back the deployment that started it.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
        reads: ["compute.grace_period", "load_balancer.health_check"],
        unless: ["MS518"],
        wrong: "grace_period: 1800",
        right: "grace_period: 120",
    }
    "MS522" stop_timeout_outlasts_requests: Warned {
        statement: "A stopping task has enough time to finish its requests.",
        why: "ECS kills the task after the timeout, so users waiting for a slow page or an upload get an error. The image's `web` command accepts requests for 5 more seconds, then waits for running ones for as long as a request may take, up to 105 seconds.",
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
    let what = Text::new("a stop timeout must be 2 to 120 seconds, got ").number(seconds as u64);
    let help = if seconds > 120 {
        "write `stop_timeout: 120`"
    } else {
        "remove `stop_timeout`, so that it is derived from how long a request may take"
    };
    Problem::at(Subject::at("compute.stop_timeout"), what, Text::new(help))
}

/// A stopping task has enough time to finish its requests.
#[must_use]
pub const fn stop_timeout_outlasts_requests(stack: &Architecture) -> Option<Problem> {
    let (seconds, needed) = (stack.stop_timeout(), stack.web_stops_in());
    if seconds >= needed {
        return None;
    }
    let what = Text::new("a stopping task has ")
        .number(seconds as u64)
        .push(" seconds, but needs up to ")
        .number(needed as u64);
    let what = what
        .push(" since a request may take ")
        .number(stack.request_timeout() as u64);
    let help = Text::new("write `stop_timeout: ").number(needed as u64);
    let help = help.push("`, or remove it");
    let longest = Subject::at(stack.request_timeout_key());
    Problem::between(Subject::at("compute.stop_timeout"), longest, what, help)
}

/// The grace period is within ECS's limit.
#[must_use]
pub const fn grace_period(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.compute.grace_period;
    // <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html>, 2026-10.
    if seconds <= 2_147_483_647 {
        return None;
    }
    let what = Text::new("a grace period must be 0 to 2147483647 seconds, got ").number(seconds as u64);
    let help = Text::new("write `grace_period: 120`");
    Problem::at(Subject::at("compute.grace_period"), what, help)
}

/// A new task has enough time to pass its first health checks.
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
    let what = Text::new("the grace period ends after ")
        .number(seconds as u64)
        .push(" seconds, but ")
        .number(check.healthy as u64);
    let what = what
        .push(" health checks, one every ")
        .number(check.interval as u64)
        .push(" seconds, take ")
        .number(least as u64);
    let help = Text::new("write `grace_period: ").number(least as u64);
    let help = help.push("`, or more if Moodle starts slowly");
    let interval = Subject::at("load_balancer.health_check.interval");
    Problem::between(Subject::at("compute.grace_period"), interval, what, help)
}

/// The grace period is shorter than half an hour.
#[must_use]
pub const fn grace_period_not_too_long(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.compute.grace_period;
    let needed = match first_verdict(stack) {
        Some(least) => least,
        None => 0,
    };
    if seconds < HALF_AN_HOUR || seconds <= needed {
        return None;
    }
    let what = Text::new("a broken task is not replaced for ")
        .number(seconds as u64)
        .push(" seconds");
    let help = Text::new("write `grace_period: 120`, or the time that Moodle takes to start");
    Problem::at(Subject::at("compute.grace_period"), what, help)
}

const HALF_AN_HOUR: u32 = 1800;

/// Returns the seconds until a new task can be healthy, if a target group accepts the settings of the health check.
const fn first_verdict(stack: &Architecture) -> Option<u32> {
    let check = &stack.load_balancer.health_check;
    if beyond_limits(check).is_some() {
        return None;
    }
    Some(check.interval * check.healthy)
}
