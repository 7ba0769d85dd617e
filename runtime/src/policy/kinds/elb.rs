//! Elastic Load Balancing:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html>.
//!
//! What belongs to a load balancer has the load balancer's name in its ARN.

use crate::policy::row::{OWNED_BY_STACK, Row, TAGGED_ON_CREATE, allow, allow_in_region, arn};

const LISTENERS: &[&str] = &[arn!("elasticloadbalancing", "listener/app/{stack}-*/*/*")];
const LISTENER_RULES: &[&str] = &[arn!("elasticloadbalancing", "listener-rule/app/{stack}-*/*/*/*")];
const LOAD_BALANCERS: &[&str] = &[arn!("elasticloadbalancing", "loadbalancer/app/{stack}-*/*")];
const TARGET_GROUPS: &[&str] = &[arn!("elasticloadbalancing", "targetgroup/{stack}-*/*")];

pub(super) const LISTENER: &[Row] = &[
    allow_in_region(&[
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeTags",
    ]),
    allow(&["elasticloadbalancing:CreateListener"], LOAD_BALANCERS).when(&[TAGGED_ON_CREATE, OWNED_BY_STACK]),
    allow(&["elasticloadbalancing:AddTags"], LISTENERS).when(&[TAGGED_ON_CREATE]),
    allow(
        &[
            "elasticloadbalancing:DeleteListener",
            "elasticloadbalancing:ModifyListener",
        ],
        LISTENERS,
    )
    .when(&[OWNED_BY_STACK]),
];

/// The rule's condition is a secret's value.
pub(super) const LISTENER_RULE: &[Row] = &[
    allow_in_region(&[
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTags",
    ]),
    allow(&["elasticloadbalancing:CreateRule"], LISTENERS).when(&[TAGGED_ON_CREATE, OWNED_BY_STACK]),
    allow(&["elasticloadbalancing:AddTags"], LISTENER_RULES).when(&[TAGGED_ON_CREATE]),
    allow(
        &["elasticloadbalancing:DeleteRule", "elasticloadbalancing:ModifyRule"],
        LISTENER_RULES,
    )
    .when(&[OWNED_BY_STACK]),
    allow(&["elasticloadbalancing:SetRulePriorities"], LISTENER_RULES),
    allow(
        &["secretsmanager:GetSecretValue"],
        &[arn!("secretsmanager", "secret:{stack}/*")],
    ),
];

pub(super) const LOAD_BALANCER: &[Row] = &[
    allow_in_region(&[
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTags",
    ]),
    allow(
        &[
            "elasticloadbalancing:AddTags",
            "elasticloadbalancing:CreateLoadBalancer",
        ],
        LOAD_BALANCERS,
    )
    .when(&[TAGGED_ON_CREATE]),
    allow(
        &[
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:ModifyLoadBalancerAttributes",
            "elasticloadbalancing:SetSecurityGroups",
            "elasticloadbalancing:SetSubnets",
        ],
        LOAD_BALANCERS,
    )
    .when(&[OWNED_BY_STACK]),
];

pub(super) const TARGET_GROUP: &[Row] = &[
    allow_in_region(&[
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
    ]),
    allow(
        &["elasticloadbalancing:AddTags", "elasticloadbalancing:CreateTargetGroup"],
        TARGET_GROUPS,
    )
    .when(&[TAGGED_ON_CREATE]),
    allow(
        &[
            "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyTargetGroup",
            "elasticloadbalancing:ModifyTargetGroupAttributes",
        ],
        TARGET_GROUPS,
    )
    .when(&[OWNED_BY_STACK]),
];
