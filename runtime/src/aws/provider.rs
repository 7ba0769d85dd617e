//! The provider interface, over the adapters of all kinds.

use super::calls::Calls;
use super::know::know;
use super::{AnyAdapter, CallCounts, Changed, Clients, Cx, Listing, api_error};
use crate::kinds::find;
use crate::oci::Repository;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, Provider, Scope, Target};
use crate::resource::KindInfo;
use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
use moodle_stack_model::Image;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use serde_json::Value;

/// AWS, or what `AWS_ENDPOINT_URL` puts in its place.
pub struct Aws {
    pub(super) clients: Clients,
}

impl Aws {
    /// Loads credentials and settings as the AWS CLI does; `region` is the stack's.
    pub async fn load(region: &str) -> Self {
        Self {
            clients: Clients::load(region, None).await,
        }
    }

    /// Loads credentials and settings as [`Aws::load`] does, and makes every call through an HTTP client: one that
    /// watches the calls, or meddles with them.
    pub async fn load_with(region: &str, http: impl HttpClient + 'static) -> Self {
        Self {
            clients: Clients::load(region, Some(SharedHttpClient::new(http))).await,
        }
    }

    /// Returns the endpoint that stands in for AWS's own, if one does.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.clients.endpoint()
    }

    /// Returns the host that stands in for the registries of ECR, if one does.
    #[must_use]
    pub fn registry(&self) -> Option<String> {
        self.clients.emulated_registry()
    }

    /// Tells how often each call was made so far.
    #[must_use]
    pub fn calls(&self) -> CallCounts {
        self.clients.calls.counts()
    }

    /// Returns what counts the calls, to be asked later.
    pub(crate) fn counter(&self) -> Calls {
        self.clients.calls.clone()
    }

    /// Signs in to the repository of an image.
    pub(crate) async fn repository(&self, image: &Image<'_>) -> Result<Repository, ApiError> {
        self.clients.repository(image).await
    }

    /// Asks AWS to which account the credentials belong.
    pub async fn account(&self, region: &str) -> Result<String, ApiError> {
        let sts = self.clients.client(region, aws_sdk_sts::Client::new);
        let answer = sts
            .get_caller_identity()
            .send()
            .await
            .map_err(api_error("sts:GetCallerIdentity"))?;
        Ok(answer.account.unwrap_or_default())
    }
}

impl Aws {
    fn cx<'a>(&'a self, target: &'a Target) -> Cx<'a> {
        Cx {
            clients: &self.clients,
            target,
        }
    }
}

/// Finds the adapter of a kind.
fn adapter(kind: &KindInfo) -> Result<&'static dyn AnyAdapter, ApiError> {
    let found = find(kind.name).map(|kind| kind.adapter);
    found.ok_or_else(|| ApiError::new(ApiErrorKind::Internal, kind.name, "Kind", "no such kind"))
}

impl Provider for Aws {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, ApiError> {
        adapter(target.kind)?.find(self.cx(target), fields).await
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, ApiError> {
        adapter(target.kind)?.create(self.cx(target), fields).await
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), ApiError> {
        let changed = Changed::new(changed);
        adapter(target.kind)?
            .configure(self.cx(target), id, fields, &changed)
            .await?;
        changed.all_applied(target.kind)
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, ApiError> {
        adapter(target.kind)?.read(self.cx(target), id, fields).await
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, ApiError> {
        adapter(target.kind)?.delete(self.cx(target), id, fields).await
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        let lx = Listing {
            clients: &self.clients,
            scope,
        };
        adapter(scope.kind)?.list(lx).await
    }

    async fn know(&self, question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        // Boxed, so that the future of a command is not as large as that of its rarest call.
        Box::pin(know(&self.clients, question)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::ec2::SecurityGroup;
    use crate::resource::Kind as _;

    fn target(kind: &'static KindInfo) -> Target {
        Target {
            stack: "campus".into(),
            account: "111122223333".into(),
            address: "load_balancer.from-cloudfront".into(),
            kind,
            region: "ap-southeast-1".into(),
            name: "campus-from-cloudfront".into(),
            spec_hash: "0f0f0".into(),
            deployment: "1".into(),
            token: "0".repeat(32),
            references: Vec::new(),
        }
    }

    #[tokio::test]
    async fn a_change_that_the_adapter_does_not_apply_is_a_fault() {
        let target = target(&SecurityGroup::INFO);
        let aws = Aws::load(&target.region).await;
        // Its adapter makes no call for a change, so that this asks no server.
        let changed = ["description".to_owned()];
        let fields = (target.kind.blank)();
        let api_error = aws.configure(&target, "sg-1", &fields, &changed).await.unwrap_err();
        assert_eq!(
            (api_error.kind, &*api_error.code),
            (ApiErrorKind::Internal, "NotApplied")
        );
        assert!(
            api_error.message.contains("`description` of the security group"),
            "{api_error}"
        );
    }
}
