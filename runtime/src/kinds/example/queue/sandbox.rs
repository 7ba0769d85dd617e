//! How the sandbox simulates it.

use super::Queue;
use crate::provider::ApiError;
use crate::sandbox::{HasSimulation, Request, Simulated, Wording};

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html>
const SQS: Wording = Wording {
    not_found: "QueueDoesNotExist",
    duplicate: "QueueNameExists",
    ..Wording::COMMON
};

impl HasSimulation for Queue {
    const SIMULATED: Simulated = Simulated::plain(&SQS)
        .arn("arn:aws:sqs:{region}:{account}:{name}")
        .validate_create(validate);
}

/// Twelve hours at most:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>.
fn validate(request: &Request<'_>) -> Result<(), ApiError> {
    let seconds = request.spec::<Queue>()?.visibility_timeout;
    if seconds <= 43_200 {
        return Ok(());
    }
    request.refuse(
        "InvalidAttributeValue",
        format!("Invalid value for the parameter VisibilityTimeout: {seconds}"),
    )
}
