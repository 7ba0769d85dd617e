//! Converting the SDK's errors to [`ApiError`].

use super::calls::request_id;
use crate::provider::{ApiError, ApiErrorKind, NOT_SENT};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::ErrorKind;
use tracing::debug;

/// Converts the SDK's error of a call, such as `ec2:CreateSubnet`, and logs it. Use as
/// `.map_err(api_error("ec2:CreateSubnet"))`.
pub(crate) fn api_error<E>(call: &'static str) -> impl FnOnce(SdkError<E, HttpResponse>) -> ApiError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    move |sdk_error| {
        let error = convert(call, &sdk_error);
        let answer = sdk_error.raw_response();
        debug!(
            call,
            kind = ?error.kind,
            code = %error.code,
            status = answer.map(|answer| answer.status().as_u16()),
            request_id = answer.and_then(|answer| request_id(answer.headers())),
            "the call failed"
        );
        error
    }
}

fn convert<E>(call: &'static str, error: &SdkError<E, HttpResponse>) -> ApiError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(context) => {
            let status = context.raw().status().as_u16();
            let code = context.err().code().unwrap_or_default();
            let message = context.err().message().unwrap_or_default();
            if code.is_empty() {
                return ApiError::new(
                    ApiErrorKind::Unavailable,
                    call,
                    &format!("HTTP {status}"),
                    "no AWS error in the answer",
                );
            }
            let kind = classify(call, code, message, status);
            ApiError::new(kind, call, code, unquoted(kind, message))
        }
        SdkError::TimeoutError(_) => ApiError::new(
            ApiErrorKind::OutcomeUnknown,
            call,
            "Timeout",
            "no answer within a minute",
        ),
        SdkError::ResponseError(_) => {
            ApiError::new(ApiErrorKind::OutcomeUnknown, call, "UnreadableAnswer", chain(error))
        }
        // The SDK reports neither a timeout nor an I/O error if the other side closes a connection that was kept open
        // between two calls, or closes it without a response.
        SdkError::DispatchFailure(failure)
            if failure.is_timeout() || failure.is_io() || failure.as_other() == Some(ErrorKind::TransientError) =>
        {
            ApiError::new(ApiErrorKind::OutcomeUnknown, call, "NoConnection", chain(error))
        }
        _ => {
            let message = chain(error);
            // The SDK's own words for "no call was made".
            let message = message.strip_prefix("dispatch failure: ").unwrap_or(&message);
            let message = message.strip_prefix("other: ").unwrap_or(message);
            let kind = if message.contains("redentials") {
                ApiErrorKind::Credentials
            } else {
                ApiErrorKind::Internal
            };
            ApiError::new(kind, call, NOT_SENT, message)
        }
    }
}

/// Removes the quoted request from an error about the credentials: the session token is among the headers, which AWS quotes on
/// separate lines: <https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html>.
fn unquoted(kind: ApiErrorKind, message: &str) -> &str {
    let whole = message.trim_end();
    match kind {
        ApiErrorKind::Credentials => whole.lines().next().unwrap_or_default(),
        _ => whole,
    }
}

/// Returns the message of an error and of its sources. Not the debug format of the SDK: it quotes the response, which
/// may contain a secret.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

/// Returns whether an error response, in any format, is about too many calls.
pub(super) fn is_throttling(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let parts = PARTS.iter().filter(|(kind, _)| *kind == ApiErrorKind::Throttled);
    parts.flat_map(|(_, parts)| *parts).any(|part| text.contains(part))
}

/// Classifies an error code by how the caller should react. The codes are from the services' API references, under
/// "Errors".
fn classify(call: &str, code: &str, message: &str, status: u16) -> ApiErrorKind {
    let exact = |(_, codes): &&(ApiErrorKind, &[&str])| codes.contains(&code);
    let by_message =
        |(_, on, said): &&(ApiErrorKind, &str, &str)| (on.is_empty() || *on == code) && message.contains(said);
    let alike = |(_, parts): &&(ApiErrorKind, &[&str])| parts.iter().any(|part| code.contains(part));
    // The call determines whether the conflict is with another resource of that name, or with a change in progress:
    // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html,
    // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
    if code == "ConflictException" && !call.contains(":Create") {
        return ApiErrorKind::NotReady;
    }
    if let Some((kind, ..)) = MESSAGES.iter().find(by_message) {
        return *kind;
    }
    if let Some((kind, _)) = CODES.iter().find(exact).or_else(|| PARTS.iter().find(alike)) {
        return *kind;
    }
    // RDS, ElastiCache and EFS: InvalidDBInstanceState, InvalidReplicationGroupState, IncorrectMountTargetState.
    if code.starts_with("In") && code.ends_with("State") {
        return ApiErrorKind::NotReady;
    }
    if code.starts_with("Insufficient") && code.contains("Capacity") {
        return ApiErrorKind::Unavailable;
    }
    if status >= 500 {
        ApiErrorKind::Unavailable
    } else {
        ApiErrorKind::Invalid
    }
}

