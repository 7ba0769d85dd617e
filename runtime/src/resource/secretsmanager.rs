//! AWS Secrets Manager.

kind! {
    /// A secret whose value AWS generates; the deployer holds it for one call and writes it nowhere.
    Secret is "secret", "AWS::SecretsManager::Secret" of "secretsmanager" {
        named: 512,
        incidental: [length, punctuation],
        untold: [length, punctuation],
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
