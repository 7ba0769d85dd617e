//! Moodle's tables, of which AWS knows two tags of the cluster. The tasks that make them are with the commands.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html>

use crate::resource::permission::{OWNED_BY_STACK, Permissions, allow, arn};

const CLUSTERS: &[&str] = &[arn!("ecs", "cluster/{stack}-*")];

pub(super) const PERMISSIONS: Permissions = Permissions {
    rows: &[
        allow(&["ecs:ListTagsForResource"], CLUSTERS),
        allow(&["ecs:TagResource", "ecs:UntagResource"], CLUSTERS).when(&[OWNED_BY_STACK]),
    ],
    inventory: &[],
    dependents: &[],
};
