//! Cache parameter groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use std::collections::BTreeMap;

kind! {
    /// A cache parameter group: the settings of the engine on the nodes of a cache.
    CacheParameterGroup is "cache parameter group", "AWS::ElastiCache::ParameterGroup" of "elasticache" {
        // AWS states no limit for the name, and 255 for that of a subnet group:
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html
        name_limit: 255,
        replaces: [family, description],
        create: 3 to 300,
        delete: 2 to 300,
        outputs: {
            /// The group's name.
            name: CacheParameterGroupName,
        },
    }
    /// The parameter group family, such as `valkey8`.
    family: String,
    /// What the group is for.
    description: String,
    /// The values of the parameters that differ from the engine's defaults, by the parameters' names.
    parameters: BTreeMap<String, String>,
}

impl HasAdvice for CacheParameterGroup {
    const ADVICE: &'static [Advice] = &[];
}
