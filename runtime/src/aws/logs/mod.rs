//! Amazon CloudWatch Logs.

mod delivery;
mod log_group;

use super::Cx;
use std::collections::HashMap;

impl Cx<'_> {
    fn logs_tags(&self) -> HashMap<String, String> {
        self.target.tags().into_iter().collect()
    }

    fn owns_logs(&self, tags: &HashMap<String, String>) -> bool {
        self.target
            .owns(tags.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    }
}
