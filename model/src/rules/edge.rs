//! Rules on `edge`.

use crate::facts::regions::Partition;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS401" origin_timeout {
        statement: "CloudFront waits 1 to 120 seconds for a response, or up to 180 with a raised quota.",
        why: "CloudFront refuses a distribution with any other timeout.",
        source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomOriginConfig.html",
        reads: ["edge.origin_timeout", "edge.quota_raised"],
        wrong: "origin_timeout: 121",
        right: "origin_timeout: 120",
    }
    "MS402" origin_timeout_within_idle_timeout {
        statement: "CloudFront times out before the load balancer closes the connection.",
        why: "Otherwise the load balancer ends a slow request with its own error, and the longer timeout is never reached.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
        reads: ["edge.origin_timeout", "edge.quota_raised", "load_balancer.idle_timeout"],
        unless: ["MS401", "MS412"],
        wrong: "origin_timeout: 90, idle_timeout: 60",
        right: "origin_timeout: 60, idle_timeout: 60",
    }
    "MS403" edge_in_partition {
        statement: "`edge` is declared only in the partition `aws`, which contains us-east-1.",
        why: "CloudFront's certificate and firewall are created in us-east-1, and accounts in other partitions cannot use that region.",
        source: "https://docs.aws.amazon.com/general/latest/gr/cf_region.html",
        reads: ["edge", "region"],
        unless: ["MS102", "MS105"],
        wrong: "region: \"us-gov-west-1\", edge: CloudFront { … }",
        right: "region: \"us-gov-west-1\"",
    }
}

const PATH: &str = "edge.origin_timeout";

/// CloudFront waits 1 to 120 seconds for a response, or up to 180 with a raised quota.
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
    let what = what.push(" seconds for a response, got ").number(seconds as u64);
    let help = if seconds == 0 {
        Text::new("write `origin_timeout: 60`")
    } else if seconds <= 180 {
        Text::new("write `origin_timeout: 120`, or, if AWS has raised your quota, add `quota_raised: true`")
    } else {
        // Not above a declared idle timeout, which would be an error again.
        let least = match stack.load_balancer.idle_timeout {
            Some(idle) if idle >= 1 && idle < most => idle,
            _ => most,
        };
        Text::new("write `origin_timeout: ").number(least as u64).push("`")
    };
    Problem::at(Subject::at(PATH), what, help)
}

/// CloudFront times out before the load balancer closes the connection.
#[must_use]
pub const fn origin_timeout_within_idle_timeout(stack: &Architecture) -> Option<Problem> {
    let Some(edge) = stack.edge else {
        return None;
    };
    let (seconds, idle) = (edge.origin_timeout, stack.idle_timeout());
    if seconds <= idle {
        return None;
    }
    let what = Text::new("CloudFront waits ").number(seconds as u64);
    let what = what
        .push(" seconds for a response, but the load balancer closes the connection after ")
        .number(idle as u64);
    let help = Text::new("write `origin_timeout: ").number(idle as u64);
    let help = help
        .push("`, or `idle_timeout: ")
        .number(seconds as u64)
        .push("` in `load_balancer`, or remove `idle_timeout`");
    Problem::between(Subject::at(PATH), Subject::at("load_balancer.idle_timeout"), what, help)
}

/// `edge` is declared only in the partition that contains us-east-1.
#[must_use]
pub const fn edge_in_partition(stack: &Architecture) -> Option<Problem> {
    let partition = Partition::of(stack.region);
    if stack.edge.is_none() || matches!(partition, Partition::Aws) {
        return None;
    }
    let what = if partition.has_cloudfront() {
        // <https://docs.amazonaws.cn/en_us/aws/latest/userguide/cloudfront.html>, …/waf.html, 2026-11.
        Text::new("`edge` needs Certificate Manager and AWS WAF in us-east-1, but CloudFront in the partition ")
            .push(partition.name())
            .push(" takes its certificate from IAM and has no AWS WAF")
    } else {
        Text::new("CloudFront is not available in ")
            .push(stack.region)
            .push(", which is in the partition ")
            .push(partition.name())
    };
    let help = if stack.load_balancer.private {
        Text::new("remove `edge` and `private: true` to make the load balancer public")
    } else {
        Text::new("remove `edge` to make the load balancer public")
    };
    let help = help.push(", or write a region in the partition aws, such as `region: \"ap-southeast-1\"`");
    Problem::between(Subject::at("edge"), Subject::at("region"), what, help)
}
