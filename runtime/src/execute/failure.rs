//! A step that failed.

use super::error::StepError;
use super::subject::Subject;
use crate::journal::{Entry, Journal};
use crate::provider::{ApiError, Place};

/// A step that failed.
#[derive(Debug)]
pub struct Failure {
    /// The address of the resource.
    pub address: String,
    /// The everyday name of its kind.
    pub noun: &'static str,
    /// The key in the declaration that it is derived from.
    pub key: String,
    /// Its account and region, and its name.
    pub place: Place,
    /// What went wrong.
    pub error: StepError,
    /// The resource as the journal has it, if it does.
    pub entry: Option<Box<Entry>>,
    /// Whether the journal has resources that a stack of another name would not have.
    pub is_deployed: bool,
}

impl Failure {
    /// Creates the failure of a step.
    pub(super) fn new(subject: &Subject, journal: &Journal, error: StepError) -> Self {
        let place = Place {
            account: journal.account.clone(),
            region: subject.region.clone(),
            name: subject.name.clone(),
        };
        let error = match error {
            // A call of another part, such as one about a task, knows only its region.
            StepError::Api(error) => StepError::Api(ApiError {
                place: Some(Box::new(place.or(error.place.as_deref()))),
                ..error
            }),
            other => other,
        };
        Self {
            address: subject.address.clone(),
            noun: subject.kind.noun,
            key: subject.key.clone(),
            place,
            error,
            entry: journal.resources.get(&subject.address).cloned().map(Box::new),
            is_deployed: journal.is_deployed(),
        }
    }
}
