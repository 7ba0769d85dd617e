//! Keys.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};
use serde_json::Value;

kind! {
    /// A customer managed key for symmetric encryption, which AWS rotates every year. Its alias has its name.
    Key is "KMS key", "AWS::KMS::Key" of "kms" {
        // With `alias/` before it: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
        name_limit: 250,
        constants: [alias, enabled, rotation],
        // The stack's tag allows changes up to five minutes after the creation:
        // https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
        create: 3 to 600,
        delete: 2 to 300,
        outputs: {
            /// The key's ARN.
            arn: KmsKeyArn,
        },
    }
    /// What the key encrypts.
    description: String,
    /// The key policy, which states who may use the key: a policy document.
    policy: Value,
}

impl HasAdvice for Key {
    const ADVICE: &'static [Advice] = &[];
}
