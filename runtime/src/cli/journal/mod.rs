//! The commands on the journal.

#[cfg(feature = "aws")]
mod bucket;
#[cfg(feature = "aws")]
mod move_to;
mod show;
mod unlock;
mod verify;

#[cfg(feature = "aws")]
pub(super) use bucket::{in_bucket, no_file_left};
#[cfg(feature = "aws")]
pub(super) use move_to::move_journal;
