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
}
