//! How errors are classified.

use super::*;

#[test]
fn answers_are_classified_by_what_can_be_done_about_them() {
    use ApiErrorKind::{
        AlreadyExists, Credentials, Denied, InUse, Invalid, NotFound, NotReady, Quota, Throttled, Unavailable,
    };
    let sorted = [
        ("ec2:CreateVpc", "ExpiredToken", "", Credentials),
        ("ec2:CreateVpc", "RequestExpired", "", Credentials),
        ("ec2:CreateSubnet", "InvalidVpcID.NotFound", "", NotFound),
        ("ecs:DescribeClusters", "ClusterNotFoundException", "", NotFound),
        ("logs:PutRetentionPolicy", "ResourceNotFoundException", "", NotFound),
        ("iam:GetRole", "NoSuchEntity", "", NotFound),
        ("states:DescribeStateMachine", "StateMachineDoesNotExist", "", NotFound),
        ("iam:CreateRole", "EntityAlreadyExists", "", AlreadyExists),
        ("ec2:CreateSecurityGroup", "InvalidGroup.Duplicate", "", AlreadyExists),
        ("s3:CreateBucket", "BucketAlreadyOwnedByYou", "", AlreadyExists),
        ("ec2:DeleteVpc", "DependencyViolation", "", InUse),
        ("acm:DeleteCertificate", "ResourceInUseException", "", InUse),
        ("ec2:ReleaseAddress", "InvalidIPAddress.InUse", "", InUse),
        ("rds:ModifyDBInstance", "InvalidDBInstanceState", "", NotReady),
        (
            "elasticfilesystem:CreateMountTarget",
            "IncorrectFileSystemLifeCycleState",
            "",
            NotReady,
        ),
        (
            "ecs:CreateService",
            "InvalidParameterException",
            "Container.image is empty",
            Invalid,
        ),
        ("states:CreateStateMachine", "StateMachineDeleting", "", NotReady),
        ("cloudwatch:PutMetricAlarm", "ThrottlingException", "", Throttled),
        ("sns:CreateTopic", "Throttled", "", Throttled),
        ("secretsmanager:CreateSecret", "TooManyRequestsException", "", Throttled),
        (
            "elasticloadbalancing:CreateTargetGroup",
            "TooManyTargetGroups",
            "",
            Quota,
        ),
        ("ec2:CreateVpc", "VpcLimitExceeded", "", Quota),
        ("wafv2:CreateWebACL", "WAFLimitsExceededException", "", Quota),
        (
            "application-autoscaling:PutScalingPolicy",
            "ConcurrentUpdateException",
            "",
            NotReady,
        ),
        ("ec2:CreateVpc", "UnauthorizedOperation", "", Denied),
        ("ec2:CreateVpc", "InvalidParameterValue", "", Invalid),
        (
            "rds:CreateDBInstance",
            "InsufficientDBInstanceCapacity",
            "",
            Unavailable,
        ),
    ];
    for (call, code, message, kind) in sorted {
        assert_eq!(classify(call, code, message, 400), kind, "{call} {code} {message}");
    }
}

#[test]
fn answers_that_ask_to_try_again_are_retried() {
    let answers = [
        (
            "wafv2:CreateWebACL",
            "WAFTagOperationException",
            "An error occurred during the tagging operation. Retry your request.",
        ),
        ("wafv2:TagResource", "WAFTagOperationInternalErrorException", ""),
        (
            "wafv2:PutLoggingConfiguration",
            "WAFServiceLinkedRoleErrorException",
            "",
        ),
        ("wafv2:UpdateWebACL", "WAFUnavailableEntityException", ""),
        ("iam:CreateRole", "EntityTemporarilyUnmodifiable", ""),
        ("iam:PutRolePolicy", "ConcurrentModification", ""),
        (
            "application-autoscaling:RegisterScalableTarget",
            "ValidationException",
            "Unable to assume IAM role: arn:aws:iam::111122223333:role/autoscaling",
        ),
        (
            "ecs:RegisterTaskDefinition",
            "ClientException",
            "Too many concurrent attempts to create a new revision of the specified family.",
        ),
        (
            "ecs:CreateCluster",
            "InvalidParameterException",
            "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
        ),
        (
            "ecs:CreateService",
            "InvalidParameterException",
            "The target group with targetGroupArn arn:1 does not have an associated load balancer.",
        ),
        ("ecs:RegisterTaskDefinition", "ClientException", "Role is not valid"),
        (
            "elasticfilesystem:PutFileSystemPolicy",
            "InvalidPolicyException",
            "Policy contains invalid Principal block",
        ),
        (
            "scheduler:CreateSchedule",
            "ValidationException",
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
        ),
        (
            "states:CreateStateMachine",
            "AccessDeniedException",
            "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume \
             the provided role.",
        ),
        (
            "states:CreateStateMachine",
            "AccessDeniedException",
            "The state machine IAM Role is not authorized to access the Log Destination",
        ),
        (
            "states:CreateStateMachine",
            "AccessDeniedException",
            "'arn:aws:iam::111122223333:role/r' is not authorized to create managed-rule.",
        ),
        (
            "rds:CreateDBInstance",
            "InvalidParameterValue",
            "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING",
        ),
        ("rds:CreateEventSubscription", "SNSNoAuthorization", ""),
        (
            "elasticloadbalancing:CreateLoadBalancer",
            "InvalidSubnet",
            "VPC vpc-1 has no internet gateway",
        ),
        (
            "cloudfront:UpdateDistribution",
            "InvalidWebACLId",
            "Unable to verify read permissions on Web ACL. Please retry the request",
        ),
        (
            "application-autoscaling:PutScalingPolicy",
            "FailedResourceAccessException",
            "",
        ),
        ("ecs:CreateService", "UpdateInProgressException", ""),
        ("backup:StartBackupJob", "DependencyFailureException", ""),
        ("ec2:CreateSubnet", "ConcurrentTagAccess", ""),
        ("sns:CreateTopic", "StaleTag", ""),
        ("cloudtrail:CreateTrail", "ConflictException", ""),
        (
            "cloudfront:UpdateDistribution",
            "IllegalUpdate",
            "Only one viewer certificate change may be in progress at a time.",
        ),
    ];
    for (call, code, message) in answers {
        assert!(
            classify(call, code, message, 400).is_retryable(),
            "{call} {code} {message}"
        );
    }
}

