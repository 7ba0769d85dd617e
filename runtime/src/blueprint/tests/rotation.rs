//! What a rotated password does to the tasks.

use super::campus::{CAMPUS, graph};
use super::variants::{AURORA, aurora};
use super::{field, needs};
use serde_json::{Value, json};

#[test]
fn another_password_of_this_database_rolls_this_service() {
    for (architecture, secret) in [
        (CAMPUS, "database.instance:secret"),
        (aurora(AURORA), "database.cluster:secret"),
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
fn what_rolls_may_do_nothing_else() {
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
    // Each may be taken on by the one thing alone that is called so.
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
fn a_roll_that_does_not_begin_is_told() {
    let graph = graph(&CAMPUS);
    let alarm = "observability.alarm-rotation";
    assert!(needs(&graph, alarm).contains("compute.roll"));
    assert_eq!(field(&graph, alarm, "metric"), "ExecutionsFailed");
    assert_eq!(field(&graph, alarm, "threshold"), 1);
}
