//! Faults that the tests inject into calls to AWS and into writes of the journal.

use moodle_stack::provider::{ApiError, ApiErrorKind};
use std::cell::Cell;
use std::rc::Rc;
use tokio::sync::Notify;

/// A fault at one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// AWS answers that access is denied.
    Denied,
    /// AWS throttles the call.
    Throttled,
    /// AWS answers with a 5xx.
    Unavailable,
    /// AWS executes the call, but the response is lost.
    ResponseLost,
    /// The deployer is killed before AWS receives the call.
    KilledBefore,
    /// The deployer is killed before it receives the response.
    KilledAfter,
    /// The deployer is killed before it receives the response, and its journal is lost.
    JournalLost,
    /// A read does not show yet what an earlier call created. Calls that change something cannot have this fault.
    StaleRead,
    /// AWS answers that something does not exist, such as what the deployer has just created.
    NotFound,
}

impl Fault {
    /// The faults that every call can have.
    pub const ALL: [Self; 7] = [
        Self::Denied,
        Self::Throttled,
        Self::Unavailable,
        Self::ResponseLost,
        Self::KilledBefore,
        Self::KilledAfter,
        Self::JournalLost,
    ];

    /// Returns whether AWS receives the call.
    pub fn is_after(self) -> bool {
        matches!(self, Self::ResponseLost | Self::KilledAfter | Self::JournalLost)
    }

    /// Returns the error that the deployer receives, or nothing if the deployer is killed.
    pub fn error(self, call: &str) -> Option<ApiError> {
        let (kind, code) = match self {
            Self::Denied => (ApiErrorKind::Denied, "AccessDenied"),
            Self::Throttled => (ApiErrorKind::Throttled, "Throttling"),
            Self::Unavailable => (ApiErrorKind::Unavailable, "InternalFailure"),
            Self::NotFound => (ApiErrorKind::NotFound, "InvalidID.NotFound"),
            Self::ResponseLost => (ApiErrorKind::OutcomeUnknown, "NoConnection"),
            Self::KilledBefore | Self::KilledAfter | Self::JournalLost | Self::StaleRead => return None,
        };
        Some(ApiError::new(kind, call, code, "injected by the test"))
    }
}

/// A fault at one write of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteFault {
    /// The deployer is killed before the write.
    NotWritten,
    /// The deployer is killed during the write, on a file system that does not replace files atomically.
    HalfWritten,
}

/// Where a command is interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// At a call, counted from 1.
    Call(usize, Fault),
    /// At a write of the journal, counted from 1.
    Write(usize, WriteFault),
    /// Nowhere.
    None,
}

/// The kill of a deployer. Its future is never resumed after that.
#[derive(Clone, Debug, Default)]
pub struct Crash(Rc<(Cell<bool>, Notify)>);

impl Crash {
    /// Kills the deployer. Never returns.
    pub async fn trigger<T>(&self) -> T {
        self.0.0.set(true);
        self.0.1.notify_one();
        std::future::pending().await
    }

    /// Waits until the deployer is killed.
    pub async fn wait(&self) {
        self.0.1.notified().await;
    }

    pub fn has_happened(&self) -> bool {
        self.0.0.get()
    }
}
