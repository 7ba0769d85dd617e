//! Application Auto Scaling: of ECS services.

mod scalable_target;
mod scaling_policy;

use aws_sdk_applicationautoscaling::types::{ScalableDimension, ServiceNamespace};

/// Whose resources are scaled.
const ECS: ServiceNamespace = ServiceNamespace::Ecs;
/// What of them is scaled.
const COUNT: ScalableDimension = ScalableDimension::EcsServiceDesiredCount;
