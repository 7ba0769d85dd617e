//! How errors are classified.

use super::*;

#[test]
fn codes_are_classified_by_what_can_be_done_about_them() {
    use ApiErrorKind::{AlreadyExists, Credentials, Denied, InUse, Invalid, NotFound, NotReady, Quota, Throttled};
    let sorted = [
        ("ExpiredToken", "", Credentials),
        ("InvalidSubnetID.NotFound", "", NotFound),
        ("ResourceNotFoundException", "", NotFound),
        ("NoSuchEntity", "", NotFound),
        ("EntityAlreadyExists", "", AlreadyExists),
        ("InvalidGroup.Duplicate", "", AlreadyExists),
        ("BucketAlreadyOwnedByYou", "", AlreadyExists),
        ("DependencyViolation", "", InUse),
        ("ResourceInUseException", "", InUse),
        ("InvalidIPAddress.InUse", "", InUse),
        ("InvalidDBInstanceState", "", NotReady),
        ("IncorrectFileSystemLifeCycleState", "", NotReady),
        (
            "InvalidParameterException",
            "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
            NotReady,
        ),
        ("InvalidParameterException", "Container.image is empty", Invalid),
        (
            "ValidationException",
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
            NotReady,
        ),
        ("ClientException", "Role is not valid", NotReady),
        (
            "AccessDeniedException",
            "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume \
             the provided role.",
            NotReady,
        ),
        ("StateMachineDeleting", "", NotReady),
        ("StateMachineDoesNotExist", "", NotFound),
        ("ThrottlingException", "", Throttled),
        ("TooManyRequestsException", "", Throttled),
        ("TooManyTargetGroups", "", Quota),
        ("VpcLimitExceeded", "", Quota),
        ("WAFLimitsExceededException", "", Quota),
        ("ConcurrentUpdateException", "", NotReady),
        ("RequestExpired", "", Credentials),
        ("UnauthorizedOperation", "", Denied),
        ("InvalidParameterValue", "", Invalid),
    ];
    for (code, message, kind) in sorted {
        assert_eq!(classify("ec2:Any", code, message, 400), kind, "{code} {message}");
    }
}

#[test]
fn unknown_code_is_classified_by_its_status() {
    assert_eq!(classify("ec2:Any", "Whatever", "", 503), ApiErrorKind::Unavailable);
    assert_eq!(classify("ec2:Any", "Whatever", "", 400), ApiErrorKind::Invalid);
}

#[test]
fn conflict_means_an_existing_resource_only_for_a_create_call() {
    let on = |call| classify(call, "ConflictException", "", 409);
    assert_eq!(on("scheduler:CreateSchedule"), ApiErrorKind::AlreadyExists);
    assert_eq!(on("scheduler:UpdateSchedule"), ApiErrorKind::NotReady);
    assert_eq!(on("cloudtrail:StartLogging"), ApiErrorKind::NotReady);
}

#[test]
fn quoted_request_is_removed_from_a_signature_error() {
    let said = "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this \
                request should have been\n'POST\n/\n\nx-amz-security-token:hunter2\n'";
    let kind = classify("sts:GetCallerIdentity", "SignatureDoesNotMatch", said, 403);
    assert_eq!(
        unquoted(kind, said),
        "The request signature we calculated does not match the signature you provided."
    );
    assert_eq!(unquoted(ApiErrorKind::Invalid, "one\ntwo"), "one\ntwo");
}

#[test]
fn outcome_is_unknown_if_the_connection_ends_without_an_answer() {
    use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
    use aws_smithy_runtime_api::client::result::ConnectorError;
    let ends = [
        ConnectorError::io("reset".into()),
        ConnectorError::timeout("late".into()),
        ConnectorError::other(
            "closed before message completed".into(),
            Some(ErrorKind::TransientError),
        ),
    ];
    for end in ends {
        let error = SdkError::<GetSecretValueError, HttpResponse>::dispatch_failure(end);
        assert_eq!(api_error("ec2:Any")(error).kind, ApiErrorKind::OutcomeUnknown);
    }
    let never = ConnectorError::other("no such thing".into(), None);
    let error = SdkError::<GetSecretValueError, HttpResponse>::dispatch_failure(never);
    assert_eq!(api_error("ec2:Any")(error).kind, ApiErrorKind::Internal);
}

#[test]
fn unreadable_answer_is_not_quoted() {
    use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
    use aws_smithy_types::body::SdkBody;
    let status = aws_smithy_runtime_api::http::StatusCode::try_from(200).expect("a status");
    let raw = HttpResponse::new(status, SdkBody::from("{\"SecretString\": \"hunter2\""));
    let error = SdkError::<GetSecretValueError, _>::response_error("not JSON", raw);
    let unread = api_error("secretsmanager:GetSecretValue")(error);
    assert_eq!(unread.kind, ApiErrorKind::OutcomeUnknown);
    assert!(unread.message.contains("not JSON"), "{unread}");
    assert!(!unread.message.contains("hunter2"), "{unread}");
}
