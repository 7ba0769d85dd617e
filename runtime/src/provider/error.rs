//! Errors of a call.

use super::place::Place;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Takes the place of AWS's code if no call was made.
pub(crate) const NOT_SENT: &str = "NotSent";

/// Takes the place of AWS's code if another stack of this program owns what is in a resource's place.
pub(crate) const OTHER_STACK: &str = "OwnedByAnotherStack";

/// An error of an AWS API call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiError {
    /// Its kind.
    pub kind: ApiErrorKind,
    /// The call, such as `ec2:CreateSubnet`.
    pub call: String,
    /// AWS's code, such as `InvalidSubnet.Range`.
    pub code: String,
    /// AWS's message.
    pub message: String,
    /// Where the call was made, if that is known.
    #[serde(skip)]
    pub place: Option<Box<Place>>,
}

/// Kinds of errors, by how the caller should react.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiErrorKind {
    /// The resource does not exist.
    NotFound,
    /// A resource of that name, or an identical one, exists already.
    AlreadyExists,
    /// A resource of that name exists, and this stack does not own it.
    NotOwned,
    /// Another resource still uses it; later it may not.
    InUse,
    /// The resource, or one that it needs, is in a state that does not allow the call yet.
    NotReady,
    /// There are too many calls; later there may not be.
    Throttled,
    /// The service is unavailable; later it may not be.
    Unavailable,
    /// The response was lost, so it is unknown whether the call took effect.
    OutcomeUnknown,
    /// The credentials are missing, wrong or expired.
    Credentials,
    /// The credentials do not allow the call.
    Denied,
    /// The account's quota is used up.
    Quota,
    /// AWS does not accept the values.
    Invalid,
    /// An error that should never happen.
    Internal,
}

impl ApiErrorKind {
    /// Returns whether the same call may succeed later, without any change.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::InUse | Self::NotReady | Self::Throttled | Self::Unavailable | Self::OutcomeUnknown
        )
    }
}

impl ApiError {
    /// Makes an error.
    pub fn new(kind: ApiErrorKind, call: &str, code: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            call: call.into(),
            code: code.into(),
            message: message.into(),
            place: None,
        }
    }

    /// Adds where the call was made, unless the error has it.
    #[must_use]
    pub fn at(mut self, place: impl FnOnce() -> Place) -> Self {
        self.place.get_or_insert_with(|| Box::new(place()));
        self
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            // A call that was not made has no response from AWS.
            _ if self.code == NOT_SENT => write!(f, "{}: {}", self.call, self.message),
            ApiErrorKind::Internal | ApiErrorKind::OutcomeUnknown => {
                write!(f, "{}: {} ({})", self.call, self.message, self.code)
            }
            _ => write!(f, "{} answered {}: {}", self.call, self.code, self.message),
        }
    }
}

impl std::error::Error for ApiError {}
