//! Counting and logging the calls of AWS's API.

use crate::elapsed::elapsed_ms;
use aws_config::Region;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tracing::debug;

/// How often each operation of each service was called. The names are the SDK's, such as `EC2` and `CreateVpc`.
pub type CallCounts = BTreeMap<(String, String), u64>;

/// Counts and logs every HTTP call. Each attempt at a call counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    counts: Arc<Mutex<CallCounts>>,
}

impl Calls {
    /// Returns the counts so far.
    pub(crate) fn counts(&self) -> CallCounts {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, CallCounts> {
        // No code that holds this mutex can panic.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When an attempt was sent.
#[derive(Debug)]
struct Sent(Instant);

impl Storable for Sent {
    type Storer = StoreReplace<Self>;
}

/// Returns AWS's id of a request, which its support asks for. The header depends on the service.
pub(super) fn request_id(headers: &Headers) -> Option<&str> {
    ["x-amzn-requestid", "x-amz-request-id"]
        .into_iter()
        .find_map(|name| headers.get(name))
}

impl Intercept for Calls {
    fn name(&self) -> &'static str {
        "Calls"
    }

    fn read_before_transmit(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(call) = config.load::<Metadata>() {
            let key = (call.service().to_owned(), call.name().to_owned());
            *self.lock().entry(key).or_default() += 1;
        }
        config.interceptor_state().store_put(Sent(Instant::now()));
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // Neither the request nor the response is logged: both may contain a secret.
        if let Some(call) = config.load::<Metadata>() {
            let answer = context.response();
            debug!(
                service = call.service(),
                operation = call.name(),
                region = config.load::<Region>().map(AsRef::<str>::as_ref),
                attempt = config.load::<RequestAttempts>().map(RequestAttempts::attempts),
                duration_ms = config.load::<Sent>().map(|sent| elapsed_ms(sent.0)),
                status = answer.map(|answer| answer.status().as_u16()),
                request_id = answer.and_then(|answer| request_id(answer.headers())),
                "HTTP call"
            );
        }
        Ok(())
    }
}
