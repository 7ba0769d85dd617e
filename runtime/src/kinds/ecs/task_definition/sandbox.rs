//! Task definitions in the sandbox: CPU and memory must be a combination that Fargate has.

use super::super::sandbox::ECS;
use super::TaskDefinition;
use crate::model::facts::fargate::Size;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Simulated};

impl HasSimulation for TaskDefinition {
    const SIMULATED: Simulated = Simulated::plain(&ECS)
        .arn("arn:aws:ecs:{region}:{account}:task-definition/{name}:{revision}")
        .document()
        .validate_create(validate);
}

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let TaskDefinition { cpu, memory, .. } = request.spec()?;
    match Size::of(cpu) {
        Some(size) if size.nearest(memory) == memory => Ok(()),
        _ => request.refuse("ClientException", "No Fargate configuration exists for given values."),
    }
}
