//! Reading secrets.

use super::adapter::Cx;
use super::clients::Clients;
use super::error::{api_error, missing};
use crate::provider::ApiError;
use crate::secret::SecretValue;

/// Reads a secret, in the region that its ARN names.
pub(crate) async fn read(clients: &Clients, arn: &str) -> Result<SecretValue, ApiError> {
    const CALL: &str = "secretsmanager:GetSecretValue";
    let region = arn.split(':').nth(3).unwrap_or_default();
    let client = clients.client(region, aws_sdk_secretsmanager::Client::new);
    let answer = client.get_secret_value().secret_id(arn).send();
    let value = answer.await.map_err(api_error(CALL))?.secret_string;
    value.map(SecretValue::new).ok_or_else(|| missing(CALL, "value"))
}

impl Cx<'_> {
    /// Reads a secret, which may be in another region than the resource that uses it.
    pub(crate) async fn secret_value(&self, arn: &str) -> Result<SecretValue, ApiError> {
        read(self.clients, arn).await
    }

    /// Reads a secret to compare it with what a resource has; `None` if it cannot be read: its ARN is unknown after the journal
    /// was lost, it no longer exists, or somebody only plans and may not read it.
    pub(crate) async fn secret_to_compare(&self, arn: &str) -> Result<Option<SecretValue>, ApiError> {
        if arn.is_empty() {
            return Ok(None);
        }
        match self.secret_value(arn).await {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.kind.is_retryable() => Err(error),
            Err(_) => Ok(None),
        }
    }
}

/// What a constant says about a secret: whether it is the one that was set, and never its value.
pub(crate) const SAME: &str = "the secret's value";

/// Compares a secret with the values that a resource has.
pub(crate) fn comparison<'v>(secret: &SecretValue, found: impl IntoIterator<Item = &'v str>) -> &'static str {
    let mut found = found.into_iter();
    if found.next() == Some(secret.expose()) && found.next().is_none() {
        SAME
    } else {
        "another value"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_alone_is_the_same() {
        let secret = SecretValue::new("s3cret".into());
        assert_eq!(comparison(&secret, ["s3cret"]), SAME);
        for other in [&["other"][..], &["s3cret", "guessed"], &[]] {
            assert_ne!(comparison(&secret, other.iter().copied()), SAME);
        }
    }
}
