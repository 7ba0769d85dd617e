//! Settings of auto scaling that somebody changed by hand, with a responder that keeps what is sent to it.

use super::{ScalableTarget, ScalingPolicy};
use crate::aws::responder::{Call, Responder, drifted, target};
use crate::provider::Provider as _;
use serde_json::{Map, Value, json};

const SERVICE: &str = "service/campus/web";

/// Changes the one resource that the service has, as a call asks.
fn respond(call: &Call, resource: &mut Map<String, Value>) -> (u16, String) {
    let name = match call.operation.as_str() {
        "DescribeScalableTargets" => "ScalableTargets",
        "DescribeScalingPolicies" => "ScalingPolicies",
        _ => {
            resource.extend(call.json.as_object().cloned().unwrap());
            return (200, json!({ "PolicyARN": "arn" }).to_string());
        }
    };
    (200, json!({ name: [resource] }).to_string())
}

#[tokio::test]
async fn scaling_that_somebody_suspended_is_resumed() {
    for suspended in [
        "DynamicScalingInSuspended",
        "DynamicScalingOutSuspended",
        "ScheduledScalingSuspended",
    ] {
        let range = json!({
            "ServiceNamespace": "ecs", "ResourceId": SERVICE, "ScalableDimension": "ecs:service:DesiredCount",
            "MinCapacity": 2, "MaxCapacity": 10, "RoleARN": "role", "CreationTime": 0,
            "SuspendedState": { suspended: true },
        });
        let mut range = range.as_object().cloned().unwrap();
        let aws = Responder::new(move |call: &Call| respond(call, &mut range)).aws();
        let fields = json!({ "cluster": "campus", "service": "web", "min": 2, "max": 10, "linked_role": "role" });
        let target = target::<ScalableTarget>();
        let changed = drifted(&aws, &target, SERVICE, &fields).await;
        assert_eq!(changed, ["suspended"], "{suspended}");
        aws.configure(&target, SERVICE, &fields, &changed).await.unwrap();
        assert_eq!(drifted(&aws, &target, SERVICE, &fields).await, [""; 0], "{suspended}");
    }
}

#[tokio::test]
async fn policy_that_somebody_changed_is_put_right() {
    let metric = json!({ "PredefinedMetricType": "ECSServiceAverageCPUUtilization" });
    let own = json!({ "MetricName": "Sessions", "Namespace": "Campus", "Statistic": "Sum" });
    let base = json!({ "TargetValue": 50.0, "ScaleOutCooldown": 60, "ScaleInCooldown": 300 });
    let with = |name: &str, value: &Value| {
        let mut tracking = base.clone();
        tracking["PredefinedMetricSpecification"] = metric.clone();
        tracking[name] = value.clone();
        tracking
    };
    let mut own_metric = base.clone();
    own_metric["CustomizedMetricSpecification"] = own;
    let by_hand = [
        ("cooldown", with("ScaleInCooldown", &json!(0))),
        ("scale_in", with("DisableScaleIn", &json!(true))),
        ("value", with("TargetValue", &json!(99.5))),
        ("metric", own_metric),
    ];
    for (name, tracking) in by_hand {
        let policy = json!({
            "PolicyName": "campus-one", "PolicyARN": "arn", "ServiceNamespace": "ecs", "ResourceId": SERVICE,
            "ScalableDimension": "ecs:service:DesiredCount", "PolicyType": "TargetTrackingScaling", "CreationTime": 0,
            "TargetTrackingScalingPolicyConfiguration": tracking,
        });
        let mut policy = policy.as_object().cloned().unwrap();
        let aws = Responder::new(move |call: &Call| respond(call, &mut policy)).aws();
        let fields = json!({
            "target": SERVICE, "metric": "ECSServiceAverageCPUUtilization", "value": 50, "label": null,
        });
        let target = target::<ScalingPolicy>();
        let changed = drifted(&aws, &target, "arn", &fields).await;
        assert_eq!(changed, [name]);
        aws.configure(&target, "arn", &fields, &changed).await.unwrap();
        assert_eq!(drifted(&aws, &target, "arn", &fields).await, [""; 0], "{name}");
    }
}
