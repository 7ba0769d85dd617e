//! IAM permissions to manage load balancers.

use super::super::permissions::LOAD_BALANCERS;
use super::LoadBalancer;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

impl HasPermissions for LoadBalancer {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
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
                    "elasticloadbalancing:SetIpAddressType",
                    "elasticloadbalancing:SetSecurityGroups",
                    "elasticloadbalancing:SetSubnets",
                ],
                LOAD_BALANCERS,
            )
            .when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&[
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeTags",
        ])],
        dependents: &[dependents(
            "elasticloadbalancing:CreateLoadBalancer",
            &["elasticloadbalancing:AddTags"],
        )],
    };
}
