//! Cache user groups.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::CacheUserId;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A cache user group: the users that may sign in to a serverless cache.
    CacheUserGroup is "cache user group", "AWS::ElastiCache::UserGroup" of "elasticache" {
        // AWS states no limit for the name, and 40 for that of a cache:
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html
        name_limit: 40,
        replaces: [engine],
        create: 10 to 600,
        delete: 10 to 600,
        outputs: {
            /// The group's ID.
            name: CacheUserGroupId,
        },
    }
    /// The engine: `redis` or `valkey`.
    engine: String,
    /// The users.
    users: Vec<Ref<CacheUserId>>,
}

impl HasAdvice for CacheUserGroup {
    const ADVICE: &'static [Advice] = &[];
}
