//! Every timeout of a request follows from one declared value.

use super::campus::{CAMPUS, graph};
use super::field;
use super::variants::without_edge;
use moodle_stack_model::{Alb, Architecture, CloudFront};
use serde_json::{Value, json};

/// Returns the timeouts of CloudFront, the load balancer, the target group, PHP and ECS.
fn timeouts(architecture: &Architecture) -> Value {
    let graph = graph(architecture);
    let edge = architecture.edge.is_some();
    let origin = edge.then(|| field(&graph, "edge.distribution", "origin_timeout"));
    json!([
        origin,
        field(&graph, "load_balancer.alb", "idle_timeout"),
        field(&graph, "load_balancer.web", "drain"),
        field(&graph, "compute.task-web", "environment")["MOODLE_MAX_EXECUTION_TIME"],
        field(&graph, "compute.task-web", "stop_timeout"),
    ])
}

#[test]
fn behind_cloudfront_all_timeouts_follow_from_the_origin_timeout() {
    let slow = CAMPUS.edge.map(|edge| CloudFront {
        origin_timeout: 180,
        quota_raised: true,
        ..edge
    });
    let slow = Architecture { edge: slow, ..CAMPUS };
    assert_eq!(timeouts(&CAMPUS), json!([60, 120, 90, "60", 75]));
    assert_eq!(timeouts(&slow), json!([180, 240, 210, "180", 120]));
}

#[test]
fn without_cloudfront_all_timeouts_follow_from_the_load_balancers() {
    let load_balancer = Alb {
        idle_timeout: Some(30),
        ..CAMPUS.load_balancer
    };
    let quick = Architecture {
        load_balancer,
        ..without_edge()
    };
    assert_eq!(timeouts(&without_edge()), json!([null, 120, 150, "120", 120]));
    assert_eq!(timeouts(&quick), json!([null, 30, 60, "30", 45]));
}
