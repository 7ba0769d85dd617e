//! The rotation of the database's password.
//!
//! RDS gives its master user a new password every seven days, and ECS gives a task the one of the day it starts. From a
//! rotation on a running task can open no new connection, so that every rotation rolls the service: one task after the
//! other is replaced by one that has the new password. What runs once, as cron, starts with the new one anyway.
//! <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html>,
//! <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html>

use super::compute::Compute;
use super::database::Database;
use super::graph_builder::GraphBuilder;
use super::roles;
use crate::kinds::eventbridge::Rule;
use crate::kinds::sfn::StateMachine;
use crate::resource::Handle;
use serde_json::{Value, json};

const KEY: &str = "compute";

/// Adds the state machine that rolls the service, and the rule that starts it.
pub(super) fn rotation(draft: &mut GraphBuilder, database: &Database, compute: &Compute) -> Handle<StateMachine> {
    let name = draft.names.of("roll");
    let machine = StateMachine {
        definition: definition(draft.names.partition(), compute),
        role: roles::roll(draft, &name, &compute.service.arn()),
    };
    let machine = draft.add_as("compute.roll", name, KEY, &machine);
    let name = draft.names.of("rotation");
    let rule = Rule {
        description: "Rolls the tasks when the password of the database is another".into(),
        pattern: pattern(database),
        state_machine: machine.arn(),
        role: roles::rotation(draft, &name, &machine.arn()),
    };
    draft.add_as("compute.rotation", name, KEY, &rule);
    machine
}

/// Matches that another version of the database's secret becomes the current one. Secrets Manager tells it by itself;
/// what CloudTrail would tell of a rotation needs a trail.
/// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/event-detail-secret-label-updated-secretsmanager.html>
fn pattern(database: &Database) -> Value {
    json!({
        "source": ["aws.secretsmanager"],
        "detail-type": ["Secret Label Updated"],
        "resources": [database.secret],
        "detail": { "labelUpdated": ["AWSCURRENT"] },
    })
}

/// Describes the one call. A second one while the service still rolls does no harm: it begins anew.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html>
fn definition(partition: &str, compute: &Compute) -> Value {
    json!({
        "StartAt": "Roll",
        "States": {
            "Roll": {
                "Type": "Task",
                "Resource": format!("arn:{partition}:states:::aws-sdk:ecs:updateService"),
                "Parameters": {
                    "Cluster": compute.cluster.arn(),
                    "Service": compute.service.name(),
                    "ForceNewDeployment": true,
                },
                // Twenty minutes of trouble are outlasted; then the alarm calls a person.
                "Retry": [{
                    "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "BackoffRate": 2, "MaxAttempts": 8,
                }],
                "End": true,
            },
        },
    })
}
