//! The resource that an operation is about.

use crate::journal::Entry;
use crate::plan::Step;
use crate::resource::KindInfo;
use std::time::Duration;

/// The resource that an operation is about, as events and errors name it: the resource of a step, or one that is operated
/// on without a plan.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) address: String,
    pub(super) kind: &'static KindInfo,
    /// The region that it is in.
    pub(super) region: String,
    /// The key in the declaration that it is derived from.
    pub(super) key: String,
}

impl Subject {
    /// Names the resource of a step.
    pub(super) fn of_step(step: &Step) -> Self {
        Self {
            address: step.address.clone(),
            kind: step.kind,
            region: step.region().into(),
            key: step.key.clone(),
        }
    }

    /// Names a resource of the journal.
    pub(super) fn of_entry(entry: &Entry, kind: &'static KindInfo) -> Self {
        Self {
            address: entry.address.clone(),
            kind,
            region: entry.region.clone(),
            key: entry.key.clone(),
        }
    }

    /// Returns how long a creation or a change may take.
    pub(super) fn deadline(&self) -> Duration {
        self.kind.create.deadline()
    }
}
