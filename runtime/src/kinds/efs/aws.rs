//! Shared by the adapters of EFS.

use crate::aws::{Cx, api_error};
use crate::provider::{ApiError, State};
use aws_sdk_efs::types::{LifeCycleState, Tag};

impl Cx<'_> {
    pub(super) fn efs_tags(&self, call: &'static str) -> Result<Vec<Tag>, ApiError> {
        self.checked_tags(call, |key, value| Tag::builder().key(key).value(value).build())
    }

    /// Gives a resource its tags.
    pub(super) async fn tag_efs(&self, id: &str) -> Result<(), ApiError> {
        const CALL: &str = "elasticfilesystem:TagResource";
        let call = self.efs().tag_resource().resource_id(id);
        let sent = call.set_tags(Some(self.efs_tags(CALL)?)).send().await;
        sent.map(drop).map_err(api_error(CALL))
    }
}

/// Returns the state of an EFS resource; `None` if it is deleted.
pub(super) fn state(of: Option<&LifeCycleState>) -> Option<State> {
    match of {
        Some(LifeCycleState::Deleted) => None,
        Some(LifeCycleState::Available) => Some(State::Ready),
        Some(LifeCycleState::Deleting) => Some(State::Deleting("deleting".into())),
        Some(LifeCycleState::Error) => Some(State::Failed("error: EFS gives no reason".into())),
        Some(other) => Some(State::Pending(other.as_str().into())),
        None => Some(State::Pending("unknown".into())),
    }
}

/// Returns whether an EFS resource is being deleted or is deleted.
pub(super) fn is_going(of: Option<&LifeCycleState>) -> bool {
    matches!(of, Some(LifeCycleState::Deleting | LifeCycleState::Deleted))
}
