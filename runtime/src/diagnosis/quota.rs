//! Quotas: which one is used up, the command that raises it, and the smaller value that fits.

use super::explanation::Diagnosis;
use super::fill::Fill;
use crate::provider::ApiError;

/// A quota that a stack can use up.
#[derive(Debug)]
pub(super) struct Quota {
    /// The service of the call, as in IAM actions.
    service: &'static str,
    /// The codes of the answer.
    codes: &'static [&'static str],
    /// Texts that the message must all contain, in upper or lower case.
    words: &'static [&'static str],
    /// Its name in Service Quotas, and the number that new accounts have.
    name: &'static str,
    /// How it is raised.
    raise: Raise,
    /// What to declare or delete instead.
    instead: &'static str,
}

/// How a quota is raised.
#[derive(Debug)]
enum Raise {
    /// By a request: its service and quota codes, and a number that leaves room.
    Request(&'static str, &'static str, u32),
    /// By a request to Service Quotas in us-east-1, because the service is global.
    Globally(&'static str, &'static str, u32),
    /// By a case with AWS Support.
    Support,
    /// Not at all.
    Never,
}

use Raise::{Globally, Never, Request, Support};

/// The quotas. The codes of Service Quotas are the same in every region and account:
/// <https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html>.
/// The names and numbers are from the pages of each service under <https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html>.
#[rustfmt::skip]
const QUOTAS: &[Quota] = &[
    // https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
    of("ec2", &["VpcLimitExceeded"], "VPCs per region, 5 by default", Request("vpc", "L-F678F1CE", 10),
        "delete a VPC that nobody needs, such as the default one"),
    of("ec2", &["AddressLimitExceeded"], "elastic IP addresses per region, 5 by default", Request("ec2", "L-0263D0A3", 10),
        "declare `nat: Single`, which needs one address; release addresses that nobody uses: `aws ec2 describe-addresses \
         --region {region} --query \"Addresses[?AssociationId==null]\"`"),
    of("ec2", &["NatGatewayLimitExceeded"], "NAT gateways per availability zone, 5 by default", Request("vpc", "L-FE5A380F", 10),
        "declare `nat: Single`, which needs one"),
    of("ec2", &["InternetGatewayLimitExceeded"], "internet gateways per region, as many as VPCs", Request("vpc", "L-A4707A72", 10),
        "delete an internet gateway or a VPC that nobody needs"),
    of("ec2", &["SubnetLimitExceeded"], "subnets per VPC, 200 by default", Request("vpc", "L-407747CB", 300),
        "delete subnets in this VPC that are not part of the stack"),
    of("ec2", &["RouteTableLimitExceeded"], "route tables per VPC, 200 by default", Request("vpc", "L-589F43AA", 300),
        "delete route tables in this VPC that are not part of the stack"),
    of("ec2", &["SecurityGroupLimitExceeded"], "security groups per region, 2500 by default", Request("vpc", "L-E79EC296", 5000),
        "delete security groups that nobody uses"),
    of("ec2", &["RulesPerSecurityGroupLimitExceeded"], "rules per security group, 60 by default. CloudFront's prefix list \
        counts as 55 of them", Request("vpc", "L-0EA8095F", 120), "remove rules that were added by hand"),
    of("ec2", &["VpcEndpointLimitExceeded"], "interface endpoints per VPC, 50 by default", Request("vpc", "L-29B6F2EB", 100),
        "declare `endpoints: false`, or delete endpoints that nobody uses"),
    of("ec2", &["VcpuLimitExceeded"], "running on-demand instances, in vCPUs", Request("ec2", "L-1216C47A", 64),
        "stop instances that nobody needs"),
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
    of("elasticloadbalancing", &["TooManyLoadBalancers"], "application load balancers per region, 50 by default",
        Request("elasticloadbalancing", "L-53DA6B97", 100), "delete a load balancer that nobody needs"),
    of("elasticloadbalancing", &["TooManyTargetGroups"], "target groups per region, 3000 by default",
        Request("elasticloadbalancing", "L-B22855CB", 5000), "delete target groups without a load balancer"),
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
    about("ecs", &["limit on the number of", "spot"], "Fargate Spot vCPUs per region. A task takes its `cpu` / 1024 of them, and a rollout runs up to \
        twice the tasks: the 6 of a new account fit 3 tasks of `cpu: 1024`", Request("fargate", "L-36FBB829", 64),
        "declare a smaller `compute.cpu`, fewer `compute.replicas`, or fewer tasks on Spot in `compute.capacity`"),
    about("ecs", &["limit on the number of"], "Fargate vCPUs per region. A task takes its `cpu` / 1024 of them, and a rollout runs up to twice the \
        tasks: the 6 of a new account fit 3 tasks of `cpu: 1024`", Request("fargate", "L-3032A538", 64),
        "declare a smaller `compute.cpu` or fewer `compute.replicas`"),
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
    of("rds", &["InstanceQuotaExceeded", "InstanceQuotaExceededFault"], "database instances per region, 40 by default",
        Request("rds", "L-7B6409FD", 60), "declare fewer `database.readers`, or delete a database that nobody needs"),
    of("rds", &["DBClusterQuotaExceededFault"], "database clusters per region, 40 by default",
        Request("rds", "L-952B80B8", 60), "delete a cluster that nobody needs"),
    of("rds", &["StorageQuotaExceeded", "StorageQuotaExceededFault"], "storage of all databases, 100000 GiB by default",
        Request("rds", "L-7ADDB58A", 200_000), "declare a smaller `database.storage`"),
    of("rds", &["SnapshotQuotaExceeded", "SnapshotQuotaExceededFault"], "manual database snapshots, 100 by default",
        Request("rds", "L-272F1212", 200), "delete old snapshots (`backup --list` lists this stack's)"),
    of("rds", &["DBParameterGroupQuotaExceeded", "DBParameterGroupQuotaExceededFault"], "database parameter groups, 50 by default",
        Request("rds", "L-DE55804A", 100), "delete parameter groups that nobody uses"),
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
    of("elasticache", &["NodeQuotaForCustomerExceeded", "NodeQuotaForCustomerExceededFault", "ClusterQuotaForCustomerExceeded",
        "ClusterQuotaForCustomerExceededFault"],
        "cache nodes per region, 300 by default", Request("elasticache", "L-DFE45DF3", 400), "declare fewer `cache.nodes`"),
    of("elasticache", &["ServerlessCacheQuotaForCustomerExceededFault"], "serverless caches per region, 40 by default",
        Request("elasticache", "L-BBCDAECC", 60), "declare a cache on nodes, `Valkey` or `Redis`"),
    // https://docs.aws.amazon.com/efs/latest/ug/limits.html
    of("elasticfilesystem", &["FileSystemLimitExceeded"], "file systems per region, 1000 by default",
        Request("elasticfilesystem", "L-848C634D", 2000), "delete a file system that nobody needs"),
    // https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
    about("acm", &["in the last year"], "certificates requested in the last 365 days; deleted ones count", Support,
        "use a certificate that exists: declare its ARN instead of `Issued`"),
    of("acm", &["LimitExceededException"], "certificates, 2500 by default", Request("acm", "L-F141DD1D", 5000),
        "use a certificate that exists: declare its ARN instead of `Issued`"),
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
    of("cloudfront", &["TooManyDistributions"], "distributions per account, 200 by default",
        Globally("cloudfront", "L-24B04930", 300), "delete a distribution that nobody needs"),
    of("cloudfront", &["InvalidOriginReadTimeout"], "the response timeout of an origin, 120 seconds by default", Support,
        "declare `origin_timeout: 120` or less"),
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    about("iam", &["RolesPerAccount"], "roles per account, 1000 by default", Globally("iam", "L-FE177D64", 2000),
        "delete roles that nobody uses"),
    about("iam", &["PoliciesPerAccount"], "customer managed policies per account, 1500 by default", Globally("iam", "L-E95E4862", 3000),
        "delete policies that nobody uses"),
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketRestrictions.html
    of("s3", &["TooManyBuckets"], "buckets per account", Globally("s3", "L-DC2B2D3D", 1000), "delete buckets that nobody needs"),
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
    of("cloudtrail", &["MaximumNumberOfTrailsExceededException"], "trails per region, 5", Never,
        "declare `trail: Off` if one of the other trails records all calls of the account, or delete one of them: `aws cloudtrail \
         describe-trails --region {region}`"),
];

