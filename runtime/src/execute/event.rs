//! What the executor tells while it works.

use crate::plan::Action;
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
    pub what: EventKind,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// Work on it began.
    Started(Action),
    /// It is waited for: what for, as "creating" or "the distribution to be disabled".
    Waiting(String),
    /// A call failed in a way that may pass, and is repeated after a while.
    Retrying(ApiError, Duration),
    /// A task that works on it says something, or there is something to say of it.
    Said(String),
    /// Work on it ended well, after so long.
    Done(Action, Duration),
    /// Work on it ended with an error.
    Failed,
    /// Work on it was cut off.
    Interrupted,
}
