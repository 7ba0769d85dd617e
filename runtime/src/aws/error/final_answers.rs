//! The answers after which the same call fails again.

use super::table::{Row, rows};

/// The answers after which the same call fails again, unless something changes. The engine still waits for what does not exist
/// yet, or still exists, if this run has just created or deleted it.
#[rustfmt::skip]
pub(super) const FINAL: &[Row] = rows! {
    // Answers whose code has several meanings, or depends on the operation.
    // CloudFront sees a certificate that ACM has just issued only after a while, and until then answers the same as for one that
    // does not exist.
    "cloudfront" [CreateDistribution UpdateDistribution] ["InvalidViewerCertificate"] "cover the alternate domain name"
        => Invalid, "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html";
    "cloudfront" [CreateDistribution UpdateDistribution] ["InvalidViewerCertificate"]
        => NotFound, "https://github.com/hashicorp/terraform-provider-aws/pull/4698";
    // So it does with a web ACL, a policy or an origin that was just created.
    "cloudfront" [CreateDistribution UpdateDistribution] ["InvalidOriginAccessControl" "InvalidWebACLId"]
        => NotFound, "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistributionWithTags.html";
    // Services that have one code for all invalid values.
    "application-autoscaling" [RegisterScalableTarget] ["ValidationException"] "service doesn't exist"
        => NotFound, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/appautoscaling/target.go";
    "ecs" [CreateService RunTask UpdateService] ["ClientException" "InvalidParameterException"] "does not exist"
        => NotFound, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html";
    "ecs" [] ["ClientException" "InvalidParameterException"] "TaskDefinition not found"
        => NotFound, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html";
    "elasticache" [] ["InvalidParameterValue"] "does not exist"
        => NotFound, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
    "elasticache" [] ["InvalidParameterValue"] "nvalid security group"
        => NotFound, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
    "elasticache" [CreateCacheSubnetGroup CreateServerlessCache ModifyCacheSubnetGroup] ["InvalidSubnet"]
        => NotFound, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html";
    "rds" [] ["InvalidParameterValue"] "does not exist"
        => NotFound, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
    "rds" [] ["InvalidParameterValue"] "nvalid security group"
        => NotFound, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
    "rds" [CreateDBSubnetGroup ModifyDBSubnetGroup] ["InvalidSubnet"]
        => NotFound, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html";
    "rds" [CreateEventSubscription ModifyEventSubscription] ["SNSInvalidTopic"]
        => NotFound, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html";
    "states" [CreateStateMachine UpdateStateMachine] ["InvalidLoggingConfiguration"]
        => NotFound, "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html";
    // ECS has no code of its own for a revision that never existed.
    "ecs" [] ["ClientException"] "Unable to describe task definition"
        => NotFound, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html";
    "iam" [CreateServiceLinkedRole] ["InvalidInput"] "has been taken in this account"
        => AlreadyExists, "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html";
    // Route 53 has one code for all invalid changes.
    "route53" [ChangeResourceRecordSets] ["InvalidChangeBatch"] "but it was not found"
        => NotFound, "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";
    "logs" [CreateDelivery] ["ConflictException"]
        => AlreadyExists, "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html";
    "cloudwatch" [] ["ConflictException" "ResourceConflict"]
        => AlreadyExists, "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html";
    "scheduler" [CreateSchedule] ["ConflictException"]
        => AlreadyExists, "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html";
    // Bucket names are global. A bucket in this account is `BucketAlreadyOwnedByYou`.
    "s3" [CreateBucket] ["BucketAlreadyExists"]
        => NotOwned, "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html";

    // The resource belongs to somebody else. With other words, the same code is about the credentials.
    "ec2" [] ["AuthFailure"] "permission to access the specified resource"
        => Denied, "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    // The credentials are missing, wrong or expired, or the clock of this machine is wrong.
    "" [] ["AuthFailure" "ExpiredToken" "ExpiredTokenException" "IncompleteSignature" "InvalidAccessKeyId" "InvalidClientTokenId"
        "InvalidSignatureException" "InvalidToken" "MissingAuthenticationToken" "RequestExpired" "RequestInTheFuture" "RequestTimeTooSkewed"
        "SignatureDoesNotMatch" "UnrecognizedClientException"]
        => Credentials, "https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html";
    "" [] ["AccessDenied" "AccessDeniedException" "Forbidden" "NotAuthorized" "OptInRequired" "SubscriptionRequiredException"
        "UnauthorizedOperation"]
        => Denied, "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html";

    // The account itself may not use the service, whatever its policies allow.
    "ec2" [] ["Blocked" "PendingVerification"]
        => Denied, "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "ecs" [] ["BlockedException"]
        => Denied, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html";
    "sts" [] ["RegionDisabledException"]
        => Denied, "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";
    "" [] ["TagPolicyViolation"]
        => Denied, "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies.html";
    "s3" [] ["AccountProblem" "AllAccessDisabled" "NotSignedUp"]
        => Denied, "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";

    // It does not exist.
    "acm" [] ["ResourceNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html";
    "application-autoscaling" [] ["ObjectNotFoundException" "ResourceNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_Operations.html";
    "backup" [] ["ResourceNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html";
    "cloudfront" [] [
        "EntityNotFound" "NoSuchCachePolicy" "NoSuchContinuousDeploymentPolicy" "NoSuchDistribution"
        "NoSuchFieldLevelEncryptionConfig" "NoSuchOrigin" "NoSuchOriginRequestPolicy" "NoSuchRealtimeLogConfig"
        "NoSuchResource" "NoSuchResponseHeadersPolicy" "TrustedKeyGroupDoesNotExist" "TrustedSignerDoesNotExist"
    ]
        => NotFound, "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html";
    "cloudtrail" [] [
        "KmsKeyNotFoundException" "ResourceNotFoundException" "S3BucketDoesNotExistException" "TrailNotFoundException"
    ]
        => NotFound, "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html";
    "cloudwatch" [] ["DashboardNotFoundError" "ResourceNotFound" "ResourceNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html";
    "ec2" [] [
        "InvalidAddress.NotFound" "InvalidAddressID.NotFound" "InvalidAllocationID.NotFound" "InvalidAssociationID.NotFound"
        "InvalidFlowLogId.NotFound" "InvalidGatewayID.NotFound" "InvalidGroup.NotFound" "InvalidGroupId.NotFound"
        "InvalidInternetGatewayID.NotFound" "InvalidInternetGatewayId.NotFound" "InvalidNetworkAclID.NotFound"
        "InvalidNatGatewayId.NotFound" "InvalidNetworkInterfaceId.NotFound" "InvalidSecurityGroupId.NotFound"
        "InvalidVpcEndpointID.NotFound" "InvalidVpcId.NotFound"
        "InvalidNatGatewayID.NotFound" "InvalidNetworkInterface.NotFound" "InvalidNetworkInterfaceID.NotFound"
        "InvalidPermission.NotFound" "InvalidPrefixListID.NotFound" "InvalidPrefixListId.NotFound" "InvalidRoute.NotFound"
        "InvalidRouteTableID.NotFound" "InvalidRouteTableId.NotFound" "InvalidSecurityGroupID.NotFound"
        "InvalidSecurityGroupRuleId.NotFound" "InvalidSubnetID.NotFound" "InvalidSubnetId.NotFound"
        "InvalidVpcEndpoint.NotFound" "InvalidVpcEndpointId.NotFound" "InvalidVpcEndpointService.NotFound"
        "InvalidVpcEndpointServiceId.NotFound" "InvalidVpcID.NotFound" "InvalidZone.NotFound" "LogDestinationNotFound"
        "NatGatewayNotFound"
    ]
        => NotFound, "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "ecr" [] [
        "LifecyclePolicyNotFoundException" "ReferencedImagesNotFoundException" "RepositoryNotFoundException"
        "RepositoryPolicyNotFoundException"
        "UploadNotFoundException"
    ]
        => NotFound, "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html";
    "ecs" [] [
        "ClusterNotFoundException" "NamespaceNotFoundException" "ResourceNotFoundException" "ServiceNotActiveException"
        "ServiceNotFoundException"
    ]
        => NotFound, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html";
    "elasticache" [] [
        "CacheClusterNotFound" "CacheClusterNotFoundFault" "CacheParameterGroupNotFound" "CacheParameterGroupNotFoundFault"
        "CacheSecurityGroupNotFound" "CacheSubnetGroupNotFoundFault" "GlobalReplicationGroupNotFoundFault"
        "ReplicationGroupNotFoundFault" "ServerlessCacheNotFoundFault" "ServerlessCacheSnapshotNotFoundFault"
        "ServiceLinkedRoleNotFoundFault" "SnapshotNotFoundFault" "UserGroupNotFound" "UserNotFound"
    ]
        => NotFound, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_Operations.html";
    "elasticfilesystem" [] [
        "AccessPointNotFound" "FileSystemNotFound" "MountTargetNotFound" "PolicyNotFound" "SecurityGroupNotFound"
        "SubnetNotFound"
    ]
        => NotFound, "https://docs.aws.amazon.com/efs/latest/ug/API_Operations.html";
    "elasticloadbalancing" [] [
        "ALPNPolicyNotFound" "AllocationIdNotFound" "CertificateNotFound" "InvalidSecurityGroup" "ListenerNotFound"
        "LoadBalancerNotFound" "RuleNotFound" "SSLPolicyNotFound" "SubnetNotFound" "TargetGroupNotFound" "TrustStoreNotFound"
    ]
        => NotFound, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html";
    "events" [] ["ResourceNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html";
    "iam" [] ["NoSuchEntity"]
        => NotFound, "https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html";
    "kms" [] ["NotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html";
    "logs" [] ["ResourceNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html";
    "rds" [] [
        "AuthorizationNotFound" "BackupPolicyNotFoundFault" "BlueGreenDeploymentNotFoundFault" "CertificateNotFound"
        "DBClusterNotFoundFault" "DBClusterParameterGroupNotFound" "DBClusterParameterGroupNotFoundFault"
        "DBClusterSnapshotNotFoundFault" "DBInstanceNotFound" "DBInstanceNotFoundFault" "DBParameterGroupNotFound"
        "DBParameterGroupNotFoundFault" "DBProxyEndpointNotFoundFault" "DBProxyNotFoundFault"
        "DBProxyTargetGroupNotFoundFault" "DBSecurityGroupNotFound" "DBShardGroupNotFound" "DBSnapshotNotFound"
        "DBSnapshotNotFoundFault" "DBSnapshotTenantDatabaseNotFoundFault" "DBSubnetGroupNotFoundFault" "DomainNotFoundFault"
        "GlobalClusterNotFoundFault" "IntegrationNotFoundFault" "OptionGroupNotFoundFault" "SNSTopicArnNotFound"
        "SourceNotFound" "SubscriptionCategoryNotFound" "SubscriptionNotFound" "SubscriptionNotFoundFault"
        "TenantDatabaseNotFound"
    ]
        => NotFound, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Operations.html";
    "route53" [] ["NoSuchHealthCheck" "NoSuchHostedZone"]
        => NotFound, "https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations.html";
    "s3" [] [
        "OwnershipControlsNotFoundError"
        "NoSuchBucket" "NoSuchBucketPolicy" "NoSuchKey" "NoSuchLifecycleConfiguration" "NoSuchPublicAccessBlockConfiguration"
        "NoSuchTagSet" "NoSuchUpload" "NoSuchVersion" "NotFound" "ServerSideEncryptionConfigurationNotFoundError"
    ]
        => NotFound, "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "scheduler" [] ["ResourceNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html";
    "secretsmanager" [] ["ResourceNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html";
    "servicequotas" [] ["NoSuchResourceException"]
        => NotFound, "https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_Operations.html";
    "ses" [] ["NotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Operations.html";
    "sns" [] ["NotFound" "ResourceNotFound"]
        => NotFound, "https://docs.aws.amazon.com/sns/latest/api/API_Operations.html";
    "states" [] ["ResourceNotFound" "StateMachineDoesNotExist"]
        => NotFound, "https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html";
    "wafv2" [] ["WAFNonexistentItemException" "WAFSubscriptionNotFoundException"]
        => NotFound, "https://docs.aws.amazon.com/waf/latest/APIReference/API_Operations_AWS_WAFV2.html";

    // It exists already.
    "backup" [] ["AlreadyExistsException"]
        => AlreadyExists, "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html";
    "cloudfront" [] ["CNAMEAlreadyExists" "DistributionAlreadyExists" "EntityAlreadyExists"]
        => AlreadyExists, "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html";
    "cloudtrail" [] ["TrailAlreadyExistsException"]
        => AlreadyExists, "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html";
    "ec2" [] [
        "FlowLogAlreadyExists" "InvalidGroup.Duplicate" "InvalidPermission.Duplicate" "Resource.AlreadyAssociated"
        "RouteAlreadyExists"
    ]
        => AlreadyExists, "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "ecr" [] [
        "ImageAlreadyExistsException" "ImageTagAlreadyExistsException" "LayerAlreadyExistsException"
        "RepositoryAlreadyExistsException"
    ]
        => AlreadyExists, "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html";
    "elasticache" [] [
        "CacheSubnetGroupAlreadyExists" "CacheSubnetGroupAlreadyExistsFault" "ReplicationGroupAlreadyExists"
        "ReplicationGroupAlreadyExistsFault" "ServerlessCacheAlreadyExistsFault" "ServerlessCacheSnapshotAlreadyExistsFault"
        "SnapshotAlreadyExistsFault" "UserAlreadyExists" "UserGroupAlreadyExists"
    ]
        => AlreadyExists, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_Operations.html";
    "elasticfilesystem" [] ["AccessPointAlreadyExists" "FileSystemAlreadyExists" "MountTargetConflict"]
        => AlreadyExists, "https://docs.aws.amazon.com/efs/latest/ug/API_Operations.html";
    "elasticloadbalancing" [] ["DuplicateListener" "DuplicateLoadBalancerName" "DuplicateTagKeys" "DuplicateTargetGroupName"]
        => AlreadyExists, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html";
    "iam" [] ["EntityAlreadyExists"]
        => AlreadyExists, "https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html";
    "kms" [] ["AlreadyExistsException"]
        => AlreadyExists, "https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html";
    "logs" [] ["ResourceAlreadyExistsException"]
        => AlreadyExists, "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html";
    "rds" [] [
        "DBClusterAlreadyExistsFault" "DBClusterSnapshotAlreadyExistsFault" "DBInstanceAlreadyExists"
        "DBInstanceAlreadyExistsFault" "DBParameterGroupAlreadyExists" "DBParameterGroupAlreadyExistsFault"
        "DBSnapshotAlreadyExists" "DBSubnetGroupAlreadyExists" "DBSubnetGroupAlreadyExistsFault" "SubscriptionAlreadyExist"
    ]
        => AlreadyExists, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Operations.html";
    "s3" [] ["BucketAlreadyOwnedByYou"]
        => AlreadyExists, "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "secretsmanager" [] ["ResourceExistsException"]
        => AlreadyExists, "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html";
    "states" [] ["ExecutionAlreadyExists" "StateMachineAlreadyExists"]
        => AlreadyExists, "https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html";
    "wafv2" [] ["WAFDuplicateItemException"]
        => AlreadyExists, "https://docs.aws.amazon.com/waf/latest/APIReference/API_Operations_AWS_WAFV2.html";

    // A quota is used up.
    "acm" [] ["LimitExceededException" "TooManyTagsException"]
        => Quota, "https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html";
    "application-autoscaling" [] ["LimitExceededException" "TooManyTagsException"]
        => Quota, "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_Operations.html";
    "backup" [] ["LimitExceededException"]
        => Quota, "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html";
    "cloudfront" [] [
        "EntityLimitExceeded" "TooManyCacheBehaviors" "TooManyCertificates" "TooManyCookieNamesInWhiteList"
        "TooManyDistributionCNAMEs" "TooManyDistributions" "TooManyDistributionsAssociatedToCachePolicy"
        "TooManyDistributionsAssociatedToFieldLevelEncryptionConfig" "TooManyDistributionsAssociatedToKeyGroup"
        "TooManyDistributionsAssociatedToOriginAccessControl" "TooManyDistributionsAssociatedToOriginRequestPolicy"
        "TooManyDistributionsAssociatedToResponseHeadersPolicy" "TooManyDistributionsWithFunctionAssociations"
        "TooManyDistributionsWithLambdaAssociations" "TooManyDistributionsWithSingleFunctionARN" "TooManyFunctionAssociations"
        "TooManyHeadersInForwardedValues" "TooManyKeyGroupsAssociatedToDistribution" "TooManyLambdaFunctionAssociations"
        "TooManyOriginCustomHeaders" "TooManyOriginGroupsPerDistribution" "TooManyOrigins" "TooManyQueryStringParameters"
    ]
        => Quota, "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html";
    "cloudtrail" [] ["MaximumNumberOfTrailsExceededException" "TagsLimitExceededException"]
        => Quota, "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html";
    "cloudwatch" [] ["LimitExceeded"]
        => Quota, "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html";
    "ec2" [] [
        "AddressLimitExceeded" "FilterLimitExceeded" "FlowLogsLimitExceeded" "InternetGatewayLimitExceeded"
        "NatGatewayLimitExceeded" "NetworkInterfaceLimitExceeded" "ResourceLimitExceeded" "RouteLimitExceeded"
        "RouteTableLimitExceeded" "RulesPerSecurityGroupLimitExceeded" "SecurityGroupLimitExceeded"
        "SecurityGroupsPerInterfaceLimitExceeded" "SubnetLimitExceeded" "TagLimitExceeded" "VpcEndpointLimitExceeded"
        "VpcLimitExceeded"
    ]
        => Quota, "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "ecr" [] ["LimitExceededException" "TooManyTagsException"]
        => Quota, "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html";
    "ecs" [] ["LimitExceededException"]
        => Quota, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html";
    "elasticache" [] [
        "CacheSubnetGroupQuotaExceeded" "CacheSubnetQuotaExceededFault" "ClusterQuotaForCustomerExceeded"
        "NodeGroupsPerReplicationGroupQuotaExceeded" "NodeQuotaForClusterExceeded" "NodeQuotaForCustomerExceeded"
        "ServerlessCacheQuotaForCustomerExceededFault" "SnapshotQuotaExceededFault" "TagQuotaPerResourceExceeded"
        "UserGroupQuotaExceeded" "UserQuotaExceeded"
    ]
        => Quota, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_Operations.html";
    "elasticfilesystem" [] [
        "AccessPointLimitExceeded" "FileSystemLimitExceeded" "NetworkInterfaceLimitExceeded" "SecurityGroupLimitExceeded"
        "ThroughputLimitExceeded"
    ]
        => Quota, "https://docs.aws.amazon.com/efs/latest/ug/API_Operations.html";
    "elasticloadbalancing" [] [
        "TooManyActions" "TooManyCertificates" "TooManyListeners" "TooManyLoadBalancers" "TooManyRegistrationsForTargetId"
        "TooManyRules" "TooManyTags" "TooManyTargetGroups" "TooManyTargets" "TooManyUniqueTargetGroupsPerLoadBalancer"
    ]
        => Quota, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html";
    "events" [] ["LimitExceededException"]
        => Quota, "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html";
    "iam" [] ["LimitExceeded"]
        => Quota, "https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html";
    "kms" [] ["LimitExceededException"]
        => Quota, "https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html";
    "logs" [] ["LimitExceededException" "ServiceQuotaExceededException" "TooManyTagsException"]
        => Quota, "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html";
    "rds" [] [
        "DBClusterAutomatedBackupQuotaExceededFault" "DBClusterQuotaExceededFault" "DBInstanceAutomatedBackupQuotaExceeded"
        "DBParameterGroupQuotaExceeded" "DBSubnetGroupQuotaExceeded" "DBSubnetQuotaExceededFault"
        "EventSubscriptionQuotaExceeded" "InstanceQuotaExceeded" "SnapshotQuotaExceeded" "StorageQuotaExceeded"
        "TenantDatabaseQuotaExceeded"
    ]
        => Quota, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Operations.html";
    "route53" [] ["LimitsExceeded"]
        => Quota, "https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations.html";
    "s3" [] ["TooManyBuckets"]
        => Quota, "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "scheduler" [] ["ServiceQuotaExceededException"]
        => Quota, "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html";
    "secretsmanager" [] ["LimitExceededException"]
        => Quota, "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html";
    "sns" [] [
        "FilterPolicyLimitExceeded" "ReplayLimitExceeded" "SubscriptionLimitExceeded" "TagLimitExceeded" "TopicLimitExceeded"
    ]
        => Quota, "https://docs.aws.amazon.com/sns/latest/api/API_Operations.html";
    "states" [] ["ExecutionLimitExceeded" "ServiceQuotaExceededException" "StateMachineLimitExceeded" "TooManyTags"]
        => Quota, "https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html";
    "wafv2" [] ["WAFLimitsExceededException"]
        => Quota, "https://docs.aws.amazon.com/waf/latest/APIReference/API_Operations_AWS_WAFV2.html";

    // The credentials do not allow it.
    "route53" [] ["NotAuthorizedException"]
        => Denied, "https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations.html";
    "sns" [] ["AuthorizationError" "AuthorizationErrorException"]
        => Denied, "https://docs.aws.amazon.com/sns/latest/api/API_Operations.html";
    "states" [] ["KmsAccessDeniedException"]
        => Denied, "https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html";
};
