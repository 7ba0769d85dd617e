//! Amazon CloudWatch Logs.

mod delivery;
mod log_group;
mod service_log;

use super::Cx;
use crate::provider::Fault;
use std::collections::HashMap;

impl Cx<'_> {
    fn logs_tags(&self) -> HashMap<String, String> {
        self.target.tags().into_iter().collect()
    }

    /// Judges by its tags what has the resource's name, which is also its id.
    fn claim_logs(&self, call: &'static str, tags: Option<&HashMap<String, String>>) -> Result<Option<String>, Fault> {
        let pairs = tags.into_iter().flatten();
        let pairs = pairs.map(|(key, value)| (key.as_str(), value.as_str()));
        self.claim(call, self.target.name.clone(), pairs)
    }
}
