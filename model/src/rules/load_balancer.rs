//! Rules on `load_balancer`.

use super::{after, has, part, starts_with};
use crate::text::between;
use crate::{Architecture, HealthCheck, Problem, Subject, Text};

rules! {
    "MS411" private_needs_edge {
        statement: "A private load balancer is behind CloudFront.",
        why: "Only CloudFront can reach into private subnets, through a VPC origin.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
        reads: ["load_balancer.private", "edge"],
        wrong: "load_balancer: Alb { private: true }",
        right: "edge: CloudFront { … }, load_balancer: Alb { private: true }",
    }
    "MS412" idle_timeout {
        statement: "The load balancer's idle timeout is 1 to 4000 seconds.",
        why: "Elastic Load Balancing refuses any other timeout.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html",
        reads: ["load_balancer.idle_timeout"],
        wrong: "idle_timeout: 4001",
        right: "idle_timeout: 4000",
    }
    "MS413" drain {
        statement: "A deregistered task has at most 3600 seconds to finish its requests.",
        why: "Elastic Load Balancing refuses a longer deregistration delay.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html",
        reads: ["load_balancer.drain"],
        wrong: "drain: 3601",
        right: "drain: 3600",
    }
    "MS414" health_check_timeout {
        statement: "A health check times out before the next one starts.",
        why: "Elastic Load Balancing refuses a timeout that is not below the interval.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["load_balancer.health_check.timeout", "load_balancer.health_check.interval"],
        unless: ["MS415"],
        wrong: "interval: 15, timeout: 15",
        right: "interval: 15, timeout: 14",
    }
    "MS415" health_check_limits {
        statement: "A health check's settings are within the limits of a target group.",
        why: "Elastic Load Balancing refuses a target group outside these limits.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["load_balancer.health_check"],
        wrong: "healthy: 1",
        right: "healthy: 2",
    }
    "MS416" health_check_path {
        statement: "A health check requests a path that starts with `/`.",
        why: "Elastic Load Balancing refuses a target group with any other path, and the container's own check appends the path to its address.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["load_balancer.health_check.path"],
        wrong: "path: \"healthz\"",
        right: "path: \"/healthz\"",
    }
    "MS417" drain_outlasts_requests: Warned {
        statement: "A deregistered task has enough time to finish its requests.",
        why: "After the delay the load balancer closes the connection, so users waiting for a slow page or an upload get an error at each deployment.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
        reads: ["load_balancer.drain", "load_balancer.idle_timeout", "edge.origin_timeout", "edge.quota_raised"],
        unless: ["MS401", "MS412"],
        wrong: "origin_timeout: 120, drain: 90",
        right: "origin_timeout: 120, drain: 120",
    }
}

/// A private load balancer is behind CloudFront.
#[must_use]
pub const fn private_needs_edge(stack: &Architecture) -> Option<Problem> {
    if !stack.load_balancer.private || stack.edge.is_some() {
        return None;
    }
    let what = Text::new("the load balancer is private, and without `edge` nothing can reach it");
    let help = Text::new("add `edge: CloudFront { … }`, or write `private: false`");
    Problem::at(Subject::at("load_balancer.private"), what, help)
}

/// The idle timeout is 1 to 4000 seconds.
#[must_use]
pub const fn idle_timeout(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.idle_timeout();
    if seconds >= 1 && seconds <= 4000 {
        return None;
    }
    let what = Text::new("an idle timeout must be 1 to 4000 seconds, got ").number(seconds as u64);
    Problem::at(
        Subject::at("load_balancer.idle_timeout"),
        what,
        Text::new("write `idle_timeout: 120`"),
    )
}

/// A deregistered task has at most 3600 seconds to finish its requests.
#[must_use]
pub const fn drain(stack: &Architecture) -> Option<Problem> {
    let seconds = stack.drain();
    if seconds <= 3600 {
        return None;
    }
    let what = Text::new("the deregistration delay must be 0 to 3600 seconds, got ").number(seconds as u64);
    Problem::at(
        Subject::at("load_balancer.drain"),
        what,
        Text::new("write `drain: 3600`"),
    )
}

/// A health check times out before the next one starts.
#[must_use]
pub const fn health_check_timeout(stack: &Architecture) -> Option<Problem> {
    let check = &stack.load_balancer.health_check;
    if check.timeout < check.interval {
        return None;
    }
    let what = Text::new("a health check waits ").number(check.timeout as u64);
    let what = what
        .push(" seconds for a response, but the next check starts after ")
        .number(check.interval as u64);
    let help = Text::new("write `timeout: ")
        .number(check.interval as u64 - 1)
        .push("`, or a longer `interval`");
    let interval = Subject::at("load_balancer.health_check.interval");
    Problem::between(Subject::at("load_balancer.health_check.timeout"), interval, what, help)
}

