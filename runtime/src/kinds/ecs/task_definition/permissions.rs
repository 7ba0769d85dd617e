//! IAM permissions to manage task definitions.

use super::super::permissions::CREATION;
use super::TaskDefinition;
use crate::resource::permission::{
    HasPermissions, PASSED_TO, Permissions, TAGGED_AGAIN, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
    equals, global_arn,
};

const TASK_DEFINITIONS: &[&str] = &[arn!("ecs", "task-definition/{stack}-*:*")];

impl HasPermissions for TaskDefinition {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&[
                "ecs:DeregisterTaskDefinition",
                "ecs:DescribeTaskDefinition",
                "ecs:ListTaskDefinitions",
            ]),
            allow(&["ecs:RegisterTaskDefinition"], TASK_DEFINITIONS).when(&[TAGGED_ON_CREATE]),
            allow(&["ecs:TagResource"], TASK_DEFINITIONS).when(&[TAGGED_ON_CREATE, CREATION]),
            allow(&["ecs:TagResource"], TASK_DEFINITIONS).when(TAGGED_AGAIN),
            allow(
                &["iam:PassRole"],
                &[
                    global_arn!("iam", "role/{execution_role}"),
                    global_arn!("iam", "role/{task_role}"),
                ],
            )
            .when(&[equals(PASSED_TO, &["ecs-tasks.amazonaws.com"])]),
        ],
        inventory: &[allow_in_region(&[
            "ecs:DescribeTaskDefinition",
            "ecs:ListTaskDefinitionFamilies",
            "ecs:ListTaskDefinitions",
        ])],
        dependents: &[dependents(
            "ecs:RegisterTaskDefinition",
            &["ecs:TagResource", "iam:PassRole"],
        )],
    };
}
