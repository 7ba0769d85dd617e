//! A rule is silent if another one reports the cause: one mistake has one message.

use super::campus::reported;

/// Checks which rules report each set of changes.
fn only(rows: &[(&[&str], &[&str])]) {
    for (changes, rules) in rows {
        assert_eq!(reported(changes), *rules, "{changes:?}");
    }
}

#[test]
fn capacity_is_reported_once() {
    only(&[
        (
            &["compute.capacity: Spread { fargate: 1, spot: 1001 }"],
            &["capacity_weights"],
        ),
        (
            &["compute.capacity: Spread { fargate: 1001, spot: 1 }"],
            &["capacity_weights"],
        ),
        (&["compute.capacity: Spread { fargate: 1000, spot: 1000 }"], &[]),
        (
            &["compute.capacity: Spread { fargate: 0, spot: 0 }"],
            &["capacity_weight_above_zero"],
        ),
        (
            &["compute.capacity: Spread { fargate: 0, spot: 1 }"],
            &["all_spot_confirmed"],
        ),
        (
            &["compute.capacity: Spread { fargate: 0, spot: 1, base: 0 }"],
            &["all_spot_confirmed"],
        ),
        // With a base for the minimum number of tasks, Spot only runs the peaks, but too many of them.
        (
            &["compute.capacity: Spread { fargate: 0, spot: 1, base: 2 }"],
            &["spot_share"],
        ),
        (
            &[
                "compute.capacity: Spread { fargate: 0, spot: 1 }",
                "compute.allow_all_spot: true",
            ],
            &[],
        ),
        (&["compute.capacity: Spread { fargate: 1, spot: 4 }"], &["spot_share"]),
        (&["compute.capacity: Spread { fargate: 1, spot: 3 }"], &[]),
        (
            &[
                "compute.capacity: Spread { fargate: 1, spot: 4 }",
                "compute.allow_all_spot: true",
            ],
            &[],
        ),
    ]);
}

#[test]
fn base_is_reported_once() {
    only(&[
        (&["compute.capacity: Spread { base: 100001 }"], &["capacity_base"]),
        (
            &["compute.capacity: Spread { base: 100000 }"],
            &["base_within_replicas"],
        ),
        (&["compute.capacity: Spread { base: 11 }"], &["base_within_replicas"]),
        (&["compute.capacity: Spread { base: 10 }"], &[]),
        (&["compute.capacity: Spread { base: 11, spot: 0 }"], &[]),
        (
            &["compute.capacity: Spread { base: 3 }", "compute.replicas: 2..=2"],
            &["base_within_replicas"],
        ),
        // With a base above the maximum, the share has no effect.
        (
            &["compute.capacity: Spread { base: 11, fargate: 1, spot: 4 }"],
            &["base_within_replicas"],
        ),
        // A mistake in the number of tasks is reported first.
        (
            &["compute.capacity: Spread { base: 11 }", "compute.replicas: 0..=10"],
            &["at_least_one_replica"],
        ),
        (
            &["compute.capacity: Spread { base: 11 }", "compute.replicas: 10..=2"],
            &["replicas_in_order"],
        ),
        // With a minimum of 0, no base covers the minimum.
        (
            &[
                "compute.capacity: Spread { fargate: 0, spot: 1, base: 0 }",
                "compute.replicas: 0..=10",
            ],
            &["all_spot_confirmed", "at_least_one_replica"],
        ),
    ]);
}

#[test]
fn number_of_tasks_is_reported_once() {
    only(&[
        (&["compute.replicas: 0..=0"], &["at_least_one_replica"]),
        (&["compute.replicas: 1..=1"], &["single_replica_confirmed"]),
        (&["compute.replicas: 1..=1", "compute.single_replica: true"], &[]),
        (&["compute.replicas: 1..=2"], &["at_least_two_replicas"]),
        (&["compute.replicas: 1..=2", "compute.single_replica: true"], &[]),
        (&["compute.replicas: 2..=2"], &[]),
        (
            &["compute.replicas: 2..=2", "compute.single_replica: true"],
            &["single_replica_needed"],
        ),
        (
            &["compute.replicas: 2..=3", "compute.single_replica: true"],
            &["single_replica_needed"],
        ),
        (
            &["compute.replicas: 3..=2", "compute.single_replica: true"],
            &["replicas_in_order"],
        ),
        (&["compute.replicas: 2..=1"], &["replicas_in_order"]),
        (
            &["compute.replicas: 2..=5001", "network.endpoints: false"],
            &["replicas_within_service"],
        ),
        (&["compute.replicas: 5001..=5002"], &["replicas_within_service"]),
        (&["compute.replicas: 5001..=5001"], &["replicas_within_service"]),
        (&["compute.replicas: 5001..=2"], &["replicas_in_order"]),
        (&["compute.replicas: 5002..=5001"], &["replicas_in_order"]),
    ]);
}

