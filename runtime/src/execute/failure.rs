//! A step that failed.

use super::error::StepError;
use super::subject::Subject;

/// A step that failed.
#[derive(Debug)]
pub struct Failure {
    /// The address of the resource.
    pub address: String,
    /// The everyday name of its kind.
    pub noun: &'static str,
    /// The key in the declaration that it is derived from.
    pub key: String,
    /// What went wrong.
    pub error: StepError,
}

impl Failure {
    pub(super) fn new(subject: &Subject, error: StepError) -> Self {
        Self {
            address: subject.address.clone(),
            noun: subject.kind.noun,
            key: subject.key.clone(),
            error,
        }
    }
}
