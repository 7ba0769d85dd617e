//! The answers after which the same call may succeed later.

use super::table::{Row, rows};

/// The answers after which the same call may succeed later. `NotReady` and `InUse` are retried until the kind's deadline,
/// `Unavailable` a limited number of times.
#[rustfmt::skip]
pub(super) const RETRYABLE: &[Row] = rows! {
    // Too many calls.
    "elasticfilesystem" [UpdateFileSystem] ["TooManyRequests"]
        // The throughput mode was changed less than 24 hours ago.
        => Invalid, "https://docs.aws.amazon.com/efs/latest/ug/API_UpdateFileSystem.html";
    "" [] ["BandwidthLimitExceeded" "EC2ThrottledException" "KmsThrottlingException" "RequestLimitExceeded" "RequestThrottled"
        "RequestThrottledException" "SlowDown" "Throttled" "ThrottledException" "Throttling" "ThrottlingException"
        "TooManyRequests" "TooManyRequestsException"]
        => Throttled, "https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html";

    // A role that was just created is not visible to every service yet, and a policy cannot name it yet.
    "application-autoscaling" [RegisterScalableTarget] ["ValidationException"] "Unable to assume IAM role"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/appautoscaling/target.go";
    "application-autoscaling" [DescribeScalingPolicies PutScalingPolicy] ["FailedResourceAccessException"]
        => NotReady, "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html";
    "backup" [] ["InvalidParameterValueException"] "cannot be assumed"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/backup/selection.go";
    "cloudtrail" [CreateTrail UpdateTrail]
        ["InvalidCloudWatchLogsLogGroupArnException" "InvalidCloudWatchLogsRoleArnException"] "Access denied"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/cloudtrail/trail.go";
    "ec2" [CreateFlowLogs] [] "Unable to assume given IAM role"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_flow_log.go";
    "ecs" [] ["ClientException"] "Role is not valid"
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
    "ecs" [CreateCluster CreateService UpdateService RunTask] ["InvalidParameterException"] "service linked role exists"
        => NotReady, "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html";
    "ecs" [CreateService UpdateService] ["InvalidParameterException"] "verify that the ECS service role being passed"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/service.go";
    "ecs" [] ["ClientException" "InvalidParameterException"] "nable to assume"
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
    "elasticfilesystem" [PutFileSystemPolicy] ["InvalidPolicyException"] "invalid Principal"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/efs/file_system_policy.go";
    "iam" [CreateRole UpdateAssumeRolePolicy] ["MalformedPolicyDocument"] "nvalid principal"
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
    "rds" [] ["InvalidParameterValue"] "IAM role ARN value is invalid or does not include the required permissions"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/cluster_instance.go";
    "s3" [PutBucketPolicy] ["MalformedPolicy"] "nvalid principal"
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
    "scheduler" [CreateSchedule UpdateSchedule] ["ValidationException"] "must allow AWS EventBridge Scheduler to assume the role"
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
    "sns" [CreateTopic SetTopicAttributes] ["InvalidParameter" "InvalidParameterException"] "PrincipalNotFound"
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
    "states" [CreateStateMachine UpdateStateMachine] ["AccessDeniedException"] "is authorized to assume the provided role"
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
    "states" [CreateStateMachine UpdateStateMachine] ["AccessDeniedException"] "is not authorized to access the Log Destination"
        => NotReady, "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html";
    "states" [CreateStateMachine UpdateStateMachine] ["AccessDeniedException"] "is not authorized to create managed-rule"
        => NotReady, "https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html";
    // Nor is a bucket's policy visible to a load balancer or a trail immediately.
    "elasticloadbalancing" [ModifyLoadBalancerAttributes] ["InvalidConfigurationRequest"] "Access Denied for bucket"
        => NotReady, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html";
    "elasticloadbalancing" [ModifyLoadBalancerAttributes] ["InvalidConfigurationRequest"] "S3Bucket validation transient issue"
        => NotReady, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html";
    "cloudtrail" [CreateTrail UpdateTrail]
        ["InsufficientEncryptionPolicyException" "InsufficientS3BucketPolicyException" "InsufficientSnsTopicPolicyException"]
        => NotReady, "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html";

    "rds" [CreateEventSubscription ModifyEventSubscription] ["SNSNoAuthorization"]
        => NotReady, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html";
    // A gateway that was just attached is not visible to a load balancer immediately.
    "elasticloadbalancing" [CreateLoadBalancer SetSubnets] ["InvalidSubnet"] "has no internet gateway"
        => NotReady, "https://github.com/kinvolk/lokomotive/issues/389";

    // Changes at the same time, and changes that are in progress.
    "acm" [] ["ConflictException" "RequestInProgressException"]
        => NotReady, "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html";
    "application-autoscaling" [] ["ConcurrentUpdateException"]
        => NotReady, "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html";
    "cloudfront" [DeleteDistribution] ["DistributionNotDisabled"]
        => NotReady, "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteDistribution.html";
    "cloudfront" [UpdateDistribution] ["IllegalUpdate"] "may be in progress at a time"
        => NotReady, "https://github.com/hashicorp/terraform/issues/13495";
    "cloudfront" [CreateDistribution UpdateDistribution] ["InvalidWebACLId"] "retry"
        => NotReady, "https://github.com/aws/aws-sdk-java/issues/2901";
    "cloudfront" [DeleteDistribution] ["PreconditionFailed"] "pricing plan"
        => Invalid, "https://github.com/ekristen/aws-nuke/issues/1024";
    // The resource has changed since it was read; it is read again.
    "cloudfront" [] ["InvalidIfMatchVersion" "PreconditionFailed"]
        => NotReady, "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html";
    "cloudtrail" [] ["ConflictException"]
        => NotReady, "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html";
    "cloudwatch" [] ["ConcurrentModificationException"]
        => NotReady, "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html";
    "ec2" [] ["ConcurrentTagAccess" "Gateway.NotAttached" "IncorrectState" "InvalidState"]
        => NotReady, "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "ecs" [RegisterTaskDefinition] ["ClientException"] "Too many concurrent attempts to create a new revision"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/issues/9777";
    "ecs" [] ["ClientException"] "Cluster was not ACTIVE"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/cluster_capacity_providers.go";
    "ecs" [CreateService UpdateService] ["InvalidParameterException"] "still Draining"
        => NotReady, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html";
    // AWS shows a target group's listener later than the listener itself.
    "ecs" [CreateService UpdateService] ["InvalidParameterException"] "does not have an associated load balancer"
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/service.go";
    "ecs" [] ["UpdateInProgressException"]
        => NotReady, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html";
    "elasticache" [] ["InvalidCacheClusterState" "InvalidReplicationGroupState" "InvalidServerlessCacheSnapshotStateFault"
        "InvalidServerlessCacheStateFault" "InvalidUserGroupState" "InvalidUserState"]
        => NotReady, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html";
    "elasticfilesystem" [] ["IncorrectFileSystemLifeCycleState" "IncorrectMountTargetState"]
        => NotReady, "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html";
    "events" [] ["ConcurrentModificationException"]
        => NotReady, "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html";
    "iam" [] ["ConcurrentModification"]
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html";
    "iam" [] ["EntityTemporarilyUnmodifiable"]
        => NotReady, "https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html";
    "kms" [] ["DependencyTimeoutException" "KMSInternalException"]
        => Unavailable, "https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html";
    "kms" [] ["ConflictException" "DisabledException" "KMSInvalidStateException"]
        => NotReady, "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html";
    "logs" [] ["OperationAbortedException"]
        => NotReady, "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html";
    "logs" [DeleteDelivery DeleteDeliveryDestination DeleteDeliverySource PutDeliveryDestination PutDeliverySource]
        ["ConflictException"]
        => NotReady, "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliverySource.html";
    "rds" [] ["InvalidDBClusterSnapshotStateFault" "InvalidDBClusterStateFault" "InvalidDBInstanceState" "InvalidDBSnapshotState"]
        => NotReady, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html";
    "rds" [DeleteDBSubnetGroup] ["InvalidDBSubnetStateFault"]
        => NotReady, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html";
    "rds" [] ["InvalidEventSubscriptionState"]
        => NotReady, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteEventSubscription.html";
    "route53" [] ["PriorRequestNotComplete"]
        => NotReady, "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";
    "s3" [] ["OperationAborted" "PreconditionFailed"]
        => NotReady, "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "s3" [] ["RequestTimeout"]
        => Unavailable, "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "scheduler" [UpdateSchedule DeleteSchedule] ["ConflictException"]
        => NotReady, "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html";
    "secretsmanager" [CreateSecret] ["InvalidRequestException"] "scheduled for deletion"
        => NotReady, "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html";
    "sns" [] ["ConcurrentAccess" "ConcurrentAccessException" "StaleTag" "StaleTagException"]
        => NotReady, "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html";
    "states" [] ["ConflictException" "StateMachineDeleting"]
        => NotReady, "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html";
    "wafv2" [] ["WAFOptimisticLockException" "WAFUnavailableEntityException"]
        => NotReady, "https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html";
    // WAF does not see a log group that was just created.
    "wafv2" [PutLoggingConfiguration] ["WAFLogDestinationPermissionIssueException"]
        => NotReady, "https://github.com/hashicorp/terraform-provider-aws/issues/36000";
    // Another call locks the role for about 20 seconds.
    "wafv2" [PutLoggingConfiguration] ["WAFServiceLinkedRoleErrorException"]
        => NotReady, "https://docs.aws.amazon.com/waf/latest/APIReference/API_PutLoggingConfiguration.html";
    "wafv2" [] ["WAFInternalErrorException" "WAFTagOperationException" "WAFTagOperationInternalErrorException"]
        => Unavailable, "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html";

    // Something else still uses it.
    "acm" [DeleteCertificate] ["ResourceInUseException"]
        => InUse, "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html";
    "cloudfront" [] ["CannotDeleteEntityWhileInUse" "CannotUpdateEntityWhileInUse" "ResourceInUse"]
        => InUse, "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteVpcOrigin.html";
    // A NAT gateway that is being deleted still has the address.
    "ec2" [ReleaseAddress] ["AuthFailure"] "permission to access the specified resource"
        => InUse, "https://github.com/eformat/sno-for-100/issues/9";
    "ec2" [] ["DependencyViolation" "InvalidGroup.InUse" "InvalidIPAddress.InUse" "InvalidNetworkInterface.InUse"]
        => InUse, "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "ecs" [] ["ClusterContainsServicesException" "ClusterContainsTasksException" "ResourceInUseException"]
        => InUse, "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html";
    // A cache still uses the group, or the group is being changed.
    "elasticache" [] ["InvalidCacheParameterGroupState" "InvalidCacheParameterGroupStateFault"]
        => InUse, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteCacheParameterGroup.html";
    "elasticache" [DeleteUser] ["DefaultUserAssociatedToUserGroup"]
        => InUse, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteUser.html";
    "elasticache" [] ["CacheSubnetGroupInUse" "SubnetInUse"]
        => InUse, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteCacheSubnetGroup.html";
    "elasticfilesystem" [DeleteFileSystem] ["FileSystemInUse"]
        => InUse, "https://docs.aws.amazon.com/efs/latest/ug/API_DeleteFileSystem.html";
    "elasticloadbalancing" [] ["PriorityInUse" "ResourceInUse"]
        => InUse, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html";
    "iam" [] ["DeleteConflict"]
        => InUse, "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html";
    "rds" [] ["InvalidDBParameterGroupState" "InvalidDBSubnetGroupStateFault" "SubnetAlreadyInUse"]
        => InUse, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html";
    "s3" [DeleteBucket] ["BucketNotEmpty"]
        => InUse, "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "wafv2" [DeleteWebACL] ["WAFAssociatedItemException"]
        => InUse, "https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html";

    // AWS may have more capacity later.
    "elasticache" [] ["InsufficientCacheClusterCapacity"]
        => Unavailable, "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
    "elasticfilesystem" [] ["InsufficientThroughputCapacity"]
        => Unavailable, "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html";
    "rds" [] ["InsufficientDBClusterCapacityFault" "InsufficientDBInstanceCapacity" "InsufficientStorageClusterCapacity"]
        => Unavailable, "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
    // The service has a problem, also as one of several items in a successful answer.
    "" [] ["DependencyFailureException" "DependencyTimeout" "HttpConnectionTimeout" "InternalError" "InternalErrorException"
        "InternalException" "InternalFailure" "InternalServerError" "InternalServerException" "InternalServiceError"
        "InternalServiceException" "InternalServiceFault" "RequestTimeout" "RequestTimeoutException" "ServerException"
        "ServiceFailure" "ServiceUnavailable" "ServiceUnavailableException" "Unavailable"]
        => Unavailable, "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html";
};
