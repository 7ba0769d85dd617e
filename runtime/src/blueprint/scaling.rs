//! The number of tasks: autoscaling keeps the declared targets.

use super::compute::Compute;
use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::load_balancer::LoadBalancer;
use crate::kinds::application_autoscaling::{ScalableTarget, ScalingPolicy};
use crate::resource::Joined;

/// The address of the scalable target, which has the range of the number of tasks.
pub(crate) const SCALABLE_TARGET: &str = "compute.tasks";

/// Adds the range, and a scaling policy for each declared target.
pub(super) fn scaling(
    graph: &mut GraphBuilder,
    linked_roles: &LinkedRoles,
    load_balancer: &LoadBalancer,
    compute: &Compute,
) {
    let declared = graph.architecture.compute;
    let target = ScalableTarget {
        cluster: compute.cluster.name(),
        service: compute.service.name(),
        min: declared.replicas.min,
        max: declared.replicas.max,
        linked_role: linked_roles.scaling.clone(),
    };
    let target = graph.add(SCALABLE_TARGET, "compute.replicas", &target).id();
    let mut track = |address: &str, key: &'static str, metric: &str, value: u32, label: Option<Joined>| {
        let policy = ScalingPolicy {
            target: target.clone(),
            metric: metric.into(),
            value,
            label,
        };
        graph.add(address, key, &policy);
    };
    track(
        "compute.scale-cpu",
        "compute.scale_at_cpu",
        "ECSServiceAverageCPUUtilization",
        declared.scale_at_cpu,
        None,
    );
    if let Some(memory) = declared.scale_at_memory {
        track(
            "compute.scale-memory",
            "compute.scale_at_memory",
            "ECSServiceAverageMemoryUtilization",
            memory,
            None,
        );
    }
    if let Some(requests) = declared.scale_at_requests {
        // <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html>
        let label = Joined::reference(&load_balancer.alb.label())
            .push("/")
            .then(&load_balancer.target_group.label());
        track(
            "compute.scale-requests",
            "compute.scale_at_requests",
            "ALBRequestCountPerTarget",
            requests,
            Some(label),
        );
    }
}
