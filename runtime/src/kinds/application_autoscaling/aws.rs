//! Application Auto Scaling, for ECS services.

use crate::aws::Listing;
use crate::kinds::ecs::Service;
use crate::resource::Kind as _;
use aws_sdk_applicationautoscaling::types::{ScalableDimension, ServiceNamespace};

/// The service whose resources are scaled.
pub(super) const ECS: ServiceNamespace = ServiceNamespace::Ecs;
/// The property that is scaled: the desired count of tasks.
pub(super) const COUNT: ScalableDimension = ScalableDimension::EcsServiceDesiredCount;

/// Returns Application Auto Scaling's resource IDs of the stack's known services in the listed region:
/// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html>.
pub(super) fn services(lx: &Listing<'_>) -> Vec<String> {
    pub(super) const MARK: &str = ":service/";
    let arns = lx.known_here(&Service::INFO, MARK);
    arns.filter_map(|arn| Some(format!("service/{}", arn.split_once(MARK)?.1)))
        .collect()
}
