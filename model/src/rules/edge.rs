//! Rules on `edge`.

use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS401" origin_timeout {
        statement: "CloudFront waits 1 to 120 seconds for an answer, and to 180 with a raised quota.",
        why: "CloudFront refuses a distribution with any other timeout.",
        source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomOriginConfig.html",
        reads: ["edge.origin_timeout", "edge.quota_raised"],
        wrong: "origin_timeout: 121",
        right: "origin_timeout: 120",
    }
    "MS402" origin_timeout_within_idle_timeout {
        statement: "CloudFront gives up before the load balancer closes the connection.",
        why: "Otherwise the load balancer ends a slow request with an error of its own, and the longer timeout is never reached.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
        reads: ["edge.origin_timeout", "edge.quota_raised", "load_balancer.idle_timeout"],
        wrong: "origin_timeout: 90, idle_timeout: 60",
        right: "origin_timeout: 60, idle_timeout: 60",
    }
}

const PATH: &str = "edge.origin_timeout";

/// CloudFront waits 1 to 120 seconds for an answer, and to 180 with a raised quota.
#[must_use]
pub const fn origin_timeout(stack: &Architecture) -> Option<Problem> {
    let Some(edge) = stack.edge else {
        return None;
    };
    let (seconds, raised) = (edge.origin_timeout, edge.quota_raised);
    let most = if raised { 180 } else { 120 };
    if seconds >= 1 && seconds <= most {
        return None;
    }
    let what = Text::new("CloudFront waits 1 to ").number(most as u64);
    let what = what.push(" seconds for an answer, and this is ").number(seconds as u64);
    let help = if seconds == 0 {
        Text::new("write `origin_timeout: 60`")
    } else if seconds <= 180 {
        Text::new("write `origin_timeout: 120`, or, if AWS has raised the account's quota, add `quota_raised: true`")
    } else {
        Text::new("write `origin_timeout: ").number(most as u64).push("`")
    };
    Problem::at(Subject::at(PATH), what, help)
}

/// CloudFront gives up before the load balancer closes the connection.
#[must_use]
pub const fn origin_timeout_within_idle_timeout(stack: &Architecture) -> Option<Problem> {
    let Some(edge) = stack.edge else {
        return None;
    };
    let (seconds, idle) = (edge.origin_timeout, stack.load_balancer.idle_timeout);
    if seconds <= idle || origin_timeout(stack).is_some() {
        return None;
    }
    let what = Text::new("CloudFront waits ").number(seconds as u64);
    let what = what
        .push(" seconds for an answer, and the load balancer closes the connection after ")
        .number(idle as u64);
    let help = Text::new("write `origin_timeout: ").number(idle as u64);
    let help = help
        .push("`, or `idle_timeout: ")
        .number(seconds as u64)
        .push("` in `load_balancer`");
    Problem::between(Subject::at(PATH), Subject::at("load_balancer.idle_timeout"), what, help)
}
