//! How far a resource is in its life.

use serde::{Deserialize, Serialize};

/// The phase of a journal entry. It is written before the call that it announces, so that after a crash the entry says
/// which call may have been made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It is about to be created; or it was created, and the response was lost.
    Creating,
    /// It was created, and is being configured or is not ready yet.
    Configuring,
    /// It is ready.
    Ready,
    /// Its fields are being changed.
    Updating,
    /// It is being deleted.
    Deleting,
}
