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
        => "RDS does not upgrade from the version that runs to this one in one step",
        "declare a `database.version` in between, or the one that runs: `aws rds describe-db-engine-versions --region {region} --engine \
         ENGINE --engine-version VERSION --query \"DBEngineVersions[].ValidUpgradeTarget[].EngineVersion\"`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html";
    "rds" [ModifyDBInstance] [] ["modify the storage"]
        => "RDS changes the storage of a database only once in six hours",
        "deploy again in six hours",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html";
    "rds" [DeleteDBInstance DeleteDBCluster] [] ["deletion protection"]
        => "somebody switched on the database's deletion protection after this program had switched it off",
        "switch it off, if the database is to be deleted, and run the same command again: `aws rds modify-db-instance \
         --no-deletion-protection --apply-immediately --db-instance-identifier {name} --region {region}`",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html";
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
    "ecs" [] ["InvalidParameterException"] ["service linked role"]
        => "account {account} lacks ECS's service-linked role, or ECS may not take it yet",
        "create the role, which each account needs once, and run the same command again: `aws iam create-service-linked-role \
         --aws-service-name ecs.amazonaws.com`",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html";
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