/// Errors that only the message identifies, or whose code has several meanings: the code, empty for any, and a part of the
/// message.
const MESSAGES: &[(ApiErrorKind, &str, &str)] = &[
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
    (
        ApiErrorKind::AlreadyExists,
        "InvalidInput",
        "has been taken in this account",
    ),
    // ECS has no separate codes for a revision that never existed, and for a name that is still being drained.
    (
        ApiErrorKind::NotFound,
        "ClientException",
        "Unable to describe task definition",
    ),
    (ApiErrorKind::NotReady, "InvalidParameterException", "still Draining"),
    // A role that was just created is not visible to every service yet, and a policy cannot name it yet.
    (ApiErrorKind::NotReady, "", "is unable to assume the role"),
    (ApiErrorKind::NotReady, "", "cannot be assumed"),
    (ApiErrorKind::NotReady, "", "Unable to assume given IAM role"),
    (
        ApiErrorKind::NotReady,
        "AccessDeniedException",
        "is authorized to assume the provided role",
    ),
    (ApiErrorKind::NotReady, "", "service linked role exists"),
    (ApiErrorKind::NotReady, "", "nvalid principal"),
    (
        ApiErrorKind::NotReady,
        "ValidationException",
        "must allow AWS EventBridge Scheduler to assume the role",
    ),
    (ApiErrorKind::NotReady, "ClientException", "Role is not valid"),
    // Nor is a bucket's policy visible to a load balancer immediately.
    (
        ApiErrorKind::NotReady,
        "InvalidConfigurationRequest",
        "Access Denied for bucket",
    ),
    (
        ApiErrorKind::NotReady,
        "InvalidConfigurationRequest",
        "S3Bucket validation transient issue",
    ),
    // A secret of that name is being deleted.
    (
        ApiErrorKind::NotReady,
        "InvalidRequestException",
        "scheduled for deletion",
    ),
    // Route 53 has one code for all invalid changes.
    (ApiErrorKind::NotFound, "InvalidChangeBatch", "but it was not found"),
];

/// Whole codes.
const CODES: &[(ApiErrorKind, &[&str])] = &[
    (
        ApiErrorKind::Credentials,
        &[
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            // The clock of this machine is wrong.
            "RequestExpired",
            "RequestTimeTooSkewed",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
        ],
    ),
    (
        ApiErrorKind::InUse,
        &[
            "BucketNotEmpty",
            "CannotDeleteEntityWhileInUse",
            "ClusterContainsServicesException",
            "ClusterContainsTasksException",
            "DeleteConflict",
            "DependencyViolation",
            "InvalidCacheParameterGroupState",
            "InvalidDBParameterGroupState",
            "InvalidDBSubnetGroupStateFault",
            "WAFAssociatedItemException",
        ],
    ),
    (
        ApiErrorKind::NotReady,
        &[
            "ConcurrentAccess",
            "ConcurrentAccessException",
            "ConcurrentModification",
            "ConcurrentModificationException",
            "ConcurrentUpdateException",
            "DistributionNotDisabled",
            "Gateway.NotAttached",
            "InsufficientS3BucketPolicyException",
            "OperationAborted",
            "OperationAbortedException",
            "PriorRequestNotComplete",
            "RequestInProgressException",
            // https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
            "StateMachineDeleting",
            "UpdateInProgressException",
            "WAFUnavailableEntityException",
            // The resource has changed since it was read:
            // https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html
            "InvalidIfMatchVersion",
            "PreconditionFailed",
            "WAFOptimisticLockException",
        ],
    ),
    (ApiErrorKind::NotFound, &["ServiceNotActiveException"]),
    (ApiErrorKind::Quota, &["MaximumNumberOfTrailsExceededException"]),
    // Bucket names are global. A bucket in this account is `BucketAlreadyOwnedByYou`.
    (ApiErrorKind::NotOwned, &["BucketAlreadyExists"]),
    (
        ApiErrorKind::AlreadyExists,
        &["MountTargetConflict", "ResourceExistsException"],
    ),
    (
        ApiErrorKind::Denied,
        &["AuthorizationError", "OptInRequired", "SubscriptionRequiredException"],
    ),
    (ApiErrorKind::Unavailable, &["HttpConnectionTimeout"]),
];

/// Parts of codes, tried in this order: `TooManyRequests` is throttling, any other `TooMany` a quota.
const PARTS: &[(ApiErrorKind, &[&str])] = &[
    (
        ApiErrorKind::Throttled,
        &["Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown"],
    ),
    (
        ApiErrorKind::Denied,
        &["AccessDenied", "UnauthorizedOperation", "NotAuthorized", "Forbidden"],
    ),
    (
        ApiErrorKind::Quota,
        &["LimitExceeded", "LimitsExceeded", "Quota", "TooMany"],
    ),
    (
        ApiErrorKind::NotFound,
        &["NotFound", "NoSuch", "NonExistent", "Nonexistent", "DoesNotExist"],
    ),
    (
        ApiErrorKind::AlreadyExists,
        &[
            "AlreadyExist",
            "Duplicate",
            "AlreadyOwnedByYou",
            "ConflictException",
            "AlreadyAssociated",
        ],
    ),
    (ApiErrorKind::InUse, &["InUse"]),
    (
        ApiErrorKind::NotReady,
        &["IncorrectState", "InvalidState", "StateFault", "LifeCycleState"],
    ),
];

/// Converts an error that is one of several items in a successful response.
pub(crate) fn item_error(call: &'static str, code: Option<&str>, message: Option<&str>) -> ApiError {
    let (code, message) = (code.unwrap_or("Unknown"), message.unwrap_or_default());
    ApiError::new(classify(call, code, message, 200), call, code, message)
}

/// Returns the error that something in the resource's place is not owned by this stack. `what` is such as "the load balancer
/// `campus-alb`".
pub(crate) fn not_owned(call: &'static str, what: &str) -> ApiError {
    ApiError::new(
        ApiErrorKind::NotOwned,
        call,
        "NotOurs",
        format!("{what} already exists, and nothing on it says that this stack owns it"),
    )
}

/// Turns "not found" into `None`.
pub(crate) fn absent<T>(result: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind == ApiErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the error for a response that lacks something that AWS documents.
pub(crate) fn missing(call: &'static str, what: &str) -> ApiError {
    ApiError::new(
        ApiErrorKind::OutcomeUnknown,
        call,
        "IncompleteAnswer",
        format!("the answer has no {what}"),
    )
}

#[cfg(test)]
mod tests;
