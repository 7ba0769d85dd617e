//! Secrets' values: where they are needed, and nowhere else.

use super::{Cx, fault, missing};
use crate::provider::Fault;
use std::fmt;

/// A secret's value, in memory for one call.
pub(crate) struct SecretValue(String);

impl SecretValue {
    /// Takes a value out of an answer.
    pub(crate) fn new(value: String) -> Self {
        Self(value)
    }

    /// Returns the value, for the request that needs it and nothing else.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Takes the value out of a fault, where AWS quotes the request.
    pub(crate) fn redact(&self, mut fault: Fault) -> Fault {
        if !self.0.is_empty() {
            fault.message = fault.message.replace(&self.0, "***");
        }
        fault
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretValue(***)")
    }
}

impl Cx<'_> {
    /// Reads a secret, in the region that its ARN names: what uses it may live in another.
    pub(crate) async fn secret_value(&self, arn: &str) -> Result<SecretValue, Fault> {
        const CALL: &str = "secretsmanager:GetSecretValue";
        let region = arn.split(':').nth(3).unwrap_or(&self.target.region);
        let client = self.clients.client(region, aws_sdk_secretsmanager::Client::new);
        let answer = client.get_secret_value().secret_id(arn).send();
        let value = answer.await.map_err(fault(CALL))?.secret_string;
        value.map(SecretValue::new).ok_or_else(|| missing(CALL, "value"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::FaultKind;

    #[test]
    fn a_secret_is_taken_out_of_what_aws_quotes() {
        let secret = SecretValue("hunter2".into());
        let quoted = Fault::new(
            FaultKind::Invalid,
            "elbv2:CreateRule",
            "ValidationError",
            "'hunter2' is not valid",
        );
        assert_eq!(secret.redact(quoted).message, "'***' is not valid");
        assert_eq!(format!("{secret:?}"), "SecretValue(***)");
    }
}
