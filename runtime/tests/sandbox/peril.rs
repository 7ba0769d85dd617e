//! What can befall a step of the deployer.

use moodle_stack::provider::{ApiError, ApiErrorKind};
use std::cell::Cell;
use std::rc::Rc;
use tokio::sync::Notify;

/// What can befall a step of the deployer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peril {
    /// AWS refuses the call.
    Refused,
    /// AWS has heard too many calls.
    Throttled,
    /// AWS answers with a 5xx.
    Unavailable,
    /// AWS does what the call asks for, and the answer is lost.
    AnswerLost,
    /// The deployer is killed before AWS hears of the call.
    KilledBefore,
    /// The deployer is killed before it hears the answer.
    KilledAfter,
    /// The deployer is killed before it hears the answer, and its journal is gone.
    JournalLost,
    /// What AWS has made it does not show yet: to a look for it, not to a change.
    Unseen,
}

impl Peril {
    /// Everything that can befall any call.
    pub const ALL: [Self; 7] = [
        Self::Refused,
        Self::Throttled,
        Self::Unavailable,
        Self::AnswerLost,
        Self::KilledBefore,
        Self::KilledAfter,
        Self::JournalLost,
    ];

    /// Tells whether AWS has heard of the call.
    pub fn is_after(self) -> bool {
        matches!(self, Self::AnswerLost | Self::KilledAfter | Self::JournalLost)
    }

    /// Returns what the deployer hears; nothing where it dies.
    pub fn error(self, call: &str) -> Option<ApiError> {
        let (kind, code) = match self {
            Self::Refused => (ApiErrorKind::Denied, "AccessDenied"),
            Self::Throttled => (ApiErrorKind::Throttled, "Throttling"),
            Self::Unavailable => (ApiErrorKind::Unavailable, "InternalFailure"),
            Self::AnswerLost => (ApiErrorKind::OutcomeUnknown, "NoConnection"),
            Self::KilledBefore | Self::KilledAfter | Self::JournalLost | Self::Unseen => return None,
        };
        Some(ApiError::new(kind, call, code, "as the test has it"))
    }
}

/// The end of a deployer, from which nothing in it goes on.
#[derive(Clone, Debug, Default)]
pub struct Death(Rc<(Cell<bool>, Notify)>);

impl Death {
    /// Dies.
    pub async fn die<T>(&self) -> T {
        self.0.0.set(true);
        self.0.1.notify_one();
        std::future::pending().await
    }

    /// Waits for it.
    pub async fn wait(&self) {
        self.0.1.notified().await;
    }

    /// Tells whether it has come.
    pub fn has_come(&self) -> bool {
        self.0.0.get()
    }
}
