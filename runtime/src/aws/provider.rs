//! The provider, which calls the adapters of all kinds.

use super::adapter::{Adapter, Cx, Listing};
use super::calls::{CallCounts, Calls};
use super::changed::Changed;
use super::clients::Clients;
use super::error::api_error;
use super::preflight::answer;
use crate::oci::Repository;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, Provider, Scope, Target};
use crate::resource::{Kind, for_each_kind};
use aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
use moodle_stack_model::Image;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use serde_json::Value;

/// AWS, or what `AWS_ENDPOINT_URL` replaces it by.
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

    /// Returns the account that the credentials belong to.
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

fn parse<K: Kind>(fields: &Value) -> Result<K, ApiError> {
    K::deserialize(fields).map_err(|error| {
        ApiError::new(
            ApiErrorKind::Internal,
            K::INFO.name,
            "Fields",
            format!("cannot read the fields: {error}"),
        )
    })
}

/// Replaces unknown fields by the empty values of their kind. In a resource that was found without a journal, a field that AWS
/// does not report and that needs a replacement is null.
fn known(target: &Target, fields: &Value) -> Value {
    let reported = fields.as_object().into_iter().flatten();
    let reported = reported.filter(|(_, value)| !value.is_null());
    target
        .kind
        .filled(reported.map(|(field, value)| (field.clone(), value.clone())))
}

/// Calls a method of the adapter of the target's kind, or lists the resources of a kind.
macro_rules! dispatch {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        macro_rules! adapter {
            ($cx:expr, $fields:expr, |$it:ident| $call:expr) => {
                $(
                    if $cx.target.kind.name == <crate::resource::$module::$kind as Kind>::INFO.name {
                        let $it: crate::resource::$module::$kind = parse($fields)?;
                        // Boxed, so that the future is not as large as those of all fifty kinds.
                        return Box::pin($call).await;
                    }
                )+
                return Err(ApiError::new(ApiErrorKind::Internal, $cx.target.kind.name, "Kind", "no such kind"))
            };
        }
        macro_rules! lister {
            ($lx:expr) => {
                $(
                    if $lx.scope.kind.name == <crate::resource::$module::$kind as Kind>::INFO.name {
                        return Box::pin(<crate::resource::$module::$kind as Adapter>::list(&$lx)).await;
                    }
                )+
                return Err(ApiError::new(ApiErrorKind::Internal, $lx.scope.kind.name, "Kind", "no such kind"))
            };
        }
    };
}
for_each_kind!(dispatch);

impl Provider for Aws {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, ApiError> {
        let cx = Cx {
            clients: &self.clients,
            target,
        };
        adapter!(cx, fields, |it| it.find(&cx));
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, ApiError> {
        let cx = Cx {
            clients: &self.clients,
            target,
        };
        adapter!(cx, fields, |it| it.create(&cx));
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), ApiError> {
        let cx = Cx {
            clients: &self.clients,
            target,
        };
        let changed = Changed::new(changed);
        let set = async {
            adapter!(cx, fields, |it| it.configure(&cx, id, &changed));
        };
        set.await?;
        changed.all_applied(target.kind)
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, ApiError> {
        let cx = Cx {
            clients: &self.clients,
            target,
        };
        adapter!(cx, &known(target, fields), |it| it.read(&cx, id));
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, ApiError> {
        let cx = Cx {
            clients: &self.clients,
            target,
        };
        adapter!(cx, &known(target, fields), |it| it.delete(&cx, id));
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        let lx = Listing {
            clients: &self.clients,
            scope,
        };
        lister!(lx);
    }

    async fn know(&self, question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        // Boxed, so that the future of a command is not as large as that of its rarest call.
        Box::pin(answer(&self.clients, question)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::KindInfo;
    use crate::resource::ec2::SecurityGroup;
    use crate::resource::elb::ListenerRule;

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

    #[test]
    fn found_resource_with_unknown_fields_can_be_read_and_deleted() {
        let target = target(&ListenerRule::INFO);
        let mut fields = (target.kind.blank)();
        fields["priority"] = 7.into();
        let all = fields.clone();
        fields["listener"] = Value::Null;
        assert!(parse::<ListenerRule>(&fields).is_err());
        assert_eq!(known(&target, &fields), all);
        assert!(parse::<ListenerRule>(&known(&target, &fields)).is_ok());
    }
}
