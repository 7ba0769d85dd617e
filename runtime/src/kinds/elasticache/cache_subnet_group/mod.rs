//! Cache subnet groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{SubnetId, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A cache subnet group: the subnets that the nodes of a cache can be in.
    CacheSubnetGroup is "cache subnet group", "AWS::ElastiCache::SubnetGroup" of "elasticache" {
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html
        name_limit: 255,
        replaces: [vpc],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// The subnet group's name.
            name: CacheSubnetGroupName,
        },
    }
    /// The VPC that the subnets are in. The subnet group cannot move to another VPC.
    vpc: Ref<VpcId>,
    /// What the subnet group is for.
    description: String,
    /// The subnets that nodes can be in.
    subnets: Vec<Ref<SubnetId>>,
}

impl HasAdvice for CacheSubnetGroup {
    const ADVICE: &'static [Advice] = &[];
}
