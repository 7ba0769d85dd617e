//! Amazon ECS: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html>.
//!
//! What is made with tags needs the right to tag, too:
//! <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html>.

use crate::resource::permission::{Condition, equals};

pub(super) const CREATION: Condition = equals(
    "ecs:CreateAction",
    &["CreateCluster", "CreateService", "RegisterTaskDefinition"],
);