/// A health check's settings are within the limits of a target group.
#[must_use]
pub const fn health_check_limits(stack: &Architecture) -> Option<Problem> {
    let Some((path, value, least, most, help)) = beyond_limits(&stack.load_balancer.health_check) else {
        return None;
    };
    let what = Text::new("a target group accepts ")
        .number(least as u64)
        .push(" to ")
        .number(most as u64);
    let what = what.push(" here, got ").number(value as u64);
    Problem::at(Subject::at(path), what, Text::new(help))
}

/// Returns the first setting of a health check outside the limits of a target group: its key, its value, the minimum, the
/// maximum, and what to write.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html>, 2026-10.
pub(super) const fn beyond_limits(check: &HealthCheck) -> Option<(&'static str, u32, u32, u32, &'static str)> {
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
        let (_, value, least, most, _) = limits[i];
        if value < least || value > most {
            return Some(limits[i]);
        }
        i += 1;
    }
    None
}

/// A health check requests a path.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html>, 2026-11: 1 to
/// 1024 characters.
#[must_use]
pub const fn health_check_path(stack: &Architecture) -> Option<Problem> {
    const PATH: &str = "load_balancer.health_check.path";
    const MOST: usize = 1024;
    let path = stack.load_balancer.health_check.path;
    let Some(fault) = path_fault(path, MOST) else {
        return None;
    };
    let what = Text::new("")
        .quoted(path)
        .push(" is not a path that a health check can request: ")
        .push(fault);
    let inside = path_in(path);
    let help = if path_fault(inside.as_str(), MOST).is_none() {
        Text::new("write `path: \"").push(inside.as_str()).push("\"`")
    } else {
        Text::new("write `path: \"/healthz\"`, or another path on the site")
    };
    Problem::at(Subject::at(PATH), what, help)
}

/// A deregistered task has enough time to finish its requests.
#[must_use]
pub const fn drain_outlasts_requests(stack: &Architecture) -> Option<Problem> {
    let (seconds, longest) = (stack.drain(), stack.request_timeout());
    if seconds >= longest {
        return None;
    }
    let what = Text::new("a deregistered task has ").number(seconds as u64);
    let what = what
        .push(" seconds to finish its requests, but a request may take ")
        .number(longest as u64);
    let help = Text::new("write `drain: ").number(longest as u64);
    let help = help.push("`, or remove it");
    let longest = Subject::at(stack.request_timeout_key());
    Problem::between(Subject::at("load_balancer.drain"), longest, what, help)
}

/// Returns why a text is not a request path, if it is not.
const fn path_fault(path: &str, most: usize) -> Option<&'static str> {
    if !starts_with(path, "/") {
        return Some("it does not start with `/`");
    }
    if path.len() > most {
        return Some("it has more than 1024 characters");
    }
    if has(path, b'#') {
        return Some("the part after `#` is never sent");
    }
    let bytes = path.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_graphic() {
            return Some("it contains a space or a non-ASCII character, which must be percent-encoded, such as `%20`");
        }
        i += 1;
    }
    None
}

/// Extracts the probably intended path from a text.
const fn path_in(text: &str) -> Text {
    let rest = match (after(text, "https://"), after(text, "http://")) {
        (Some(rest), _) | (None, Some(rest)) => match part(rest, b'/', 0) {
            Some(host) => between(rest, host.len(), rest.len()),
            None => rest,
        },
        (None, None) => text,
    };
    let rest = match part(rest, b'#', 0) {
        Some(rest) => rest,
        None => rest,
    };
    if starts_with(rest, "/") {
        Text::new(rest)
    } else {
        Text::new("/").push(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::{path_fault, path_in};

    #[test]
    fn path_is_extracted_from_urls_and_other_mistakes() {
        for (text, path) in [
            ("healthz", "/healthz"),
            ("", "/"),
            ("https://learn.example.edu/healthz", "/healthz"),
            ("http://learn.example.edu", "/"),
            ("/healthz#top", "/healthz"),
        ] {
            assert!(path_fault(text, 1024).is_some(), "{text}");
            assert_eq!(path_in(text).as_str(), path, "{text}");
        }
        for bad in ["/health check", "/gesundheit/prüfung", "/health\n"] {
            assert!(path_fault(bad, 1024).is_some(), "{bad}");
        }
        assert_eq!(path_fault("/login/index.php?check=1", 1024), None);
    }
}
