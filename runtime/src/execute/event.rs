//! What the executor tells while it works.

use crate::provider::ApiError;
use crate::resource::KindInfo;
use std::time::Duration;

/// Something that happened to one resource.
#[derive(Clone, Debug)]
pub struct Event {
    /// When, since the command began.
    pub at: Duration,
    /// Which resource.
    pub address: String,
    /// What it is.
    pub kind: &'static KindInfo,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// Work on it began.
    Started(Doing),
    /// It is waited for: what for, as "creating" or "the distribution to be disabled".
    Waiting(String),
    /// A call failed in a way that may pass, and is repeated after a while.
    Retrying(ApiError, Duration),
    /// A task that works on it says something, or there is something to say of it.
    Said(String),
    /// Work on it ended well, after so long.
    Done(Doing, Duration),
    /// Work on it ended with an error.
    Failed,
    /// Work on it was cut off.
    Interrupted,
}

/// What is being done to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It is made.
    Creating,
    /// It was there already, made by an earlier run, and is taken up.
    Adopting,
    /// It is changed.
    Updating,
    /// It is deleted.
    Deleting,
    /// It is left to itself, as the declaration says.
    Keeping,
    /// It is left to itself, as it cannot be deleted.
    Leaving,
}
