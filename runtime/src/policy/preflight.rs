//! The permissions for preflight checks.

use super::fill::Values;
use super::rows::Rows;
use crate::resource::permission::{Row, allow, allow_in_region, allow_on_all};
use moodle_stack_model::facts::quotas::Quota;
use moodle_stack_model::rules::preflight::{PreflightQuery, QueryTarget, identities};
use moodle_stack_model::{Architecture, Image};

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html>
const CERTIFICATE: &[Row] = &[allow(&["acm:DescribeCertificate"], &["{certificate}"])];

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html>
const HOSTED_ZONE: &[Row] = &[allow(
    &["route53:GetHostedZone"],
    &["arn:{partition}:route53:::hostedzone/{zone}"],
)];

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>
const ZONES: &[Row] = &[allow_in_region(&["ec2:DescribeAvailabilityZones"])];
const REGIONS: &[Row] = &[allow_in_region(&["ec2:DescribeRegions"])];
const ENDPOINT_ZONES: &[Row] = &[allow_in_region(&["ec2:DescribeVpcEndpointServices"])];

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html>
const QUOTA: &[Row] = &[allow_in_region(&[
    "servicequotas:GetAWSDefaultServiceQuota",
    "servicequotas:GetServiceQuota",
])];

/// What counts against the quotas:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html>
const fn counted(quota: Quota) -> &'static [Row] {
    match quota {
        Quota::Fargate | Quota::FargateSpot | Quota::GroupRules => &[],
        Quota::Vpcs => const { &[allow_in_region(&["ec2:DescribeVpcs"])] },
        Quota::InternetGateways => const { &[allow_in_region(&["ec2:DescribeInternetGateways"])] },
        Quota::ElasticIps => const { &[allow_in_region(&["ec2:DescribeAddresses"])] },
        Quota::LoadBalancers => const { &[allow_in_region(&["elasticloadbalancing:DescribeLoadBalancers"])] },
        Quota::Distributions => const { &[allow_on_all(&["cloudfront:ListDistributions"])] },
        Quota::DbInstances => {
            const {
                &[allow(
                    &["rds:DescribeDBInstances"],
                    &["arn:{partition}:rds:{region}:{account}:db:*"],
                )]
            }
        }
    }
}

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html>
const ALIAS: &[Row] = &[
    allow_on_all(&["cloudfront:ListDistributions"]),
    allow(
        &["cloudfront:ListConflictingAliases", "cloudfront:ListTagsForResource"],
        &["arn:{partition}:cloudfront::{account}:distribution/*"],
    ),
];

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html>
const SENDING: &[Row] = &[allow_in_region(&["ses:GetAccount"])];
const SENDER: &[Row] = &[allow(
    &["ses:GetEmailIdentity"],
    &["arn:{partition}:ses:{region}:{account}:identity/{identity}"],
)];

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html>
const OFFERS: &[Row] = &[allow_in_region(&["rds:DescribeOrderableDBInstanceOptions"])];

/// The API of the registry needs the permissions of ECR's API:
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html>
const IMAGE: &[Row] = &[
    allow_in_region(&["ecr:GetAuthorizationToken"]),
    allow(
        &["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        &["arn:{partition}:ecr:{region}:{owner}:repository/{repository}"],
    ),
];

/// Adds the permissions for the preflight checks of a declaration.
pub(super) fn add(rows: &mut Rows<'_>, architecture: &Architecture) {
    for query in PreflightQuery::all(architecture) {
        let values = Values::in_region(rows.graph, query.region);
        match query.target {
            QueryTarget::Certificate(arn) => rows.add(&values.and("certificate", [arn]), CERTIFICATE),
            QueryTarget::HostedZone(id) => rows.add(&values.and("zone", [id]), HOSTED_ZONE),
            QueryTarget::Zones => rows.add(&values, ZONES),
            QueryTarget::Offers(..) => rows.add(&values, OFFERS),
            QueryTarget::Regions => rows.add(&values, REGIONS),
            QueryTarget::EndpointZones => rows.add(&values, ENDPOINT_ZONES),
            QueryTarget::Quota(quota) => {
                rows.add(&values, QUOTA);
                rows.add(&values, counted(quota));
            }
            QueryTarget::Alias(..) => rows.add(&values, ALIAS),
            QueryTarget::Sending => rows.add(&values, SENDING),
            QueryTarget::Sender(from) => {
                rows.add(&values.and("identity", identities(from)), SENDER);
            }
            QueryTarget::Image(reference) => {
                let image = Image::parse(reference).ok();
                // Other registries are read without signing in.
                if let Some((image, ecr)) = image.as_ref().and_then(|image| Some((image, image.ecr()?))) {
                    let values = Values::in_region(rows.graph, ecr.region);
                    let values = values.and("owner", [ecr.account]).and("repository", [image.path]);
                    rows.add(&values, IMAGE);
                }
            }
        }
    }
}
