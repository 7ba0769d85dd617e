//! Services in the sandbox: a change of the task definition can be rolled back.

use super::super::sandbox::ECS;
use super::Service;
use crate::resource::spec;
use crate::sandbox::{HasSimulation, Simulated};
use serde_json::Value;

impl HasSimulation for Service {
    const SIMULATED: Simulated = Simulated::plain(&ECS)
        .arn("arn:aws:ecs:{region}:{account}:service/{name}")
        .closing("its tasks to stop", 0.9)
        .rollout("task_definition", task_definition);
}

fn task_definition(fields: &Value) -> Option<String> {
    let service: Service = spec(fields).ok()?;
    Some(service.task_definition.value().to_owned())
}
