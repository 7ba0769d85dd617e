//! How tasks receive a rotated password.

use super::campus::{CAMPUS, graph};
use super::variants::{AURORA, with_aurora};
use super::{dependencies, field};
use serde_json::{Value, json};

#[test]
fn rotated_password_rolls_the_service() {
    for (architecture, secret) in [
        (CAMPUS, "database.instance:secret"),
        (with_aurora(AURORA), "database.cluster:secret"),
    ] {
        let graph = graph(&architecture);
        let pattern = field(&graph, "compute.rotation", "pattern");
        assert_eq!(pattern["resources"], json!([{ "$ref": [secret] }]));
        assert_eq!(pattern["detail"], json!({ "labelUpdated": ["AWSCURRENT"] }));
        let started = field(&graph, "compute.rotation", "state_machine");
        assert_eq!(started, &json!({ "$ref": ["compute.roll:arn"] }));
        let call = &field(&graph, "compute.roll", "definition")["States"]["Roll"];
        assert_eq!(call["Resource"], "arn:aws:states:::aws-sdk:ecs:updateService");
        let rolled = json!({
            "Cluster": { "$ref": ["compute.cluster:arn"] },
            "Service": { "$ref": ["compute.service:name"] },
            "ForceNewDeployment": true,
        });
        assert_eq!(call["Parameters"], rolled);
    }
}

#[test]
fn roles_of_the_rotation_can_do_nothing_else() {
    let graph = graph(&CAMPUS);
    let only = |role: &str| -> (Value, Value, Value) {
        let policies = field(&graph, role, "policies").as_object().expect("policies");
        let documents: Vec<&Value> = policies.values().collect();
        let [document] = documents.as_slice() else {
            panic!("{role} has {policies:?}");
        };
        let statement = &document["Statement"][0];
        assert!(document["Statement"][1].is_null(), "{role}");
        let source = &field(&graph, role, "trust")["Statement"][0]["Condition"]["ArnLike"]["aws:SourceArn"];
        (
            statement["Action"].clone(),
            statement["Resource"].clone(),
            source.clone(),
        )
    };
    // Each can be assumed for only one resource, by its name.
    let here = |service: &str, what: &str| json!(format!("arn:aws:{service}:ap-southeast-1:111122223333:{what}"));
    let service = json!({ "$ref": ["compute.service:arn"] });
    let machine = here(
        "states",
        &format!("stateMachine:{}", graph.resources["compute.roll"].name),
    );
    assert_eq!(
        only("compute.role-roll"),
        (json!(["ecs:UpdateService"]), service, machine)
    );
    let roll = json!({ "$ref": ["compute.roll:arn"] });
    let rule = here("events", &format!("rule/{}", graph.resources["compute.rotation"].name));
    assert_eq!(
        only("compute.role-rotation"),
        (json!(["states:StartExecution"]), roll, rule)
    );
}

#[test]
fn failed_roll_raises_an_alarm() {
    let graph = graph(&CAMPUS);
    let alarm = "observability.alarm-rotation";
    assert!(dependencies(&graph, alarm).contains("compute.roll"));
    assert_eq!(field(&graph, alarm, "metric"), "ExecutionsFailed");
    assert_eq!(field(&graph, alarm, "threshold"), 1);
}