#[test]
fn refusals_with_similar_codes_are_not_retried() {
    let refusals = [
        ("rds:CreateDBInstance", "InvalidVPCNetworkStateFault", ""),
        ("elasticache:CreateReplicationGroup", "InvalidVPCNetworkStateFault", ""),
        ("states:CreateStateMachine", "KmsInvalidStateException", ""),
        (
            "application-autoscaling:RegisterScalableTarget",
            "ValidationException",
            "1 validation error detected",
        ),
        (
            "ecs:RegisterTaskDefinition",
            "ClientException",
            "Family contains invalid characters.",
        ),
        (
            "ecs:RunTask",
            "ConflictException",
            "The provided clientToken is already in use",
        ),
        ("elasticfilesystem:UpdateFileSystem", "TooManyRequests", ""),
        ("cloudtrail:CreateTrail", "OrganizationsNotInUseException", ""),
        ("ec2:CreateSubnet", "InsufficientFreeAddressesInSubnet", ""),
        (
            "cloudfront:UpdateDistribution",
            "IllegalUpdate",
            "The update contains modifications that are not allowed.",
        ),
        ("rds:CreateDBInstance", "WAFTagOperationException", ""),
        // One code has another meaning with another operation.
        ("acm:DescribeCertificate", "InvalidStateException", ""),
    ];
    for (call, code, message) in refusals {
        assert!(
            !classify(call, code, message, 400).is_retryable(),
            "{call} {code} {message}"
        );
    }
}

/// The engine waits for what does not exist yet, and only as long as AWS may not see it.
#[test]
fn answers_about_what_one_service_does_not_see_of_another_are_not_found() {
    let unseen = [
        (
            "application-autoscaling:RegisterScalableTarget",
            "ValidationException",
            "ECS service doesn't exist: service/campus/web",
        ),
        (
            "ecs:CreateService",
            "InvalidParameterException",
            "Error retrieving subnet information for [subnet-1]: The subnet ID 'subnet-1' does not exist",
        ),
        ("ecs:RunTask", "ClientException", "TaskDefinition not found."),
        ("elasticache:CreateCacheSubnetGroup", "InvalidSubnet", ""),
        ("elasticache:CreateServerlessCache", "InvalidSubnet", ""),
        ("rds:CreateDBSubnetGroup", "InvalidSubnet", ""),
        (
            "rds:CreateDBInstance",
            "InvalidParameterValue",
            "Invalid security group , groupId= sg-1, groupName=.",
        ),
        (
            "cloudfront:CreateDistribution",
            "InvalidWebACLId",
            "Web ACL is not accessible by the requester.",
        ),
        ("cloudfront:CreateDistribution", "InvalidViewerCertificate", ""),
        ("elasticloadbalancing:CreateListener", "CertificateNotFound", ""),
        ("elasticfilesystem:CreateMountTarget", "SecurityGroupNotFound", ""),
    ];
    for (call, code, message) in unseen {
        assert_eq!(
            classify(call, code, message, 400),
            ApiErrorKind::NotFound,
            "{call} {code}"
        );
    }
}

#[test]
fn certificate_that_cloudfront_does_not_see_yet_is_not_found() {
    let on = |message| {
        classify(
            "cloudfront:CreateDistribution",
            "InvalidViewerCertificate",
            message,
            400,
        )
    };
    assert_eq!(
        on(
            "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid \
            certificate chain."
        ),
        ApiErrorKind::NotFound
    );
    assert_eq!(
        on("The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME)."),
        ApiErrorKind::Invalid
    );
}

