//! What a run has left in place of resources that it was to delete.

use super::subject::Subject;

/// What a run has left in place of a resource that it was to delete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// The address of the resource.
    pub address: String,
    /// The everyday name of its kind.
    pub noun: &'static str,
    /// Its ID, if it still exists.
    pub id: Option<String>,
    /// What has become of it, such as "its data is in the final snapshot `x`", or why it was left alone.
    pub what: String,
}

impl Leftover {
    /// Describes a resource that no longer exists.
    pub(super) fn of_deleted(subject: &Subject, what: impl Into<String>) -> Self {
        Self {
            address: subject.address.clone(),
            noun: subject.kind.noun,
            id: None,
            what: what.into(),
        }
    }

    /// Describes a resource that still exists.
    pub(super) fn of_existing(subject: &Subject, id: Option<&String>, what: impl Into<String>) -> Self {
        Self {
            id: id.cloned(),
            ..Self::of_deleted(subject, what)
        }
    }
}

/// What a run has left in place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// What has become of data: kept, in a final snapshot, or deleted.
    pub data: Vec<Leftover>,
    /// Resources that were left alone, and still exist.
    pub left_alone: Vec<Leftover>,
}
