//! IAM permissions to manage VPC origins: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html>.
//!
//! CloudFront has no regions: its ARNs have none, and a condition on the region would restrict nothing.

use super::VpcOrigin;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_on_all, dependents, equals, global_arn,
};

const VPC_ORIGINS: &[&str] = &[global_arn!("cloudfront", "vpcorigin/*")];

impl HasPermissions for VpcOrigin {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_on_all(&["cloudfront:ListVpcOrigins"]),
            allow(
                &["cloudfront:GetVpcOrigin", "cloudfront:ListTagsForResource"],
                VPC_ORIGINS,
            ),
            allow_on_all(&["cloudfront:CreateVpcOrigin"]).when(&[TAGGED_ON_CREATE]),
            allow(&["cloudfront:TagResource"], VPC_ORIGINS).when(&[TAGGED_ON_CREATE]),
            allow(
                &["cloudfront:DeleteVpcOrigin", "cloudfront:UpdateVpcOrigin"],
                VPC_ORIGINS,
            )
            .when(&[OWNED_BY_STACK]),
            // The service-linked role that CloudFront uses to create network interfaces. It is created once per
            // account:
            // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-service-linked-roles.html
            allow(
                &["iam:CreateServiceLinkedRole"],
                &[global_arn!(
                    "iam",
                    "role/aws-service-role/vpcorigin.cloudfront.amazonaws.com/*"
                )],
            )
            .when(&[equals("iam:AWSServiceName", &["vpcorigin.cloudfront.amazonaws.com"])]),
            // CloudFront may leave a security group in the VPC, to which it has added this tag:
            // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCloudFrontVPCOriginServiceRolePolicy.html
            allow(
                &["ec2:DeleteSecurityGroup"],
                &["arn:{partition}:ec2:{home}:{account}:security-group/*"],
            )
            .when(&[equals("aws:ResourceTag/aws.cloudfront.vpcorigin", &["enabled"])]),
        ],
        inventory: &[
            allow_on_all(&["cloudfront:ListVpcOrigins"]),
            allow(
                &["cloudfront:ListTagsForResource"],
                &["arn:{partition}:cloudfront::{account}:*"],
            ),
        ],
        dependents: &[dependents(
            "cloudfront:CreateVpcOrigin",
            &["cloudfront:TagResource", "iam:CreateServiceLinkedRole"],
        )],
    };
}
