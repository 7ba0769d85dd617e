//! Shared by the adapters of Amazon CloudWatch Logs.

mod service_log;

use crate::aws::Cx;
use crate::aws::tags::pairs;
use crate::provider::ApiError;
use std::collections::HashMap;

impl Cx<'_> {
    pub(super) fn logs_tags(&self) -> HashMap<String, String> {
        self.target.tags().into_iter().collect()
    }

    /// Returns the resource's name, which is also its ID, if the tags are this resource's; other tags are an error.
    pub(super) fn claim_logs(
        &self,
        call: &'static str,
        tags: Option<&HashMap<String, String>>,
    ) -> Result<Option<String>, ApiError> {
        self.claim(call, self.target.name.clone(), pairs(tags.into_iter().flatten()))
    }
}
