//! Names that something else has: of another owner, or of something that was deleted and still blocks its name.

use crate::diagnosis::row::{Row, rows};

/// See the module.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = rows! {
    // Deleted, and still blocking the name.
    "secretsmanager" [] ["InvalidRequestException"] ["scheduled for deletion"]
        => "somebody deleted the secret {name}; AWS keeps it for its recovery window of 7 to 30 days, which blocks the name",
        "to use it again, with its value: `aws secretsmanager restore-secret --secret-id {name} --region {region}`. To give its value \
         up: `aws secretsmanager delete-secret --secret-id {name} --force-delete-without-recovery --region {region}`. Then run the same \
         command again",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html";
    "secretsmanager" [] ["InvalidRequestException"] ["marked for deletion"]
        => "somebody deleted the secret {name}; AWS keeps it for its recovery window of 7 to 30 days",
        "to use it again, with its value: `aws secretsmanager restore-secret --secret-id {name} --region {region}`; then run the same \
         command again",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_restore-secret.html";
    "" [] [] ["pending deletion"]
        => "somebody scheduled the KMS key for deletion; what it encrypts cannot be read until that is cancelled",
        "cancel the deletion, and enable the key again, with its ID for KEY: `aws kms cancel-key-deletion --key-id KEY --region \
         {region}`, `aws kms enable-key --key-id KEY --region {region}`; then run the same command again",
        "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-scheduling-key-deletion.html";
    "" [] [] ["key" "does not exist" "you do not have permissions to access it"]
        => "the KMS key in the message does not exist in {region}, is disabled, or your role may not use it: AWS answers all three in the \
         same way",
        "find out which: `aws kms describe-key --region {region} --key-id KEY`, with the key's ARN for KEY. Enable the key with `aws kms \
         enable-key`, or allow `kms:CreateGrant`, `kms:Decrypt`, `kms:DescribeKey` and `kms:GenerateDataKey` on it for your role; then \
         run the same command again",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html";
    "" [] [] ["customer master key that does not exist" "not allowed to access"]
        => "the KMS key that encrypts this does not exist in {region}, or your role may not use it: AWS answers both in the same way",
        "allow `kms:Decrypt` on the key: in your role's policy, and in the key's own policy; then run the same command again. The key's \
         administrators see each refused call in CloudTrail",
        "https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html";
    "" [] ["KMSInvalidStateException" "KMSKeyNotAccessibleFault" "KMSDisabledException" "DisabledException"] ["key"]
        => "the KMS key that encrypts this is disabled or scheduled for deletion",
        "enable the key again, with its ID for KEY: `aws kms enable-key --key-id KEY --region {region}`, after `aws kms \
         cancel-key-deletion` if it is scheduled for deletion; then run the same command again",
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html";
    "s3" [CreateBucket] ["OperationAborted"] ["conflicting"]
        => "a bucket of the name {name} was deleted a moment ago, here or in another account; S3 frees the name after a while, often \
         within an hour",
        "run the same command again in an hour; it continues where it stopped",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "rds" [] ["DBSnapshotAlreadyExists" "DBClusterSnapshotAlreadyExistsFault"] []
        => "a snapshot of the name of the final snapshot exists already",
        "keep that snapshot and copy it under another name, or delete it: `aws rds delete-db-snapshot`, or `aws rds \
         delete-db-cluster-snapshot` for Aurora; then run the same command again",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html";
    "ecs" [] ["InvalidParameterException" "ClientException"] ["draining"]
        => "a service of this name was deleted, and its tasks are still ending; it blocks the name until then",
        "run the same command again in a few minutes, once the tasks have ended: at the latest after the declared `compute.stop_timeout`",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html";
    "ecs" [CreateService] ["InvalidParameterException"] ["not idempotent"]
        => "the cluster has another service of the name {name}, and nothing on it says that this stack owns it",
        "delete it, if nobody needs it, and run the same command again: `aws ecs list-clusters --region {region}` lists the clusters, and \
         `aws ecs delete-service --force --cluster CLUSTER --service {name} --region {region}` deletes the service",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html";
    "ecs" [] ["ServiceNotActiveException"] []
        => "the service was deleted; ECS shows it as INACTIVE for a while",
        "run the same command again, which creates the service again",
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html";
    "states" [CreateStateMachine] ["StateMachineDeleting"] []
        => "a state machine of the name {name} was deleted, and its executions are still ending; it blocks the name until then",
        "end the executions: `aws stepfunctions list-executions --status-filter RUNNING --region {region} --state-machine-arn ARN`; then \
         run the same command again",
        "https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html";
    "logs" [CreateLogGroup] ["OperationAbortedException"] []
        => "a log group of the name {name} is being deleted",
        "run the same command again in a few minutes",
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html";

    // Of another owner.
    "cloudfront" [] ["CNAMEAlreadyExists"] []
        => "another CloudFront distribution has the site's domain as an alias, here or in another account; only one in the world may",
        "remove the alias there, and run the same command again. In account {account}: `aws cloudfront list-distributions --query \
         \"DistributionList.Items[].[Id,Aliases.Items]\"`. In an account that you cannot reach, AWS moves the alias to you: \
         https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/alternate-domain-names-move.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/alternate-domain-names-move.html";
    "cloudfront" [] ["NotOurs"] ["with the alias"]
        => "another CloudFront distribution has the site's domain as an alias; only one in the world may",
        "remove the alias from that distribution or delete it, if it no longer serves the site, and run the same command again; or \
         declare another `domain`",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html";
    "route53" [ChangeResourceRecordSets] ["InvalidChangeBatch"] ["already exists"]
        => "the hosted zone has another record of this name and type",
        "delete the record, if nobody needs it: `aws route53 list-resource-record-sets --hosted-zone-id ZONE` shows it, with the zone's \
         ID for ZONE; or declare another `domain`. Then run the same command again",
        "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";
    "route53" [ChangeResourceRecordSets] ["InvalidChangeBatch"] ["is not permitted in zone"]
        => "the declared `zone` is the hosted zone of another domain",
        "declare the `zone` that the site's domain is in: `aws route53 list-hosted-zones --query \"HostedZones[].[Id,Name]\"` lists the \
         zones of account {account}; then deploy again",
        "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";
    "route53" [ChangeResourceRecordSets] ["InvalidChangeBatch"] ["conflicts with"]
        => "the hosted zone has another record of this name, which cannot be next to this one",
        "delete the record, if nobody needs it: `aws route53 list-resource-record-sets --hosted-zone-id ZONE` shows it, with the zone's \
         ID for ZONE; or declare another `domain`. Then run the same command again",
        "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";
    "s3" [CreateBucket] ["BucketAlreadyExists"] []
        => "another AWS account has a bucket of the name {name}; bucket names are unique in the world",
        "if nothing of this stack is deployed yet, declare it under another name, and deploy again. Under another name, a stack that \
         is deployed would be another stack: leave out what needs the bucket, such as its logs",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html";
    "s3" [CreateBucket] ["AuthorizationHeaderMalformed" "IllegalLocationConstraintException" "PermanentRedirect"] []
        => "a bucket of the name {name} exists in another region, in this account or in another one; bucket names are unique in the world",
        "see where it is: `aws s3api get-bucket-location --bucket {name}`. If it is yours and nobody needs it, delete it, and deploy \
         again. Otherwise, if nothing of this stack is deployed yet, declare it under another name",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "s3" [] ["AuthorizationHeaderMalformed" "IllegalLocationConstraintException" "PermanentRedirect"] []
        => "the bucket {name} is not in {region}",
        "declare the bucket's region in `journal.region`: `aws s3api get-bucket-location --bucket {name}` shows it, and null means \
         us-east-1",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "s3" [CreateBucket] ["BucketAlreadyOwnedByYou"] []
        => "account {account} has a bucket of the name {name}, possibly in another region, and nothing on it says that this stack owns it",
        "see where it is: `aws s3api get-bucket-location --bucket {name}`. If it is in this region, run `plan`, which says what to do: \
         it may be this stack's own, without its tags. Otherwise, if nothing of this stack is deployed yet, declare it under another \
         name",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html";
    "logs" [PutDeliverySource] ["ConflictException"] ["already been used in another delivery source"]
        => "somebody has set up a log of the distribution that is not part of this stack; AWS allows one for each distribution",
        "find it: `aws logs describe-delivery-sources --region {region}`, and its deliveries with `aws logs describe-deliveries --region \
         {region}`. Delete both, if nobody needs that log, with `aws logs delete-delivery` and `aws logs delete-delivery-source`; or \
         declare `edge.access_logs: false`. Then run the same command again",
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html";
    "elasticfilesystem" [CreateMountTarget] ["MountTargetConflict"] []
        => "somebody has created a mount target of the file system in this zone; AWS allows one in each zone",
        "delete it, and run the same command again, which creates the stack's own: `aws efs describe-mount-targets --region {region} \
         --file-system-id ID`, with the file system's ID for ID, and `aws efs delete-mount-target`",
        "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html";
    "iam" [] ["EntityAlreadyExists"] []
        => "account {account} has a role or policy of the name {name}, and nothing on it says that this stack owns it; a stack of the same \
         name in another region counts, since IAM is global",
        "run `plan`, which says what to do: it may be this stack's own, without its tags. `aws iam get-role --role-name {name}` shows \
         what it is for",
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html";
};
