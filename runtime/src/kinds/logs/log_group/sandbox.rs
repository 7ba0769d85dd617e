//! Log groups in the sandbox.

use super::super::sandbox::LOGS;
use super::LogGroup;
use crate::model::facts::logs::RETENTION_DAYS;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Simulated};

impl HasSimulation for LogGroup {
    const SIMULATED: Simulated = Simulated::plain(&LOGS)
        .arn("arn:aws:logs:{region}:{account}:log-group:{name}")
        .validate_create(validate);
}

fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let days = request.spec::<LogGroup>()?.retention_days;
    if RETENTION_DAYS.contains(&days) {
        return Ok(());
    }
    request.refuse(
        "InvalidParameterException",
        format!("{days} days is not a retention that AWS supports"),
    )
}