#[test]
fn each_row_has_a_source_and_can_match() {
    let rows: Vec<_> = answers().collect();
    for (at, row) in rows.iter().enumerate() {
        assert!(row.source.starts_with("https://"), "{:?}", row.codes);
        assert!(
            !rows[..at].iter().any(|earlier| earlier.hides(row)),
            "an earlier row matches whatever {:?} ({}) would",
            row.codes,
            row.source
        );
    }
}

/// Reads all source files of a folder into one text.
fn sources(folder: &std::path::Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // This folder names operations, and makes no calls.
        if path.is_dir() && !path.ends_with("aws/error") {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *into += &std::fs::read_to_string(path).unwrap();
        }
    }
}

/// A row with another name would never match.
#[test]
fn each_operation_of_a_row_is_the_name_of_a_call() {
    let mut source = String::new();
    sources(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut source,
    );
    for row in answers() {
        for operation in row.operations {
            let call = format!("\"{}:{operation}\"", row.service);
            assert!(source.contains(&call), "nothing makes the call {call}");
        }
    }
}

#[test]
fn throttling_is_recognised_in_any_format_by_its_whole_code() {
    assert!(is_throttling(
        b"<Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error>"
    ));
    assert!(is_throttling(
        br#"{"__type":"com.amazonaws.wafv2#ThrottlingException"}"#
    ));
    assert!(!is_throttling(br#"{"message":"ThrottlingBurstLimit is not a number"}"#));
}

#[test]
fn unknown_code_is_classified_by_its_status() {
    assert_eq!(classify("ec2:Any", "Whatever", "", 503), ApiErrorKind::Unavailable);
    assert_eq!(classify("ec2:Any", "Whatever", "", 400), ApiErrorKind::Invalid);
}

#[test]
fn conflict_means_what_the_operation_says() {
    let on = |call| classify(call, "ConflictException", "", 409);
    assert_eq!(on("scheduler:CreateSchedule"), ApiErrorKind::AlreadyExists);
    assert_eq!(on("logs:CreateDelivery"), ApiErrorKind::AlreadyExists);
    assert_eq!(on("scheduler:UpdateSchedule"), ApiErrorKind::NotReady);
    assert_eq!(on("cloudtrail:CreateTrail"), ApiErrorKind::NotReady);
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

#[test]
fn refused_credentials_name_a_wrong_clock_and_other_errors_do_not() {
    use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
    use aws_smithy_types::body::SdkBody;

    let of = |code: &str| {
        let status = 401.try_into().expect("a status");
        let mut raw = HttpResponse::new(status, SdkBody::empty());
        raw.headers_mut().insert("date", "Sat, 29 Nov 2025 00:00:00 GMT");
        let metadata = aws_smithy_types::error::ErrorMetadata::builder()
            .code(code)
            .message("no");
        let error = SdkError::service_error(GetSecretValueError::generic(metadata.build()), raw);
        convert("secretsmanager:GetSecretValue", &error).message
    };
    let wrong = of("UnrecognizedClientException");
    assert!(wrong.starts_with("no (the clock of this machine is "), "{wrong}");
    assert_eq!(of("AccessDeniedException"), "no");
}

#[test]
fn account_that_may_not_use_a_service_is_denied_and_not_asked_again() {
    for (call, code) in [
        ("ec2:CreateNatGateway", "PendingVerification"),
        ("ec2:CreateVpc", "Blocked"),
        ("s3:CreateBucket", "AccountProblem"),
    ] {
        assert_eq!(classify(call, code, "", 400), ApiErrorKind::Denied, "{call} {code}");
    }
}

#[test]
fn address_that_a_nat_gateway_still_has_is_in_use_and_not_a_wrong_credential() {
    let words = "You do not have permission to access the specified resource.";
    let of = |call, words| classify(call, "AuthFailure", words, 400);
    assert_eq!(of("ec2:ReleaseAddress", words), ApiErrorKind::InUse);
    assert_eq!(of("ec2:DeleteNetworkInterface", words), ApiErrorKind::Denied);
    let wrong = "AWS was not able to validate the provided access credentials";
    assert_eq!(of("ec2:ReleaseAddress", wrong), ApiErrorKind::Credentials);
}

#[test]
fn pricing_plan_is_a_refusal_and_a_changed_distribution_is_read_again() {
    let of = |words| classify("cloudfront:DeleteDistribution", "PreconditionFailed", words, 412);
    let plan = "You can't delete this distribution while it's subscribed to a pricing plan. Cancel the pricing plan, then you can \
                delete the distribution.";
    assert_eq!(of(plan), ApiErrorKind::Invalid);
    assert_eq!(
        of("The request failed because it didn't meet the preconditions in one or more request-header fields."),
        ApiErrorKind::NotReady
    );
}
