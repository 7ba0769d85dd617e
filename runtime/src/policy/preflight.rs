//! The permissions for preflight checks.

use super::fill::Values;
use super::rows::Rows;
use crate::resource::permission::{Row, allow, allow_in_region};
use moodle_stack_model::rules::preflight::{PreflightQuery, QueryTarget};
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
