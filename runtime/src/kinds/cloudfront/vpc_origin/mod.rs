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
        create: 420 to 1800,
        delete: 300 to 1800,
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
