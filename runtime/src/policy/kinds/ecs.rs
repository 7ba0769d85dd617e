//! Amazon ECS: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html>.
//!
//! What is made with tags needs the right to tag, too:
//! <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html>.

use super::logs::SERVICE_LOG;
use crate::policy::row::{
    Condition, OWNED_BY_STACK, PASSED_TO, Row, TAGGED_ON_CREATE, allow, allow_in_region, arn, equals, global_arn,
};

const CLUSTERS: &[&str] = &[arn!("ecs", "cluster/{stack}-*")];
const SERVICES: &[&str] = &[arn!("ecs", "service/{stack}-*/{stack}-*")];
const TASK_DEFINITIONS: &[&str] = &[arn!("ecs", "task-definition/{stack}-*:*")];

const CREATION: Condition = equals(
    "ecs:CreateAction",
    &["CreateCluster", "CreateService", "RegisterTaskDefinition"],
);

/// Container Insights' log group, which AWS names after the cluster, goes with it.
pub(super) const CLUSTER: &[Row] = &[
    allow(&["ecs:DescribeClusters"], CLUSTERS),
    allow(&["ecs:CreateCluster"], CLUSTERS).when(&[TAGGED_ON_CREATE]),
    allow(&["ecs:TagResource"], CLUSTERS).when(&[TAGGED_ON_CREATE, CREATION]),
    allow(&["ecs:DeleteCluster", "ecs:UpdateCluster"], CLUSTERS).when(&[OWNED_BY_STACK]),
    allow_in_region(&["logs:DescribeLogGroups"]),
    allow(
        SERVICE_LOG,
        &[arn!("logs", "log-group:/aws/ecs/containerinsights/{stack}-*")],
    ),
];

pub(super) const SERVICE: &[Row] = &[
    allow(&["ecs:DescribeServices"], SERVICES),
    allow(&["ecs:CreateService"], SERVICES).when(&[TAGGED_ON_CREATE]),
    allow(&["ecs:TagResource"], SERVICES).when(&[TAGGED_ON_CREATE, CREATION]),
    allow(&["ecs:DeleteService", "ecs:UpdateService"], SERVICES).when(&[OWNED_BY_STACK]),
];

pub(super) const TASK_DEFINITION: &[Row] = &[
    allow_in_region(&[
        "ecs:DeregisterTaskDefinition",
        "ecs:DescribeTaskDefinition",
        "ecs:ListTaskDefinitions",
    ]),
    allow(&["ecs:RegisterTaskDefinition"], TASK_DEFINITIONS).when(&[TAGGED_ON_CREATE]),
    allow(&["ecs:TagResource"], TASK_DEFINITIONS).when(&[TAGGED_ON_CREATE, CREATION]),
    allow(
        &["iam:PassRole"],
        &[
            global_arn!("iam", "role/{execution_role}"),
            global_arn!("iam", "role/{task_role}"),
        ],
    )
    .when(&[equals(PASSED_TO, &["ecs-tasks.amazonaws.com"])]),
];
