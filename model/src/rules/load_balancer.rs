//! Rules on `load_balancer`.

use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS411" private_needs_edge {
        statement: "A private load balancer has an edge in front of it.",
        why: "Only CloudFront reaches into private subnets, by a VPC origin.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
        reads: ["load_balancer.private", "edge"],
        wrong: "load_balancer: Alb { private: true }",
        right: "edge: CloudFront { … }, load_balancer: Alb { private: true }",
    }
    "MS412" idle_timeout {
        statement: "The load balancer's idle timeout is 1 to 4000 seconds.",
        why: "Elastic Load Balancing refuses any other.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html",
        reads: ["load_balancer.idle_timeout"],
        wrong: "idle_timeout: 4001",
        right: "idle_timeout: 4000",
    }
    "MS413" drain {
        statement: "A task that leaves has up to 3600 seconds for its requests.",
        why: "Elastic Load Balancing refuses a longer deregistration delay.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html",
        reads: ["load_balancer.drain"],
        wrong: "drain: 3601",
        right: "drain: 3600",
    }
    "MS414" health_check_timeout {
        statement: "A health check has its answer before the next one begins.",
        why: "Elastic Load Balancing refuses a timeout that is not below the interval.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["load_balancer.health_check.timeout", "load_balancer.health_check.interval"],
        wrong: "interval: 15, timeout: 15",
        right: "interval: 15, timeout: 14",
    }
    "MS415" health_check_limits {
        statement: "A health check's numbers are among those that a target group takes.",
        why: "Elastic Load Balancing refuses a target group with any other.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["load_balancer.health_check"],
        wrong: "healthy: 1",
        right: "healthy: 2",
    }
}

/// A private load balancer has an edge in front of it.
#[must_use]
pub const fn private_needs_edge(stack: &Architecture) -> Option<Problem> {
    if !stack.load_balancer.private || stack.edge.is_some() {
        return None;
    }
    let what = Text::new("the load balancer is private, and without `edge` nothing leads to it");
    let help = Text::new("add `edge: CloudFront { … }`, or write `private: false`");
    Problem::at(Subject::at("load_balancer.private"), what, help)
}

/// The idle timeout is 1 to 4000 seconds.
#[must_use]
pub const fn idle_timeout(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.load_balancer.idle_timeout;
    if seconds >= 1 && seconds <= 4000 {
        return None;
    }
    let what = Text::new("a load balancer's idle timeout is 1 to 4000 seconds, and this is ").number(seconds as u64);
    Problem::at(
        Subject::at("load_balancer.idle_timeout"),
        what,
        Text::new("write `idle_timeout: 120`"),
    )
}

/// A task that leaves has 0 to 3600 seconds for its requests.
#[must_use]
pub const fn drain(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.load_balancer.drain;
    if seconds <= 3600 {
        return None;
    }
    let what =
        Text::new("a task that leaves has up to 3600 seconds for its requests, and this is ").number(seconds as u64);
    Problem::at(
        Subject::at("load_balancer.drain"),
        what,
        Text::new("write `drain: 3600`"),
    )
}

/// A health check has its answer before the next one begins.
#[must_use]
pub const fn health_check_timeout(stack: &Architecture) -> Option<Problem> {
    let check = &stack.load_balancer.health_check;
    if check.timeout < check.interval {
        return None;
    }
    let what = Text::new("a health check waits ").number(check.timeout as u64);
    let what = what
        .push(" seconds for its answer, and the next begins after ")
        .number(check.interval as u64);
    let help = if check.interval > 2 {
        Text::new("write `timeout: ")
            .number(check.interval as u64 - 1)
            .push("`, or a longer `interval`")
    } else {
        Text::new("write `interval: 15, timeout: 10`")
    };
    let interval = Subject::at("load_balancer.health_check.interval");
    Problem::between(Subject::at("load_balancer.health_check.timeout"), interval, what, help)
}

/// A health check's numbers are among those that a target group takes.
#[must_use]
pub const fn health_check_limits(stack: &Architecture) -> Option<Problem> {
    let check = &stack.load_balancer.health_check;
    // <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html>, 2026-10.
    let limits = [
        (
            "load_balancer.health_check.interval",
            check.interval,
            5,
            300,
            "write `interval: 15`",
        ),
        (
            "load_balancer.health_check.timeout",
            check.timeout,
            2,
            120,
            "write `timeout: 10`",
        ),
        (
            "load_balancer.health_check.healthy",
            check.healthy,
            2,
            10,
            "write `healthy: 2`",
        ),
        (
            "load_balancer.health_check.unhealthy",
            check.unhealthy,
            2,
            10,
            "write `unhealthy: 3`",
        ),
    ];
    let mut i = 0;
    while i < limits.len() {
        let (path, value, least, most, help) = limits[i];
        if value < least || value > most {
            let what = Text::new("a target group takes ")
                .number(least as u64)
                .push(" to ")
                .number(most as u64);
            let what = what.push(" here, and this is ").number(value as u64);
            return Problem::at(Subject::at(path), what, Text::new(help));
        }
        i += 1;
    }
    None
}
