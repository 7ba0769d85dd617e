//! Secrets.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A secret whose value AWS generates; the deployer holds it for one call and writes it nowhere.
    Secret is "secret", "AWS::SecretsManager::Secret" of "secretsmanager" {
        // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
        named: 512,
        incidental: [length, punctuation],
        unreported: [length, punctuation],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: SecretArn,
        },
    }
    /// What it is for.
    description: String,
    /// How many characters are generated.
    length: u32,
    /// Whether punctuation may occur in it.
    punctuation: bool,
}

impl HasAdvice for Secret {
    const ADVICE: &'static [Advice] = &[];
}
