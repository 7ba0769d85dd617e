//! Read calls are retried one by one. Reading or listing resources takes up to dozens of calls. If each failure restarted them
//! all, they would seldom succeed while AWS has problems.

use super::error::is_throttling;
use aws_config::retry::RetryConfig;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::time::Duration;

/// The maximum number of attempts at a read call.
const TIMES: u32 = 4;
/// The longest pause before the second attempt; each further attempt doubles it.
const PAUSE: Duration = Duration::from_millis(400);
/// The prefixes of the names of read operations.
const READS: [&str; 5] = ["BatchGet", "Describe", "Get", "Head", "List"];

/// Lets the SDK retry read calls whose response is lost, or that AWS fails to answer.
///
/// The executor retries calls that change something: it first looks for a resource that a call with a lost response may
/// have created. It also retries throttled calls: it slows down all calls to the service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reads;

impl Intercept for Reads {
    fn name(&self) -> &'static str {
        "Reads"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if config.load::<Metadata>().is_some_and(|call| is_read(call.name())) {
            let retries = RetryConfig::standard()
                .with_max_attempts(TIMES)
                .with_initial_backoff(PAUSE);
            config.interceptor_state().store_put(retries);
        }
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let failed = context.response().filter(|answer| !answer.status().is_success());
        if failed
            .and_then(|answer| answer.body().bytes())
            .is_some_and(is_throttling)
        {
            config.interceptor_state().store_put(RetryConfig::disabled());
        }
        Ok(())
    }
}

fn is_read(operation: &str) -> bool {
    READS.iter().any(|read| operation.starts_with(read))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::calls::Calls;
    use crate::aws::clients::Intercepted as _;
    use aws_config::{BehaviorVersion, Region, SdkConfig};
    use aws_sdk_ec2::config::{Credentials, SharedCredentialsProvider};
    use aws_smithy_runtime_api::client::http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
    };
    use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
    use aws_smithy_runtime_api::client::result::ConnectorError;
    use aws_smithy_types::body::SdkBody;
    use std::sync::{Arc, Mutex};

    /// A status and a body; `None` closes the connection.
    type Answer = Option<(u16, &'static str)>;

    /// Returns these responses, one for each call.
    #[derive(Clone, Debug)]
    struct Answers(Arc<Mutex<Vec<Answer>>>);

    impl HttpConnector for Answers {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            let answer = self.0.lock().unwrap().remove(0);
            HttpConnectorFuture::ready(match answer {
                Some((status, body)) => Ok(HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body))),
                None => Err(ConnectorError::io("the connection was closed".into())),
            })
        }
    }

    impl HttpClient for Answers {
        fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
            SharedHttpConnector::new(self.clone())
        }
    }

    const VPCS: Answer = Some((200, "<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>"));
    const UNAVAILABLE: Answer = Some((503, ""));

    /// Returns a client that gets these responses, and the counter of its calls.
    fn client(answers: &[Answer]) -> (aws_sdk_ec2::Client, Calls) {
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::for_tests()))
            .retry_config(RetryConfig::disabled())
            .sleep_impl(aws_smithy_async::rt::sleep::SharedAsyncSleep::new(
                aws_smithy_async::rt::sleep::TokioSleep::new(),
            ))
            .http_client(SharedHttpClient::new(Answers(Arc::new(Mutex::new(answers.to_vec())))))
            .build();
        let calls = Calls::default();
        (aws_sdk_ec2::Client::new(&config).intercepted(calls.clone()), calls)
    }

    async fn asked(answers: &[Answer]) -> (bool, u64) {
        let (client, calls) = client(answers);
        let answer = client.describe_vpcs().send().await;
        (answer.is_ok(), calls.counts().values().sum())
    }

    #[tokio::test(start_paused = true)]
    async fn read_is_retried_until_it_is_answered() {
        assert_eq!(asked(&[VPCS]).await, (true, 1));
        assert_eq!(asked(&[UNAVAILABLE, None, VPCS]).await, (true, 3));
        assert_eq!(asked(&[UNAVAILABLE; 5]).await, (false, 4));
    }

    #[tokio::test(start_paused = true)]
    async fn throttled_read_fails_immediately() {
        let throttled = Some((
            503,
            "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>",
        ));
        assert_eq!(asked(&[throttled, VPCS]).await, (false, 1));
        assert_eq!(asked(&[UNAVAILABLE, throttled, VPCS]).await, (false, 2));
    }

    #[tokio::test(start_paused = true)]
    async fn call_that_changes_something_is_not_retried() {
        let (client, calls) = client(&[UNAVAILABLE, UNAVAILABLE]);
        assert!(client.create_vpc().cidr_block("10.0.0.0/16").send().await.is_err());
        assert_eq!(calls.counts().values().sum::<u64>(), 1);
    }

    #[test]
    fn read_is_recognized_by_its_name() {
        for read in [
            "DescribeVpcs",
            "ListTagsForResource",
            "GetRole",
            "HeadBucket",
            "BatchGetImage",
        ] {
            assert!(is_read(read), "{read}");
        }
        for change in [
            "CreateVpc",
            "TagRole",
            "RunTask",
            "PutObject",
            "DeleteVpc",
            "ModifyVpcAttribute",
        ] {
            assert!(!is_read(change), "{change}");
        }
    }
}
