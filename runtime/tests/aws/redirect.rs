//! An HTTP client that sends every call to one emulator, whatever endpoint the environment names for the service.

use aws_smithy_http_client::{Builder, tls};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

/// Sends every call to one endpoint. The emulators do not check signatures, which contain the host.
#[derive(Clone, Debug)]
pub struct Redirect {
    endpoint: String,
    sdk: SharedHttpClient,
}

impl Redirect {
    pub fn to(endpoint: &str) -> Self {
        let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
        Self {
            endpoint: endpoint.into(),
            sdk: Builder::new().tls_provider(provider).build_https(),
        }
    }
}

#[derive(Debug)]
struct RedirectingConnector {
    endpoint: String,
    sdk: SharedHttpConnector,
}

impl HttpConnector for RedirectingConnector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        // http://HOST:PORT/PATH?QUERY
        let path = request.uri().splitn(4, '/').nth(3).unwrap_or_default();
        let uri = format!("{}/{path}", self.endpoint);
        request.set_uri(uri).expect("a valid address");
        self.sdk.call(request)
    }
}

impl HttpClient for Redirect {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(RedirectingConnector {
            endpoint: self.endpoint.clone(),
            sdk: self.sdk.http_connector(settings, components),
        })
    }
}
