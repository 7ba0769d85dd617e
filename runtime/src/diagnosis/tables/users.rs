//! What still uses a resource that is to be deleted.

use crate::diagnosis::row::{Row, rows};

/// See the module.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = rows! {
    // The words that `held_by` adds to a `DependencyViolation`.
    "ec2" [] ["DependencyViolation"] ["guardduty" "vpce-"]
        => "GuardDuty's Runtime Monitoring has put an endpoint and a security group of its own into the VPC, which hold its deletion",
        "delete the endpoint: `aws ec2 delete-vpc-endpoints --vpc-endpoint-ids {vpce-} --region {region}`. Then run the same command \
         again, which names the group. GuardDuty creates them again only for tasks that run, while its automated agent is on",
        "https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-agent-resource-clean-up.html";
    "ec2" [] ["DependencyViolation"] ["guarddutymanagedsecuritygroup" "security group sg-"]
        => "GuardDuty's Runtime Monitoring has put a security group of its own into the VPC, which holds its deletion",
        "delete the group: `aws ec2 delete-security-group --group-id {sg-} --region {region}`, and run the same command again",
        "https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-agent-resource-clean-up.html";
    "ec2" [] ["DependencyViolation"] ["cloudfront"]
        => "CloudFront still has network interfaces in the VPC, for a VPC origin that was deleted; it removes them by itself",
        "run the same command again in an hour; it continues where it stopped",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html";
    "ec2" [] ["DependencyViolation"] ["aws lambda vpc eni"]
        => "a Lambda function, which is not part of this stack, has network interfaces in the VPC; Lambda removes them some 20 minutes \
         after the function",
        "delete the function or move it out of the VPC, and run the same command again: `aws lambda list-functions --region {region} \
         --query \"Functions[?VpcConfig.VpcId!=null].[FunctionName,VpcConfig.VpcId]\"`",
        "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html";
    "ec2" [DeleteSecurityGroup] ["DependencyViolation"] ["a rule of security group"]
        => "another security group, which is not part of this stack, has a rule about this one",
        "remove the rule, and run the same command again: `aws ec2 describe-security-group-rules --region {region} --filters \
         Name=group-id,Values={sg-}` lists the rules of that group",
        "https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html";
    "ec2" [] ["DependencyViolation"] ["used by"]
        => "something that is not part of this stack, or that AWS has not removed yet, still uses it",
        "delete what the message names, or move it to another VPC, and run the same command again; it continues where it stopped",
        "https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html";
    "ec2" [DetachInternetGateway] ["DependencyViolation"] ["mapped public address"]
        => "something in the VPC still has a public address",
        "release the addresses that are not part of this stack, and run the same command again: `aws ec2 describe-network-interfaces \
         --region {region} --filters Name=vpc-id,Values={vpc-} --query \"NetworkInterfaces[?Association].[Description,Association.PublicIp]\"`",
        "https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html";
    "iam" [DeleteRole DeletePolicy] ["DeleteConflict"] []
        => "somebody has attached more to the role or the policy {name}, so AWS does not delete it",
        "detach what was added, and run the same command again: `aws iam list-attached-role-policies --role-name {name}`, `aws iam \
         list-instance-profiles-for-role --role-name {name}`",
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html";
    "acm" [DeleteCertificate] ["ResourceInUseException"] []
        => "something that is not part of this stack uses the certificate",
        "give it another certificate, and run the same command again: `aws acm list-certificates --region {region}` lists the ARNs, \
         and `aws acm describe-certificate --query Certificate.InUseBy --region {region} --certificate-arn ARN` the users of one",
        "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html";
    "cloudfront" [DeleteDistribution] [] ["pricing plan"]
        => "somebody has put the distribution on a flat-rate pricing plan, and AWS does not delete it before the plan is cancelled",
        "cancel the plan on the distribution's page, https://console.aws.amazon.com/cloudfront/v4/home#/distributions, and run the same \
         command again once it has ended",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html";
    "wafv2" [DeleteWebACL] ["WAFAssociatedItemException"] []
        => "something that is not part of this stack uses the firewall {name}",
        "take the firewall off the other distributions, and run the same command again: `aws cloudfront list-distributions --query \
         \"DistributionList.Items[].[Id,WebACLId]\"`",
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html";
    "backup" [DeleteBackupVault] [] ["contains recovery points"]
        => "the vault {name} contains backups, so AWS does not delete it",
        "delete the backups, if nobody needs them, and run the same command again: `aws backup \
         list-recovery-points-by-backup-vault --backup-vault-name {name} --region {region}`",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html";
    "ecr" [DeleteRepository] ["RepositoryNotEmptyException"] []
        => "the repository {name} contains images, so AWS does not delete it",
        "delete the images, if nobody needs them, and run the same command again: `aws ecr list-images --repository-name {name} \
         --region {region}`",
        "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html";
    "s3" [] ["AccessDenied"] ["object lock"]
        => "somebody has locked the objects of the bucket {name} with S3 Object Lock, so AWS does not delete them before the lock ends; no \
         permission is missing",
        "see until when: `aws s3api get-object-lock-configuration --bucket {name}`. Run the same command again after that, or delete \
         objects in governance mode with `aws s3api delete-object --bypass-governance-retention`",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html";
    "s3" [] ["AccessDenied"] ["mfa authentication"]
        => "somebody has enabled MFA Delete on the bucket {name}, so only the root user with its MFA device deletes versions; no permission \
         is missing",
        "switch it off as the root user, and run the same command again: `aws s3api put-bucket-versioning --bucket {name} \
         --versioning-configuration Status=Enabled,MFADelete=Disabled --mfa \"SERIAL CODE\"`",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html";
    "s3" [DeleteBucket] ["BucketNotEmpty"] []
        => "something keeps writing into the bucket {name} while it is emptied",
        "run the same command again in a few minutes. If this repeats, find out what writes: `aws s3api list-objects-v2 --bucket {name} \
         --max-items 5`",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html";
    "rds" [DeleteDBSubnetGroup DeleteDBParameterGroup DeleteDBClusterParameterGroup]
        ["InvalidDBSubnetGroupStateFault" "InvalidDBParameterGroupState" "InvalidDBParameterGroupStateFault"] []
        => "a database that is not part of this stack uses {name}",
        "give that database another group, and run the same command again: `aws rds describe-db-instances --region {region} --query \
         \"DBInstances[].[DBInstanceIdentifier,DBSubnetGroup.DBSubnetGroupName,DBParameterGroups[].DBParameterGroupName]\"`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html";
    "rds" [DeleteDBCluster] ["InvalidDBClusterStateFault"] ["still contains db instances"]
        => "the database cluster {name} has an instance that is not part of this stack",
        "delete the instance, if nobody needs it, and run the same command again: `aws rds describe-db-instances --region {region} \
         --filters Name=db-cluster-id,Values={name} --query \"DBInstances[].[DBInstanceIdentifier,DBInstanceStatus]\"` lists the instances \
         of the cluster",
        "https://repost.aws/knowledge-center/rds-error-delete-aurora-cluster";
    "rds" [DeleteDBCluster DeleteDBInstance] ["InvalidDBClusterStateFault"] ["replica cluster"]
        => "somebody has created a replica of the database cluster, and AWS does not delete the cluster before the replica",
        "promote or delete the replica, and run the same command again: `aws rds describe-db-clusters --region {region} --query \
         \"DBClusters[].[DBClusterIdentifier,ReadReplicaIdentifiers]\"` lists the replicas",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html";
    "rds" [] [] ["global cluster"]
        => "somebody has added the database cluster {name} to an Aurora global database, and AWS does not delete it there",
        "remove it from the global database, and run the same command again: `aws rds describe-global-clusters --region {region}`, `aws \
         rds remove-from-global-cluster --region {region} --global-cluster-identifier ID --db-cluster-identifier ARN`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-detaching.html";
    "ecs" [DeleteCluster] ["ClusterContainsServicesException" "ClusterContainsTasksException"] []
        => "the cluster {name} runs services or tasks that are not part of this stack",
        "end them, and run the same command again: `aws ecs list-services --cluster {name} --region {region}`, `aws ecs list-tasks \
         --cluster {name} --region {region}`",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html";
    "elasticloadbalancing" [DeleteLoadBalancer] ["ResourceInUse"] ["associated with another service"]
        => "a service of AWS that is not part of this stack uses the load balancer {name}, such as another VPC origin of CloudFront, Global \
         Accelerator or a VPC link of API Gateway",
        "remove the load balancer there, and run the same command again: `aws cloudfront list-vpc-origins`, `aws globalaccelerator \
         list-accelerators --region us-west-2`, `aws apigatewayv2 get-vpc-links --region {region}`",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-delete.html";
    "elasticloadbalancing" [] ["ResourceInUse"] []
        => "a listener or a rule that is not part of this stack uses it",
        "delete the listener or the rule that was added, and run the same command again; it continues where it stopped",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html";
};
