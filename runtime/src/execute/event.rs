//! The events that the executor reports while it works.

use crate::plan::Action;
use crate::provider::ApiError;
use crate::resource::KindInfo;
use std::time::Duration;

/// Something that happened to one resource.
#[derive(Clone, Debug)]
pub struct Event {
    /// The time since the command started.
    pub at: Duration,
    /// The address of the resource.
    pub address: String,
    /// Its kind.
    pub kind: &'static KindInfo,
    /// What happened.
    pub what: EventKind,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// Work on it started.
    Started(Action),
    /// The step waits for something, such as "creating" or "the distribution to be disabled".
    Waiting(String),
    /// A call failed with a retryable error, and is repeated after this pause.
    Retrying(ApiError, Duration),
    /// A line of the log of a task that works on it, or a note about it.
    Said(String),
    /// The step succeeded after this time.
    Done(Action, Duration),
    /// Work on it failed.
    Failed,
    /// The step was interrupted.
    Interrupted,
}
