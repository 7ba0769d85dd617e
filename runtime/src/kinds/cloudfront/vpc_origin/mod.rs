//! VPC origins.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::LoadBalancerArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A VPC origin, through which CloudFront reaches a private load balancer.
    VpcOrigin is "VPC origin", "AWS::CloudFront::VpcOrigin" of "cloudfront" {
        // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_VpcOriginEndpointConfig.html
        name_limit: 64,
        constants: [endpoint],
        // AWS states no time. A deployment took more than 15 minutes in
        // https://github.com/terraform-aws-modules/terraform-aws-cloudfront/issues/163, and others measured 20 to 25
        // minutes, for the deletion too.
        create: 1350 to 3600,
        delete: 1350 to 3600,
        outputs: {
            /// The VPC origin's ID.
            id: VpcOriginId,
        },
    }
    /// The private load balancer.
    load_balancer: Ref<LoadBalancerArn>,
}

impl HasAdvice for VpcOrigin {
    const ADVICE: &'static [Advice] = &[];
}
