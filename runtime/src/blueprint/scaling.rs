//! How many tasks there are: as many as hold the declared targets.

use super::compute::Compute;
use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::load_balancer::Front;
use crate::kinds::application_autoscaling::{ScalableTarget, ScalingPolicy};
use crate::resource::Joined;

/// Where the range stands in the graph.
pub(crate) const RANGE: &str = "compute.tasks";

/// Adds the range and a policy for each target.
pub(super) fn scaling(draft: &mut GraphBuilder, linked_roles: &LinkedRoles, front: &Front, compute: &Compute) {
    let declared = draft.site.compute;
    let target = ScalableTarget {
        cluster: compute.cluster.name(),
        service: compute.service.name(),
        min: declared.replicas.min,
        max: declared.replicas.max,
        linked_role: linked_roles.scaling.clone(),
    };
    let target = draft.add(RANGE, "compute.replicas", &target).id();
    let mut hold = |address: &str, key: &'static str, metric: &str, value: u32, label: Option<Joined>| {
        let policy = ScalingPolicy {
            target: target.clone(),
            metric: metric.into(),
            value,
            label,
        };
        draft.add(address, key, &policy);
    };
    hold(
        "compute.scale-cpu",
        "compute.scale_at_cpu",
        "ECSServiceAverageCPUUtilization",
        declared.scale_at_cpu,
        None,
    );
    if let Some(memory) = declared.scale_at_memory {
        hold(
            "compute.scale-memory",
            "compute.scale_at_memory",
            "ECSServiceAverageMemoryUtilization",
            memory,
            None,
        );
    }
    if let Some(requests) = declared.scale_at_requests {
        // <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html>
        let label = Joined::reference(&front.load_balancer.label())
            .push("/")
            .then(&front.target_group.label());
        hold(
            "compute.scale-requests",
            "compute.scale_at_requests",
            "ALBRequestCountPerTarget",
            requests,
            Some(label),
        );
    }
}
