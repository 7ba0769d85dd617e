//! Cache subnet groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{SubnetId, VpcId};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A subnet group of caches.
    CacheSubnetGroup is "cache subnet group", "AWS::ElastiCache::SubnetGroup" of "elasticache" {
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html
        named: 255,
        replaces: [vpc],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its name.
            name: CacheSubnetGroupName,
        },
    }
    /// The VPC, out of which it cannot move.
    vpc: Ref<VpcId>,
    /// What it is for.
    description: String,
    /// The subnets.
    subnets: Vec<Ref<SubnetId>>,
}

impl HasAdvice for CacheSubnetGroup {
    const ADVICE: &'static [Advice] = &[];
}
