//! Clients of the AWS SDK, one per service and region, all with the same retries and timeouts.

use super::calls::Calls;
use super::reads::Reads;
use super::{Cx, Listing};
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// The clients of all regions, made when first used.
pub(crate) struct Clients {
    config: SdkConfig,
    /// What they have called.
    pub(super) calls: Calls,
    made: Mutex<HashMap<(TypeId, String), Box<dyn Any + Send>>>,
}

impl Clients {
    /// Loads credentials and settings from where the AWS CLI takes them: environment, profiles, SSO, roles. All calls go
    /// through `http`, or else through the SDK's own HTTP client.
    pub(crate) async fn load(region: &str, http: Option<SharedHttpClient>) -> Self {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            // The executor retries, and looks for what a lost answer may have made before it does; a retry below it
            // could make a second one. Questions are no matter of that: see `Reads`.
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

    /// Returns the endpoint that stands in for AWS's own, if the environment or the profile names one for all services.
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
        // A panic while the lock was held would have been in a client's constructor; what is cached stays good.
        let mut made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(client) = made.get(&key).and_then(|client| client.downcast_ref::<C>()) {
            return client.clone();
        }
        let config = self.config.to_builder().region(Region::new(region.to_owned())).build();
        let client = new(&config).intercepted(self.calls.clone());
        made.insert(key, Box::new(client.clone()));
        client
    }

    /// Returns S3's client; an emulator has one host name for all buckets.
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

/// A client of the SDK, whose calls are looked at on their way.
pub(crate) trait Intercepted {
    /// Has its calls counted, and its questions repeated where they are not answered.
    fn intercepted(self, calls: Calls) -> Self;
}

macro_rules! intercepted {
    ($($sdk:ident)+) => {
        $(
            impl Intercepted for $sdk::Client {
                fn intercepted(self, calls: Calls) -> Self {
                    let config = self.config().to_builder().interceptor(calls).interceptor(Reads);
                    Self::from_conf(config.build())
                }
            }
        )+
    };
}

/// Makes a method of [`Cx`] and of [`Listing`] for each service: its client in the region.
macro_rules! services {
    ($($name:ident: $sdk:ident,)+) => {
        intercepted! { $($sdk)+ }

        impl Cx<'_> {
            $(
                pub(crate) fn $name(&self) -> $sdk::Client {
                    self.clients.client(&self.target.region, $sdk::Client::new)
                }
            )+

            pub(crate) fn s3(&self) -> aws_sdk_s3::Client {
                self.clients.s3(&self.target.region)
            }
        }

        #[allow(dead_code, reason = "not of every service something is listed")]
        impl Listing<'_> {
            $(
                pub(crate) fn $name(&self) -> $sdk::Client {
                    self.clients.client(self.scope.region, $sdk::Client::new)
                }
            )+

            pub(crate) fn s3(&self) -> aws_sdk_s3::Client {
                self.clients.s3(self.scope.region)
            }
        }
    };
}

services! {
    acm: aws_sdk_acm,
    application_autoscaling: aws_sdk_applicationautoscaling,
    backup: aws_sdk_backup,
    cloudfront: aws_sdk_cloudfront,
    cloudtrail: aws_sdk_cloudtrail,
    cloudwatch: aws_sdk_cloudwatch,
    logs: aws_sdk_cloudwatchlogs,
    ec2: aws_sdk_ec2,
    ecr: aws_sdk_ecr,
    ecs: aws_sdk_ecs,
    efs: aws_sdk_efs,
    elasticache: aws_sdk_elasticache,
    elb: aws_sdk_elasticloadbalancingv2,
    eventbridge: aws_sdk_eventbridge,
    iam: aws_sdk_iam,
    rds: aws_sdk_rds,
    route53: aws_sdk_route53,
    scheduler: aws_sdk_scheduler,
    secretsmanager: aws_sdk_secretsmanager,
    sfn: aws_sdk_sfn,
    sns: aws_sdk_sns,
    wafv2: aws_sdk_wafv2,
}

intercepted! { aws_sdk_s3 aws_sdk_sts }