#[test]
fn stop_timeout_is_compared_only_with_valid_timeouts() {
    only(&[
        (&["compute.stop_timeout: 121"], &["stop_timeout"]),
        (&["compute.stop_timeout: 120"], &[]),
        (&["compute.stop_timeout: 1"], &["stop_timeout"]),
        (&["compute.stop_timeout: 2"], &["stop_timeout_outlasts_requests"]),
        (&["compute.stop_timeout: 64"], &["stop_timeout_outlasts_requests"]),
        (&["compute.stop_timeout: 65"], &[]),
        // The timeouts of CloudFront and the load balancer determine how long a request may take, if they are valid.
        (
            &["compute.stop_timeout: 2", "edge.origin_timeout: 121"],
            &["origin_timeout"],
        ),
        (
            &["compute.stop_timeout: 2", "load_balancer.idle_timeout: 4001"],
            &["idle_timeout"],
        ),
        (
            &["compute.stop_timeout: 2", "edge:", "load_balancer.idle_timeout: 0"],
            &["idle_timeout"],
        ),
    ]);
}

#[test]
fn drain_is_compared_only_with_valid_timeouts() {
    only(&[
        (&["load_balancer.drain: 3601"], &["drain"]),
        (&["load_balancer.drain: 3600"], &[]),
        (&["load_balancer.drain: 59"], &["drain_outlasts_requests"]),
        (&["load_balancer.drain: 60"], &[]),
        (
            &["load_balancer.drain: 0", "edge.origin_timeout: 121"],
            &["origin_timeout"],
        ),
        (
            &["load_balancer.drain: 0", "load_balancer.idle_timeout: 4001"],
            &["idle_timeout"],
        ),
    ]);
}

#[test]
fn grace_period_is_compared_only_with_valid_health_checks() {
    const LONG: &str = "load_balancer.health_check: HealthCheck { interval: 300, timeout: 10, healthy: 7 }";
    only(&[
        (&["compute.grace_period: 0"], &["grace_period_covers_checks"]),
        (&["compute.grace_period: 29"], &["grace_period_covers_checks"]),
        (&["compute.grace_period: 30"], &[]),
        (&["compute.grace_period: 1799"], &[]),
        (&["compute.grace_period: 1800"], &["grace_period_not_too_long"]),
        (&["compute.grace_period: 2147483647"], &["grace_period_not_too_long"]),
        (&["compute.grace_period: 2147483648"], &["grace_period"]),
        // The time of seven checks, one every five minutes.
        (&["compute.grace_period: 2099", LONG], &["grace_period_covers_checks"]),
        (&["compute.grace_period: 2100", LONG], &[]),
        (&["compute.grace_period: 2101", LONG], &["grace_period_not_too_long"]),
        (
            &[
                "compute.grace_period: 0",
                "load_balancer.health_check: HealthCheck { interval: 301 }",
            ],
            &["health_check_limits"],
        ),
        (
            &[
                "compute.grace_period: 0",
                "load_balancer.health_check: HealthCheck { interval: 10, timeout: 10 }",
            ],
            &["health_check_timeout"],
        ),
        (
            &[
                "compute.grace_period: 1800",
                "load_balancer.health_check: HealthCheck { interval: 10, timeout: 10 }",
            ],
            &["grace_period_not_too_long", "health_check_timeout"],
        ),
    ]);
}

#[test]
fn health_check_timeout_is_compared_only_within_the_limits() {
    let check = |keys: &str| reported(&[&format!("load_balancer.health_check: HealthCheck {{ {keys} }}")]);
    for wrong in [
        "interval: 4, timeout: 4",
        "interval: 301",
        "timeout: 1",
        "timeout: 121, interval: 121",
        "healthy: 1",
        "healthy: 11",
        "unhealthy: 1",
        "unhealthy: 11",
    ] {
        assert_eq!(check(wrong), ["health_check_limits"], "{wrong}");
    }
    for right in [
        "interval: 5, timeout: 4",
        "healthy: 2",
        "timeout: 2",
        "unhealthy: 2",
        "unhealthy: 10",
    ] {
        assert_eq!(check(right), [""; 0], "{right}");
    }
    assert_eq!(
        check("interval: 120, timeout: 120, healthy: 2"),
        ["health_check_timeout"]
    );
    // Ten checks are within the limits: <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html>
    assert_eq!(
        check("interval: 300, timeout: 120, healthy: 10"),
        ["grace_period_covers_checks"]
    );
    assert_eq!(check("interval: 12, healthy: 10"), [""; 0]);
}

#[test]
fn timeouts_are_compared_only_if_both_are_valid() {
    only(&[
        (&["edge.origin_timeout: 0"], &["origin_timeout"]),
        (&["edge.origin_timeout: 1", "load_balancer.idle_timeout: 1"], &[]),
        (
            &["edge.origin_timeout: 60", "load_balancer.idle_timeout: 59"],
            &["origin_timeout_within_idle_timeout"],
        ),
        (&["edge.origin_timeout: 60", "load_balancer.idle_timeout: 60"], &[]),
        (
            &["edge.origin_timeout: 121", "load_balancer.idle_timeout: 59"],
            &["origin_timeout"],
        ),
        (&["load_balancer.idle_timeout: 0"], &["idle_timeout"]),
        (&["load_balancer.idle_timeout: 4000"], &[]),
        (&["load_balancer.idle_timeout: 4001"], &["idle_timeout"]),
    ]);
}
