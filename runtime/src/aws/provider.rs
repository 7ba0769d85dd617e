//! The provider, which calls the adapters of all kinds.

use super::adapter::{Cx, Listing};
use super::adapters::adapter;
use super::calls::{CallCounts, Calls};
use super::changed::Changed;
use super::clients::Clients;
use super::error::noting_not_found;
use super::preflight::answer;
use crate::oci::Repository;
use crate::provider::{ApiError, Deletion, Live, Owned, Provider, Scope, Target};
use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
use moodle_stack_model::Image;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use serde_json::Value;

/// AWS, or the replacement at `AWS_ENDPOINT_URL`.
pub struct Aws {
    pub(super) clients: Clients,
}

impl Aws {
    /// Loads credentials and settings from the same places as the AWS CLI. `region` is the stack's.
    pub async fn load(region: &str) -> Self {
        Self {
            clients: Clients::load(region, None).await,
        }
    }

    /// Like [`Aws::load`], but makes every call through the given HTTP client, which may observe or change the calls.
    pub async fn load_with(region: &str, http: impl HttpClient + 'static) -> Self {
        Self {
            clients: Clients::load(region, Some(SharedHttpClient::new(http))).await,
        }
    }

    /// Returns the endpoint that replaces AWS's, if there is one.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.clients.endpoint()
    }

    /// Returns the host that replaces the registries of ECR, if there is one.
    #[must_use]
    pub fn registry(&self) -> Option<String> {
        self.clients.emulated_registry()
    }

    /// Returns how often each call has been made.
    #[must_use]
    pub fn calls(&self) -> CallCounts {
        self.clients.calls.counts()
    }

    /// Returns the counter of the calls, to be read later.
    pub(crate) fn counter(&self) -> Calls {
        self.clients.calls.clone()
    }

    /// Signs in to the repository of an image.
    pub(crate) async fn repository(&self, image: &Image<'_>) -> Result<Repository, ApiError> {
        self.clients.repository(image).await
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

    async fn explain(&self, target: &Target, id: &str, fields: &Value) -> Vec<String> {
        match adapter(target.kind) {
            Ok(adapter) => adapter.explain(self.cx(target), id, fields).await,
            Err(_) => Vec::new(),
        }
    }

    async fn tag(&self, target: &Target, id: &str, fields: &Value) -> Result<(), ApiError> {
        adapter(target.kind)?.tag(self.cx(target), id, fields).await
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, ApiError> {
        let delete = async { adapter(target.kind)?.delete(self.cx(target), id, fields).await };
        Ok(match noting_not_found(delete).await {
            (Ok(Deletion::Accepted), true) => Deletion::NotFound,
            (deletion, _) => deletion?,
        })
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        let lx = Listing {
            clients: &self.clients,
            scope,
        };
        adapter(scope.kind)?.list(lx).await
    }

    async fn preflight(&self, question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        // Boxed, so that the future of a command is not as large as that of its rarest call.
        Box::pin(answer(&self.clients, question)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::ec2::SecurityGroup;
    use crate::provider::ApiErrorKind;
    use crate::resource::{Kind as _, KindInfo};

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
            dependents: Vec::new(),
        }
    }

    #[tokio::test]
    async fn change_that_the_adapter_does_not_apply_is_an_error() {
        let target = target(&SecurityGroup::INFO);
        let aws = Aws::load(&target.region).await;
        // Its adapter makes no call for a change, so this needs no server.
        let changed = ["description".to_owned()];
        let fields = (target.kind.blank)();
        let error = aws.configure(&target, "sg-1", &fields, &changed).await.unwrap_err();
        assert_eq!((error.kind, &*error.code), (ApiErrorKind::Internal, "NotApplied"));
        assert!(error.message.contains("`description` of the security group"), "{error}");
    }
}
