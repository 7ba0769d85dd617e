//! Shared by the permissions for ECS:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html>.
//!
//! Creating a resource with tags also needs the permission to set tags:
//! <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html>.

use crate::resource::permission::{Condition, equals};

pub(super) const CREATION: Condition = equals(
    "ecs:CreateAction",
    &["CreateCluster", "CreateService", "RegisterTaskDefinition"],
);
