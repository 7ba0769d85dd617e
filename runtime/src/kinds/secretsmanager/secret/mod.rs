//! Secrets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A secret whose value AWS generates. The deployer has the value during one call, and does not store it.
    Secret is "secret", "AWS::SecretsManager::Secret" of "secretsmanager" {
        // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
        name_limit: 512,
        incidental: [length, punctuation],
        unreported: {
            length: "the value is a secret, which is not read",
            punctuation: "the value is a secret, which is not read",
        },
        constants: [policy, rotation],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// The secret's ARN.
            arn: SecretArn,
        },
    }
    /// What the secret is for.
    description: String,
    /// The length of the generated value, in characters.
    length: u32,
    /// Whether the value may contain punctuation.
    punctuation: bool,
}

impl HasAdvice for Secret {
    const ADVICE: &'static [Advice] = &[];
}
