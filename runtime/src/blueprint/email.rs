//! `email`: how Moodle reaches the mail server. It adds no resources: SES's addresses and credentials belong to the
//! university.

use crate::resource::id::SecretArn;
use crate::resource::{Joined, Ref};
use moodle_stack_model::Architecture;
use moodle_stack_model::facts::ses::smtp_host;

/// The STARTTLS port that Amazon EC2 does not throttle:
/// <https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html>.
pub(super) const SUBMISSION: u16 = 587;

/// Returns the secret with the SMTP credentials, which the execution role must be able to read.
pub(super) fn secret(architecture: &Architecture) -> Option<Ref<SecretArn>> {
    architecture.email.map(|email| Ref::known(email.credentials))
}

/// Returns the environment variables that ECS fills from the secret, one for each key of its JSON:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html>.
pub(super) fn credentials(architecture: &Architecture) -> Vec<(String, Joined)> {
    let Some(arn) = secret(architecture) else {
        return Vec::new();
    };
    let keys = [("MOODLE_SMTP_USER", "username"), ("MOODLE_SMTP_PASSWORD", "password")];
    let from = |(variable, key): (&str, &str)| {
        let value = Joined::reference(&arn).push(format!(":{key}::"));
        (variable.to_owned(), value)
    };
    keys.map(from).into()
}

/// Returns the other environment variables.
pub(super) fn environment(architecture: &Architecture) -> Vec<(String, Joined)> {
    let Some(email) = architecture.email else {
        return Vec::new();
    };
    let host = smtp_host(email.region.unwrap_or(architecture.region));
    let texts = [
        ("MOODLE_SMTP_HOST", host.as_str().to_owned()),
        ("MOODLE_SMTP_PORT", SUBMISSION.to_string()),
        ("MOODLE_NOREPLY_ADDRESS", email.from.to_owned()),
    ];
    texts.map(|(name, text)| (name.to_owned(), Joined::text(text))).into()
}
