//! Values that AWS does not accept, if its words tell which of the declaration's keys is meant.

use crate::diagnosis::row::{Row, rows};

/// See the module.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = rows! {
    "rds" [] ["InvalidParameterCombination"] ["cannot find version"]
        => "RDS does not offer this version of the engine in {region}, or no longer",
        "declare a `database.version` that RDS offers: `aws rds describe-db-engine-versions --region {region} --engine ENGINE --query \
         \"DBEngineVersions[].EngineVersion\"`",
        "https://github.com/aws-samples/eks-workshop-v2/issues/503";
    "rds" [] ["InvalidParameterCombination" "InvalidParameterValue"] ["following combination"]
        => "RDS does not offer this class for this version of the engine in {region}",
        "declare another `database.class` or `database.version`: `aws rds describe-orderable-db-instance-options --region {region} \
         --engine ENGINE --engine-version VERSION --query \"OrderableDBInstanceOptions[].DBInstanceClass\"`",
        "https://github.com/aws-cloudformation/cfn-lint/issues/4048";
    "rds" [] ["InvalidParameterCombination" "InvalidParameterValue"] ["upgrade" "target engine version"]
        => "RDS does not upgrade from the version that runs to this one in one step",
        "declare a `database.version` in between, or the one that runs: `aws rds describe-db-engine-versions --region {region} --engine \
         ENGINE --engine-version VERSION --query \"DBEngineVersions[].ValidUpgradeTarget[].EngineVersion\"`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html";
    "rds" [ModifyDBInstance ModifyDBCluster] [] ["cannot upgrade"]
        => "RDS does not change from the version that runs to the declared one: it is lower, as happens after AWS has upgraded the database \
         by itself, or too far for one step",
        "declare as `database.version` the one that runs, which the message names first, or one in between: `aws rds \
         describe-db-engine-versions --region {region} --engine ENGINE --engine-version VERSION --query \
         \"DBEngineVersions[].ValidUpgradeTarget[].EngineVersion\"`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html";
    "rds" [ModifyDBInstance ModifyDBCluster] [] ["cannot find upgrade"]
        => "RDS does not change from the version that runs to the declared one: it is lower, as happens after AWS has upgraded the database \
         by itself, or too far for one step",
        "declare as `database.version` the one that runs, which the message names first, or one in between: `aws rds \
         describe-db-engine-versions --region {region} --engine ENGINE --engine-version VERSION --query \
         \"DBEngineVersions[].ValidUpgradeTarget[].EngineVersion\"`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html";
    "rds" [] ["InvalidParameterCombination"] ["by at least 10 percent"]
        => "RDS accepts only a maximum of the storage that is at least 10 percent more than what the database has, which grows by itself",
        "declare a higher maximum in `database.storage`: `aws rds describe-db-instances --region {region} --db-instance-identifier {name} \
         --query \"DBInstances[].[AllocatedStorage,MaxAllocatedStorage]\"` prints what it has, in GiB; then deploy again",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html";
    "elasticfilesystem" [UpdateFileSystem] ["TooManyRequests"] ["throughput"]
        => "EFS changes the throughput mode of a file system only once in 24 hours",
        "deploy again after the time in the message; until then, declare the `files.throughput` that it has",
        "https://docs.aws.amazon.com/efs/latest/ug/API_UpdateFileSystem.html";
    "rds" [ModifyDBInstance] [] ["modify the storage"]
        => "RDS changes the storage of a database only once in six hours",
        "deploy again in six hours",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html";
    "rds" [DeleteDBInstance DeleteDBCluster] [] ["deletion protection"]
        => "somebody switched on the database's deletion protection after this program had switched it off",
        "switch it off, if the database is to be deleted, and run the same command again: `aws rds modify-db-instance \
         --no-deletion-protection --apply-immediately --db-instance-identifier {name} --region {region}`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html";
    // What these answers ask for is set, and has had the time to spread.
    "elasticloadbalancing" [ModifyLoadBalancerAttributes] ["InvalidConfigurationRequest"] ["access denied for bucket"]
        => "load balancers may not write their log into the bucket {bucket}: its policy was changed, or a policy of your AWS organization \
         denies it",
        "run the same command again, which sets the bucket's policy again. If it repeats, ask the administrators of the organization for \
         resource control policies about S3; or declare `load_balancer.access_logs: false`",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html";
    "elasticloadbalancing" [CreateLoadBalancer SetSubnets] [] ["has no internet gateway"]
        => "the VPC of the load balancer has no internet gateway any longer",
        "run the same command again, which attaches the gateway again; `plan` shows what else was changed outside of this program",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html";
    "cloudtrail" [CreateTrail UpdateTrail] ["InsufficientS3BucketPolicyException"] []
        => "CloudTrail may not write into the bucket {bucket}: its policy was changed, or a policy of your AWS organization denies it",
        "run the same command again, which sets the bucket's policy again. If it repeats, ask the administrators of the organization for \
         resource control policies about S3; or declare `trail: Off`",
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html";
    "" [CreateSchedule UpdateSchedule CreateStateMachine UpdateStateMachine] [] ["to assume the"]
        => "the service {service} may not take its role, although the role is a while old: somebody has changed the role's trust policy, \
         or a policy of your AWS organization denies it",
        "run the same command again, which sets the trust policy again. If it repeats, ask the administrators of the organization whether a \
         policy denies `sts:AssumeRole` to services of AWS in account {account}",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html";
    "" [RegisterScalableTarget CreateFlowLogs] [] ["unable to assume"]
        => "the service {service} may not take its role, although the role is a while old: somebody has changed the role's trust policy, \
         or a policy of your AWS organization denies it",
        "run the same command again, which sets the trust policy again. If it repeats, ask the administrators of the organization whether a \
         policy denies `sts:AssumeRole` to services of AWS in account {account}",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html";
    "backup" [] ["InvalidParameterValueException"] ["cannot be assumed"]
        => "the service {service} may not take its role, although the role is a while old: somebody has changed the role's trust policy, \
         or a policy of your AWS organization denies it",
        "run the same command again, which sets the trust policy again. If it repeats, ask the administrators of the organization whether a \
         policy denies `sts:AssumeRole` to services of AWS in account {account}",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html";
    "wafv2" [PutLoggingConfiguration] ["WAFLogDestinationPermissionIssueException"] []
        => "CloudWatch Logs does not let the firewall write its log: most often, account {account} has the 10 resource policies that AWS \
         allows in {region}, so WAF cannot add its own",
        "delete a resource policy that nobody needs, and run the same command again: `aws logs describe-resource-policies --region \
         {region} --query \"resourcePolicies[].policyName\"`, `aws logs delete-resource-policy --region {region} --policy-name NAME`",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html";
    "wafv2" [CreateWebACL UpdateWebACL] [] ["capacity limit"]
        => "the firewall's rules need more than the 5000 web ACL capacity units (WCUs) of a web ACL",
        "declare fewer groups in `edge.waf.rule_groups` and `edge.waf.counting`, or fewer single rules in `edge.waf.exceptions`; \
         https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html lists the WCUs of each",
        "https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html";
    "elasticloadbalancing" [DeleteLoadBalancer] [] ["deletion protection"]
        => "somebody switched on the load balancer's deletion protection after this program had switched it off",
        "run the same command again, which switches it off",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html";
    "elasticache" [] ["InvalidParameterValue" "InvalidParameterValueException" "InvalidParameterCombination"
        "InvalidParameterCombinationException"] ["node type"]
        => "ElastiCache does not offer this node type for this engine in {region}",
        "declare another `cache.node`, and deploy again",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html";
    "elasticache" [] ["InvalidParameterValue" "InvalidParameterValueException" "InvalidParameterCombination"
        "InvalidParameterCombinationException"] ["cannot find version"]
        => "ElastiCache does not offer this version of the engine in {region}, or no longer",
        "declare a `cache.version` that it offers: `aws elasticache describe-cache-engine-versions --region {region} --query \
         \"CacheEngineVersions[].[Engine,EngineVersion]\"`",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
    "cloudfront" [] ["InvalidViewerCertificate"] ["cover the alternate domain name"]
        => "the certificate in `edge.certificate` is not for the site's domain",
        "declare a certificate in us-east-1 whose names include `domain`, or `Issued`: `aws acm list-certificates --region us-east-1 \
         --query \"CertificateSummaryList[].[CertificateArn,DomainName]\"`",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html";
    "cloudfront" [] ["InvalidViewerCertificate"] ["trusted certificate authority"]
        => "the certificate in `edge.certificate` was imported without its chain, or is not from a public authority",
        "import it again with the intermediate certificates: `aws acm import-certificate --certificate-chain file://CHAIN.pem`; or \
         declare `Issued`",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html";
    "cloudfront" [] ["InvalidViewerCertificate"] []
        => "CloudFront does not accept the certificate in `edge.certificate`: it must be issued, valid, in us-east-1, and have an RSA key \
         of at most 4096 bits or an ECDSA key",
        "check it: `aws acm describe-certificate --region us-east-1 --certificate-arn ARN`; then deploy again",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html";
    "elasticloadbalancing" [] ["CertificateNotFound" "UnsupportedCertificate"] []
        => "the load balancer does not find or accept its certificate: it must be issued, valid, and in {region}",
        "check it: `aws acm list-certificates --region {region}` lists the certificates there; then declare one of them in \
         `load_balancer.certificate`, or `Issued`",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html";
    "s3" [GetObject PutObject] ["NoSuchBucket"] []
        => "the bucket {name} of the journal does not exist; this program does not create it",
        "correct `journal.bucket`, or create the bucket in account {account} and run the same command again: `aws s3 mb s3://{name} \
         --region {region}`, `aws s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled`",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "ecs" [] ["InvalidParameterException"] ["ecs service role being passed"]
        => "ECS may not use its service-linked role on the load balancer in account {account}",
        "create the role, which each account needs once, and run the same command again: `aws iam create-service-linked-role \
         --aws-service-name ecs.amazonaws.com`. If it exists, ask the administrators of your AWS organization whether a policy denies \
         `elasticloadbalancing` to services of AWS",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html";
    "ecs" [] ["InvalidParameterException"] ["service linked role"]
        => "account {account} lacks ECS's service-linked role, or ECS may not take it yet",
        "create the role, which each account needs once, and run the same command again: `aws iam create-service-linked-role \
         --aws-service-name ecs.amazonaws.com`",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html";
    "ecs" [] ["InvalidParameterException"] ["arn" "format must be"]
        => "account {account} still uses the short ARNs of ECS, which take no tags, and this program finds its resources by their tags",
        "opt in to long ARNs, and run the same command again: `aws ecs put-account-setting-default --region {region} --name \
         serviceLongArnFormat --value enabled`, and the same with `taskLongArnFormat`. Services and tasks that exist keep their ARNs",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html";
    "ecs" [ExecuteCommand] ["InvalidParameterException"] ["execute command"]
        => "the agent that opens the shell does not run in the task",
        "run the same command again, which starts another task. If it repeats, \
         https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-troubleshooting.html names the causes",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-troubleshooting.html";
    "elasticache" [] ["ServiceLinkedRoleNotFoundFault" "InvalidParameterValue"] ["service linked role"]
        => "account {account} lacks ElastiCache's service-linked role",
        "create the role, which each account needs once, and run the same command again: `aws iam create-service-linked-role \
         --aws-service-name elasticache.amazonaws.com`",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html";
    "rds" [] [] ["service linked role"]
        => "account {account} lacks RDS's service-linked role, or RDS may not take it yet",
        "create the role, which each account needs once, and run the same command again: `aws iam create-service-linked-role \
         --aws-service-name rds.amazonaws.com`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html";
    "ec2" [CreateSubnet] ["InvalidSubnet.Conflict"] []
        => "a subnet that is not part of this stack has these addresses of the VPC",
        "delete that subnet, if nobody needs it, and run the same command again: `aws ec2 describe-subnets --region {region} --query \
         \"Subnets[].[VpcId,SubnetId,CidrBlock]\"`",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
};
