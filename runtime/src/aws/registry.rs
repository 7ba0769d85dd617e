//! Registries: signing in to ECR, and the replacement if AWS is emulated.

use crate::aws::{Clients, api_error, missing};
use crate::oci::{Repository, look};
use crate::provider::{ApiError, ApiErrorKind};
use crate::secret::SecretValue;
use moodle_stack_model::Image;
use moodle_stack_model::rules::preflight::FoundImage;
use oci_client::Reference;
use oci_client::secrets::RegistryAuth;
use std::env;

/// The variable with the endpoint that replaces ECR's registries, such as `http://127.0.0.1:5000`. The emulators have
/// ECR's API and no registry.
const ENDPOINT: &str = "AWS_ENDPOINT_URL_ECR_REGISTRY";

impl Clients {
    /// Returns a password for the registries in a region. The user name that goes with it is `AWS`:
    /// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html>.
    async fn registry_password(&self, region: &str) -> Result<SecretValue, ApiError> {
        const CALL: &str = "ecr:GetAuthorizationToken";
        let ecr = self.client(region, aws_sdk_ecr::Client::new);
        let answer = ecr.get_authorization_token().send().await.map_err(api_error(CALL))?;
        let one = answer.authorization_data.and_then(|data| data.into_iter().next());
        // `AWS:password`, in base 64.
        let token = one.and_then(|one| one.authorization_token);
        let token = token.and_then(|token| aws_smithy_types::base64::decode(token).ok());
        let token = token.and_then(|token| String::from_utf8(token).ok());
        let password = token.as_deref().and_then(|token| token.strip_prefix("AWS:"));
        let password = password.map(|password| SecretValue::new(password.into()));
        password.ok_or_else(|| missing(CALL, "authorization token"))
    }

    /// Returns the host that replaces ECR's registries, only if ECR itself is emulated: a password from AWS is never
    /// sent to another host.
    pub(crate) fn emulated_registry(&self) -> Option<String> {
        let is_ignored =
            env::var("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").is_ok_and(|value| value.eq_ignore_ascii_case("true"));
        let is_emulated = self.endpoint().is_some() || env::var_os("AWS_ENDPOINT_URL_ECR").is_some();
        let endpoint = env::var(ENDPOINT).ok().filter(|_| is_emulated && !is_ignored)?;
        let host = endpoint.strip_prefix("http://").unwrap_or(&endpoint);
        Some(host.trim_end_matches('/').to_owned())
    }

    /// Signs in to the repository of an image: in ECR as the deployer, elsewhere anonymously.
    pub(crate) async fn repository(&self, image: &Image<'_>) -> Result<Repository, ApiError> {
        let name = match image.registry {
            Some(registry) => format!("{registry}/{}", image.path),
            None => image.path.to_owned(),
        };
        let Some(ecr) = image.ecr() else {
            // Docker Hub has several names, and omits a part of the paths of its own images.
            let reference: Reference = name.parse().map_err(|_| {
                let call = format!("reading {name}");
                ApiError::new(
                    ApiErrorKind::Invalid,
                    &call,
                    "InvalidReference",
                    "that is not the name of an image",
                )
            })?;
            return Repository::new(
                reference.registry(),
                reference.repository(),
                name,
                RegistryAuth::Anonymous,
            );
        };
        let password = self.registry_password(ecr.region).await?;
        let auth = RegistryAuth::Basic("AWS".into(), password.expose().into());
        let emulated = self.emulated_registry();
        let host = emulated.as_deref().or(image.registry).unwrap_or_default();
        Repository::new(host, image.path, name, auth)
    }

    /// Finds out which platforms an image is for; `None` if it does not exist.
    pub(crate) async fn image(&self, reference: &str) -> Result<Option<FoundImage>, ApiError> {
        let Ok(image) = Image::parse(reference) else {
            return Ok(None);
        };
        let repository = self.repository(&image).await?;
        look(&repository, image.digest.or(image.tag).unwrap_or("latest")).await
    }
}
