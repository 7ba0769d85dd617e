//! From the SDK's errors to the engine's faults.

use crate::provider::{Fault, FaultKind};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// Turns the SDK's error on a call, as `ec2:CreateSubnet`, into a fault. Use as `.map_err(fault("ec2:CreateSubnet"))`.
pub(crate) fn fault<E>(call: &'static str) -> impl FnOnce(SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    move |error| match &error {
        SdkError::ServiceError(context) => {
            let status = context.raw().status().as_u16();
            let code = context.err().code().unwrap_or_default();
            let message = context.err().message().unwrap_or_default();
            if code.is_empty() {
                return Fault::new(
                    FaultKind::Unavailable,
                    call,
                    &format!("HTTP {status}"),
                    "no AWS error in the answer",
                );
            }
            Fault::new(classify(code, message, status), call, code, message)
        }
        SdkError::TimeoutError(_) => {
            Fault::new(FaultKind::OutcomeUnknown, call, "Timeout", "no answer within a minute")
        }
        SdkError::ResponseError(_) => Fault::new(
            FaultKind::OutcomeUnknown,
            call,
            "UnreadableAnswer",
            DisplayErrorContext(&error).to_string(),
        ),
        SdkError::DispatchFailure(failure) if failure.is_timeout() || failure.is_io() => Fault::new(
            FaultKind::OutcomeUnknown,
            call,
            "NoConnection",
            DisplayErrorContext(&error).to_string(),
        ),
        _ => {
            let message = DisplayErrorContext(&error).to_string();
            let kind = if message.contains("redentials") {
                FaultKind::Credentials
            } else {
                FaultKind::Internal
            };
            Fault::new(kind, call, "NotSent", message)
        }
    }
}

/// Tells what can be done about an error code. The codes are those of the services' API references, under "Errors".
fn classify(code: &str, message: &str, status: u16) -> FaultKind {
    use FaultKind::{
        AlreadyExists, Credentials, Denied, Foreign, InUse, Invalid, NotFound, NotReady, Quota, Throttled, Unavailable,
    };
    let has = |words: &[&str]| words.iter().any(|word| code.contains(word));
    match code {
        "ExpiredToken"
        | "ExpiredTokenException"
        | "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch"
        | "AuthFailure"
        | "InvalidAccessKeyId" => Credentials,
        "DependencyViolation" | "DeleteConflict" | "ResourceInUse" | "BucketNotEmpty" => InUse,
        "CannotDeleteEntityWhileInUse" | "WAFAssociatedItemException" | "ClusterContainsServicesException" => InUse,
        "ClusterContainsTasksException" | "InvalidDBSubnetGroupStateFault" | "CacheSubnetGroupInUse" => InUse,
        "InvalidDBParameterGroupState" | "FileSystemInUse" | "InvalidIPAddress.InUse" => InUse,
        "DistributionNotDisabled" | "IncorrectState" | "UpdateInProgressException" => NotReady,
        "ConcurrentModification" | "ConcurrentModificationException" | "OperationAborted" => NotReady,
        "PriorRequestNotComplete" | "WAFUnavailableEntityException" | "InsufficientS3BucketPolicyException" => NotReady,
        // What was read before has changed since: https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html
        "PreconditionFailed" | "InvalidIfMatchVersion" | "WAFOptimisticLockException" => NotReady,
        "RequestInProgressException" => NotReady,
        "ServiceNotActiveException" => NotFound,
        "HttpConnectionTimeout" => Unavailable,
        "Gateway.NotAttached" | "OperationAbortedException" => NotReady,
        "MaximumNumberOfTrailsExceededException" => Quota,
        // Bucket names are the whole world's; one of our own is `BucketAlreadyOwnedByYou`.
        "BucketAlreadyExists" => Foreign,
        // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
        "InvalidInput" if message.contains("has been taken in this account") => AlreadyExists,
        // ECS has no codes of their own for these: a revision that never was, and a name that is still being drained.
        "ClientException" if message.contains("Unable to describe task definition") => NotFound,
        "InvalidParameterException" if message.contains("still Draining") => NotReady,
        // A role that was made a moment ago is not seen by every service yet.
        _ if message.contains("is unable to assume the role") || message.contains("cannot be assumed") => NotReady,
        _ if message.contains("service linked role exists") => NotReady,
        _ if message.contains("Unable to assume given IAM role") => NotReady,
        // Nor may a policy name it yet.
        _ if message.to_lowercase().contains("invalid principal") => NotReady,
        // Secrets Manager: a secret of that name is on its way out.
        "InvalidRequestException" if message.contains("scheduled for deletion") => NotReady,
        _ if has(&["Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown"]) => Throttled,
        "AuthorizationError" => Denied,
        "ConcurrentAccess" | "ConcurrentAccessException" => NotReady,
        _ if has(&["AccessDenied", "UnauthorizedOperation", "NotAuthorized", "Forbidden"]) => Denied,
        _ if has(&["LimitExceeded", "QuotaExceeded", "Quota", "TooMany"]) => Quota,
        _ if has(&["NotFound", "NoSuch", "NonExistent", "DoesNotExist", "Nonexistent"]) => NotFound,
        "ResourceExistsException" | "MountTargetConflict" => AlreadyExists,
        _ if has(&["AlreadyExist", "Duplicate", "EntityAlreadyExists", "AlreadyOwnedByYou"]) => AlreadyExists,
        _ if has(&["ConflictException", "AlreadyAssociated"]) => AlreadyExists,
        _ if has(&["InUse"]) => InUse,
        _ if has(&[
            "IncorrectState",
            "InvalidState",
            "StateFault",
            "IncorrectFileSystemLifeCycleState",
        ]) =>
        {
            NotReady
        }
        // RDS, ElastiCache and EFS: InvalidDBInstanceState, InvalidReplicationGroupState, IncorrectMountTargetState.
        _ if code.starts_with("In") && code.ends_with("State") => NotReady,
        _ if code.starts_with("Insufficient") && code.contains("Capacity") => Unavailable,
        _ if status >= 500 => Unavailable,
        _ => Invalid,
    }
}

/// Turns an error that stands beside others in a successful answer into a fault.
pub(crate) fn item_fault(call: &'static str, code: Option<&str>, message: Option<&str>) -> Fault {
    let (code, message) = (code.unwrap_or("Unknown"), message.unwrap_or_default());
    Fault::new(classify(code, message, 200), call, code, message)
}

/// Says that something of the resource's name is there and is not the resource.
pub(crate) fn foreign(call: &'static str, what: &str) -> Fault {
    Fault::new(
        FaultKind::Foreign,
        call,
        "NotOurs",
        format!("{what} exists and does not carry this resource's tags"),
    )
}

/// Turns "not found" into `None`.
pub(crate) fn absent<T>(result: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(fault) if fault.kind == FaultKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Says that an answer lacks what AWS documents to be in it.
pub(crate) fn missing(call: &'static str, what: &str) -> Fault {
    Fault::new(
        FaultKind::OutcomeUnknown,
        call,
        "IncompleteAnswer",
        format!("the answer has no {what}"),
    )
}
