//! The roles in which AWS services act in the account; all stacks share them.

use super::graph_builder::GraphBuilder;
use crate::kinds::iam::ServiceLinkedRole;
use crate::resource::id::RoleArn;
use crate::resource::{Ref, Retention};

/// The service-linked roles.
///
/// Most services create their role automatically, but the first cluster of an account can fail while ECS still creates
/// it: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html>.
pub(super) struct LinkedRoles {
    pub(super) ecs: Ref<RoleArn>,
    pub(super) load_balancing: Ref<RoleArn>,
    pub(super) rds: Ref<RoleArn>,
    pub(super) elasticache: Ref<RoleArn>,
    pub(super) scaling: Ref<RoleArn>,
}

impl LinkedRoles {
    /// Adds the roles.
    pub(super) fn new(graph: &mut GraphBuilder) -> Self {
        let mut add = |address: &str, service: &str| {
            let role = ServiceLinkedRole {
                service: service.into(),
                on_destroy: Retention::Retain,
            };
            graph.add(address, "account", &role).arn()
        };
        Self {
            ecs: add("account.role-ecs", "ecs.amazonaws.com"),
            load_balancing: add("account.role-load-balancing", "elasticloadbalancing.amazonaws.com"),
            rds: add("account.role-rds", "rds.amazonaws.com"),
            elasticache: add("account.role-elasticache", "elasticache.amazonaws.com"),
            scaling: add("account.role-scaling", "ecs.application-autoscaling.amazonaws.com"),
        }
    }
}
