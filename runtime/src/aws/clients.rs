//! Clients of the AWS SDK, one for each service and region, all with the same retries and timeouts.

use super::calls::Calls;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// The clients of all regions, created when first used.
pub(crate) struct Clients {
    config: SdkConfig,
    /// The calls of all clients.
    pub(super) calls: Calls,
    made: Mutex<HashMap<(TypeId, String), Box<dyn Any + Send>>>,
}

impl Clients {
    /// Loads credentials and settings from the same places as the AWS CLI: environment, profiles, SSO, roles. All calls go
    /// through `http`; the default is the SDK's own HTTP client.
    pub(crate) async fn load(region: &str, http: Option<SharedHttpClient>) -> Self {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            // The executor retries, but first looks for a resource that a call with a lost response may have created. A
            // retry below it could create a second resource. Reads are retried here: see `Reads`.
            .retry_config(RetryConfig::disabled())
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(Duration::from_secs(10))
                    .operation_timeout(Duration::from_mins(1))
                    .build(),
            );
        if let Some(http) = http {
            loader = loader.http_client(http);
        }
        Self {
            config: loader.load().await,
            calls: Calls::default(),
            made: Mutex::new(HashMap::new()),
        }
    }

    /// Creates clients that send every call to `http`, and use nothing of the environment.
    #[cfg(test)]
    pub(crate) fn for_tests(http: SharedHttpClient) -> Self {
        use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};
        let sleep = aws_smithy_async::rt::sleep::TokioSleep::new();
        Self {
            config: SdkConfig::builder()
                .behavior_version(BehaviorVersion::latest())
                .region(Region::new("ap-southeast-1"))
                .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
                .retry_config(RetryConfig::disabled())
                .sleep_impl(aws_smithy_async::rt::sleep::SharedAsyncSleep::new(sleep))
                .http_client(http)
                .build(),
            calls: Calls::default(),
            made: Mutex::new(HashMap::new()),
        }
    }

    /// Returns the endpoint that replaces AWS's, if the environment or the profile names one for all services.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        self.config.endpoint_url()
    }

    /// Returns the client of a service in a region.
    pub(crate) fn client<C: Intercepted + Clone + Send + 'static>(
        &self,
        region: &str,
        new: impl Fn(&SdkConfig) -> C,
    ) -> C {
        let key = (TypeId::of::<C>(), region.to_owned());
        // A panic while the lock was held must have been in a client's constructor; the cached clients remain valid.
        let mut made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(client) = made.get(&key).and_then(|client| client.downcast_ref::<C>()) {
            return client.clone();
        }
        let config = self.config.to_builder().region(Region::new(region.to_owned())).build();
        let client = new(&config).intercepted(self.calls.clone());
        made.insert(key, Box::new(client.clone()));
        client
    }

    /// Returns S3's client. An emulator has one host name for all buckets.
    pub(crate) fn s3(&self, region: &str) -> aws_sdk_s3::Client {
        self.client(region, |config| {
            let emulated = config.endpoint_url().is_some() || std::env::var_os("AWS_ENDPOINT_URL_S3").is_some();
            let config = aws_sdk_s3::config::Builder::from(config)
                .force_path_style(emulated)
                .build();
            aws_sdk_s3::Client::from_conf(config)
        })
    }
}

/// A client of the SDK whose calls can be intercepted.
pub(crate) trait Intercepted {
    /// Returns the client with its calls counted and logged, and its reads retried.
    fn intercepted(self, calls: Calls) -> Self;
}
