//! Counting the calls of AWS's API.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How often each operation of each service was called; the names are the SDK's, as `EC2` and `CreateVpc`.
pub type CallCounts = BTreeMap<(String, String), u64>;

/// Counts every call that is sent, the tries of one by themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    counts: Arc<Mutex<CallCounts>>,
}

impl Calls {
    /// Tells what was counted so far.
    pub(crate) fn counts(&self) -> CallCounts {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, CallCounts> {
        // Nothing panics while it counts; what was counted before stays true.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
        Ok(())
    }
}
