//! A step that failed.

use super::error::StepError;
use super::subject::Subject;
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
}

impl Failure {
    /// Creates the failure of a step in an account.
    pub(super) fn new(subject: &Subject, account: &str, error: StepError) -> Self {
        let place = Place {
            account: account.to_owned(),
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
        }
    }
}
