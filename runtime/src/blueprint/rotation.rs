//! The rotation of the database's password.
//!
//! RDS changes its master user's password every seven days, and ECS gives a task the password that is current when the
//! task starts. After a rotation a running task cannot open new connections, so every rotation rolls the service: one
//! task after the other is replaced by a task that has the new password. A task that runs once, such as cron, starts
//! with the new password anyway. <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html>,
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
pub(super) fn rotation(graph: &mut GraphBuilder, database: &Database, compute: &Compute) -> Handle<StateMachine> {
    let name = graph.names.of("roll");
    let machine = StateMachine {
        definition: definition(graph.names.partition(), compute),
        role: roles::roll(graph, &name, &compute.service.arn()),
    };
    let machine = graph.add_as("compute.roll", name, KEY, &machine);
    let name = graph.names.of("rotation");
    let rule = Rule {
        description: "Rolls the tasks when the password of the database is another".into(),
        pattern: pattern(database),
        state_machine: machine.arn(),
        role: roles::rotation(graph, &name, &machine.arn()),
    };
    graph.add_as("compute.rotation", name, KEY, &rule);
    machine
}

/// Returns the pattern of the event that another version of the database's secret has become the current one. Secrets
/// Manager always sends this event; CloudTrail's events about a rotation need a trail.
/// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/event-detail-secret-label-updated-secretsmanager.html>
fn pattern(database: &Database) -> Value {
    json!({
        "source": ["aws.secretsmanager"],
        "detail-type": ["Secret Label Updated"],
        "resources": [database.secret],
        "detail": { "labelUpdated": ["AWSCURRENT"] },
    })
}

/// Returns the state machine's definition: one call. A second call while the service still rolls is harmless: the
/// deployment starts again.
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
                // The retries outlast twenty minutes of errors; after that, the alarm calls a person.
                "Retry": [{
                    "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "BackoffRate": 2, "MaxAttempts": 8,
                }],
                "End": true,
            },
        },
    })
}
