//! Settings of a service that somebody changed by hand, with a responder that keeps what is sent to it.

use super::Service;
use crate::aws::responder::{Call, Respond, Responder, drifted, target};
use crate::provider::Provider as _;
use serde_json::{Value, json};

const ARN: &str = "arn:aws:ecs:ap-southeast-1:111122223333:service/campus/campus-one";

/// One service, as ECS reports it.
struct Ecs {
    service: Value,
    updates: Vec<Value>,
}

impl Respond for Ecs {
    fn respond(&mut self, call: &Call) -> (u16, String) {
        if call.operation == "UpdateService" {
            self.updates.push(call.json.clone());
            for (name, value) in call.json.as_object().unwrap() {
                self.service[name] = value.clone();
            }
        }
        let answer = match call.operation.as_str() {
            "DescribeServices" => json!({ "services": [self.service] }),
            "UpdateService" => json!({ "service": self.service }),
            other => panic!("no answer to {other}"),
        };
        (200, answer.to_string())
    }
}

fn fields() -> Value {
    json!({
        "cluster": "campus", "schema": "tables", "task_definition": "web:1", "target_group": "web", "port": 8080,
        "subnets": ["subnet-1"], "groups": ["sg-1"], "shares": { "fargate": 1, "spot": 3, "base": 0 },
        "initial_count": 2, "grace_period": 120,
    })
}

/// Returns the service as it is after its creation.
fn created() -> Value {
    json!({
        "serviceArn": ARN, "serviceName": "campus-one", "clusterArn": "campus", "status": "ACTIVE",
        "taskDefinition": "web:1", "desiredCount": 2, "runningCount": 2, "healthCheckGracePeriodSeconds": 120,
        "loadBalancers": [{ "targetGroupArn": "web", "containerName": "moodle", "containerPort": 8080 }],
        "capacityProviderStrategy": [
            { "capacityProvider": "FARGATE", "weight": 1, "base": 0 },
            { "capacityProvider": "FARGATE_SPOT", "weight": 3, "base": 0 },
        ],
        "deploymentConfiguration": {
            "deploymentCircuitBreaker": { "enable": true, "rollback": true },
            "minimumHealthyPercent": 50, "maximumPercent": 200,
        },
        "networkConfiguration": { "awsvpcConfiguration": {
            "subnets": ["subnet-1"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED",
        } },
        "enableExecuteCommand": false, "enableECSManagedTags": true, "propagateTags": "SERVICE",
        "availabilityZoneRebalancing": "ENABLED",
        "deployments": [{
            "id": "ecs-svc/1", "status": "PRIMARY", "taskDefinition": "web:1", "rolloutState": "COMPLETED",
            "desiredCount": 2, "runningCount": 2,
        }],
    })
}

#[tokio::test]
async fn each_setting_of_a_service_that_somebody_changed_is_put_right() {
    let vpc = "/networkConfiguration/awsvpcConfiguration";
    let deployment = "/deploymentConfiguration";
    let by_hand = [
        ("exec", "/enableExecuteCommand".to_owned(), json!(true)),
        ("public_ip", format!("{vpc}/assignPublicIp"), json!("ENABLED")),
        ("subnets", format!("{vpc}/subnets"), json!(["subnet-2"])),
        ("groups", format!("{vpc}/securityGroups"), json!(["sg-1", "sg-open"])),
        (
            "rollback",
            format!("{deployment}/deploymentCircuitBreaker/rollback"),
            json!(false),
        ),
        (
            "rollback",
            format!("{deployment}/deploymentCircuitBreaker/enable"),
            json!(false),
        ),
        (
            "healthy_percent",
            format!("{deployment}/minimumHealthyPercent"),
            json!(0),
        ),
        (
            "zone_rebalancing",
            "/availabilityZoneRebalancing".to_owned(),
            json!("DISABLED"),
        ),
        ("tags_from", "/propagateTags".to_owned(), json!("NONE")),
        ("grace_period", "/healthCheckGracePeriodSeconds".to_owned(), json!(0)),
        (
            "other_load_balancers",
            "/loadBalancers".to_owned(),
            json!([
                { "targetGroupArn": "theirs", "containerName": "moodle", "containerPort": 8080 },
                { "targetGroupArn": "web", "containerName": "moodle", "containerPort": 8080 },
            ]),
        ),
    ];
    let ecs = Responder::new(Ecs {
        service: created(),
        updates: Vec::new(),
    });
    let (aws, target, fields) = (ecs.aws(), target::<Service>(), fields());
    assert_eq!(drifted(&aws, &target, ARN, &fields).await, [""; 0]);
    for (name, pointer, value) in by_hand {
        *ecs.0.lock().unwrap().service.pointer_mut(&pointer).unwrap() = value;
        assert_eq!(drifted(&aws, &target, ARN, &fields).await, [name], "{pointer}");
        let changed = [name.to_owned()];
        aws.configure(&target, ARN, &fields, &changed).await.unwrap();
        assert_eq!(drifted(&aws, &target, ARN, &fields).await, [""; 0], "{pointer}");
    }
}

#[tokio::test]
async fn tasks_that_were_started_with_exec_are_replaced() {
    let ecs = Responder::new(Ecs {
        service: created(),
        updates: Vec::new(),
    });
    let changed = ["exec".to_owned()];
    let (aws, target) = (ecs.aws(), target::<Service>());
    aws.configure(&target, ARN, &fields(), &changed).await.unwrap();
    let update = ecs.0.lock().unwrap().updates.remove(0);
    assert_eq!(
        (&update["enableExecuteCommand"], &update["forceNewDeployment"]),
        (&json!(false), &json!(true))
    );
}
