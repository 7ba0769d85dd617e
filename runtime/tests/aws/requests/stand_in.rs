//! The SDK's HTTP client, which tells the stand-in what each request is about.

use aws_smithy_http_client::{Builder, tls};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use moodle_stack::provider::Target;
use serde_json::{Map, Value, json};

tokio::task_local! {
    /// What the current calls are about, as `.ci/aws_requests/stand_in.py` reads it.
    static ABOUT: String;
}

/// Makes calls about a resource. `more` is what the stand-in shall do beyond answering that all is well.
pub async fn about<T>(target: &Target, id: &str, more: &[(&str, &str)], calls: impl Future<Output = T>) -> T {
    let tags: Map<String, Value> = target
        .tags()
        .into_iter()
        .map(|(key, value)| (key, value.into()))
        .collect();
    let mut about = json!({ "id": id, "name": target.name, "tags": tags });
    for (key, value) in more {
        about[key] = (*value).into();
    }
    ABOUT.scope(about.to_string(), calls).await
}

/// The client.
#[derive(Debug)]
pub struct StandIn(SharedHttpClient);

impl StandIn {
    pub fn new() -> Self {
        let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
        Self(Builder::new().tls_provider(provider).build_https())
    }
}

#[derive(Debug)]
struct Connector(SharedHttpConnector);

impl HttpConnector for Connector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        if let Ok(about) = ABOUT.try_with(String::clone) {
            request.headers_mut().insert("x-stand-in", about);
        }
        self.0.call(request)
    }
}

impl HttpClient for StandIn {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector(self.0.http_connector(settings, components)))
    }
}