const fn of(
    service: &'static str,
    codes: &'static [&'static str],
    name: &'static str,
    raise: Raise,
    instead: &'static str,
) -> Quota {
    Quota {
        service,
        codes,
        words: &[],
        name,
        raise,
        instead,
    }
}

const fn about(
    service: &'static str,
    words: &'static [&'static str],
    name: &'static str,
    raise: Raise,
    instead: &'static str,
) -> Quota {
    Quota {
        service,
        codes: &[],
        words,
        name,
        raise,
        instead,
    }
}

/// Returns all quotas.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static Quota> {
    QUOTAS.iter()
}

/// Finds the quota that an error is about.
pub(super) fn find(error: &ApiError) -> Option<&'static Quota> {
    let message = error.message.to_lowercase();
    let service = error.call.split(':').next().unwrap_or_default();
    QUOTAS.iter().find(|quota| {
        quota.service == service
            && (quota.codes.is_empty() || quota.codes.contains(&error.code.as_str()))
            && quota.words.iter().all(|word| message.contains(&word.to_lowercase()))
    })
}

impl Quota {
    /// Explains that the quota is used up.
    pub(super) fn diagnosis(&self, fill: &Fill<'_>) -> Diagnosis {
        let more = match self.raise {
            Request(service, code, to) => request(service, code, to, "{region}"),
            Globally(service, code, to) => request(service, code, to, "us-east-1"),
            Support => "; or ask AWS Support for more: https://console.aws.amazon.com/support/home".into(),
            Never => String::new(),
        };
        Diagnosis {
            meaning: fill.fill(&format!(
                "account {{account}} has reached a quota in {{region}}: {}",
                self.name
            )),
            advice: fill.fill(&format!("{}, and run the same command again{more}", self.instead)),
        }
    }
}

/// Returns the end of the advice for a quota that AWS raises on request.
fn request(service: &str, code: &str, to: u32, region: &str) -> String {
    format!(
        "; or ask AWS for more, which takes minutes to days: `aws service-quotas request-service-quota-increase --service-code {service} \
         --quota-code {code} --desired-value {to} --region {region}`"
    )
}
