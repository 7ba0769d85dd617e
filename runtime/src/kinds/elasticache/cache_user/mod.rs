//! Cache users.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::SecretArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};

kind! {
    /// A user of a serverless cache: the engine's user `default`, who must send a password, and may then do everything. A
    /// client that sends only a password signs in as this user.
    CacheUser is "cache user", "AWS::ElastiCache::User" of "elasticache" {
        // AWS states no limit for the name, and 40 for that of a cache:
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html
        name_limit: 40,
        replaces: [engine],
        unreported: {
            password: "AWS does not return passwords",
        },
        constants: [access, authentication],
        unread: {
            user_name: "AWS cannot change it: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyUser.html",
        },
        create: 5 to 600,
        delete: 5 to 600,
        outputs: {
            /// The user's ID.
            name: CacheUserId,
        },
    }
    /// The engine: `redis` or `valkey`.
    engine: String,
    /// The secret with the password.
    password: Ref<SecretArn>,
}

impl HasAdvice for CacheUser {
    const ADVICE: &'static [Advice] = &[];
}
