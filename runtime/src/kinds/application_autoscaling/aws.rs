//! What the adapters share.

use crate::aws::Listing;
use crate::kinds::ecs::Service;
use crate::resource::Kind as _;
use aws_sdk_applicationautoscaling::types::{ScalableDimension, ServiceNamespace};

/// Whose resources are scaled.
pub(super) const ECS: ServiceNamespace = ServiceNamespace::Ecs;
/// What of them is scaled.
pub(super) const COUNT: ScalableDimension = ScalableDimension::EcsServiceDesiredCount;

/// Names the stack's known services in the region that is listed, as Application Auto Scaling does:
/// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html>.
pub(super) fn services(lx: &Listing<'_>) -> Vec<String> {
    pub(super) const MARK: &str = ":service/";
    let arns = lx.known_here(&Service::INFO, MARK);
    arns.filter_map(|arn| Some(format!("service/{}", arn.split_once(MARK)?.1)))
        .collect()
}
