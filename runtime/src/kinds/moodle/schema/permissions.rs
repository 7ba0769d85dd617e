//! Moodle's tables, which AWS knows only by the tags on the cluster. The permissions for the tasks that create the
//! tables are with those of the commands.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html>

use super::Schema;
use crate::resource::permission::{HasPermissions, OWNED_BY_STACK, Permissions, allow, arn};

const CLUSTERS: &[&str] = &[arn!("ecs", "cluster/{stack}-*")];

impl HasPermissions for Schema {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(&["ecs:ListTagsForResource"], CLUSTERS),
            allow(&["ecs:TagResource", "ecs:UntagResource"], CLUSTERS).when(&[OWNED_BY_STACK]),
        ],
        inventory: &[],
        dependents: &[],
    };
}
