//! What the adapters share.

use crate::aws::Cx;
use crate::provider::{ApiError, State};
use aws_sdk_efs::types::{LifeCycleState, Tag};

impl Cx<'_> {
    /// The tags of a resource that one call creates.
    pub(super) fn efs_tags(&self, call: &'static str) -> Result<Vec<Tag>, ApiError> {
        self.checked_tags(call, |key, value| Tag::builder().key(key).value(value).build())
    }
}

/// Tells how something of EFS is; nothing when it is gone.
pub(super) fn state(of: Option<&LifeCycleState>) -> Option<State> {
    match of {
        Some(LifeCycleState::Deleted) => None,
        Some(LifeCycleState::Available) => Some(State::Ready),
        Some(LifeCycleState::Deleting) => Some(State::Deleting("deleting".into())),
        Some(LifeCycleState::Error) => Some(State::Failed("error: EFS gives no cause".into())),
        Some(other) => Some(State::Pending(other.as_str().into())),
        None => Some(State::Pending("unknown".into())),
    }
}

/// Tells whether something of EFS is going or gone.
pub(super) fn is_going(of: Option<&LifeCycleState>) -> bool {
    matches!(of, Some(LifeCycleState::Deleting | LifeCycleState::Deleted))
}
