//! The rule that a cache demands a password.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{CacheName, CacheUserGroupId, ScheduleArn, SecretArn, ServiceName};
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// The rule that a cache demands its password. A new cache has it from the start. A cache of an earlier version of this
    /// program first accepts clients with and without the password, and gets the rule when all tasks send the password. A
    /// tag on the cache records it, because AWS does not report it.
    CacheAuthentication is "cache authentication", "Moodle::CacheAuthentication" of "elasticache" {
        replaces: [cache],
        local: [service, cron],
        unreported: {
            cache: "its ARN is in the ID",
            user_group: "a cache with another user group counts as one without authentication",
        },
        listed: [cache],
        create: 5 to 3600,
        delete: 2 to 300,
        outputs: {
            /// Its ID: the cache's ARN, and `#authentication`.
            id: CacheAuthenticationId,
        },
    }
    /// The cache.
    cache: Ref<CacheName>,
    /// The user group that may sign in, if the cache is serverless; `None` if it has nodes.
    user_group: Option<Ref<CacheUserGroupId>>,
    /// The secret with the password.
    password: Ref<SecretArn>,
    /// The service. This only orders the steps: its tasks send the password before the cache demands it.
    service: Ref<ServiceName>,
    /// The schedule of Moodle's cron, for the same reason.
    cron: Ref<ScheduleArn>,
}

impl HasAdvice for CacheAuthentication {
    const ADVICE: &'static [Advice] = &[];
}
