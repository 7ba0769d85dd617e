//! Waiting until a resource is ready, or gone: with a deadline, and a word on what is waited for.

use super::executor::{LONGEST_PAUSE, pauses};
use super::{EventKind, Executor, StepError};
use crate::plan::Step;
use crate::provider::Provider;
use std::time::Duration;

/// For how long a wait is not worth a word: most of what AWS makes is there in a moment.
const QUIET: Duration = Duration::from_secs(5);

/// A wait for one resource.
pub(super) struct Wait {
    start: Duration,
    deadline: Duration,
    pauses: Box<dyn Iterator<Item = Duration>>,
    /// What was last said to be waited for.
    told: String,
}

impl<P: Provider> Executor<'_, P> {
    /// Begins a wait.
    pub(super) fn wait(&self, deadline: Duration) -> Wait {
        self.wait_at(deadline, pauses())
    }

    /// Begins a wait with pauses of its own.
    pub(super) fn wait_at(&self, deadline: Duration, pauses: impl Iterator<Item = Duration> + 'static) -> Wait {
        Wait {
            start: self.clock.elapsed(),
            deadline,
            pauses: Box::new(pauses),
            told: String::new(),
        }
    }

    /// Tells for how long the wait has gone on.
    pub(super) fn waited(&self, wait: &Wait) -> Duration {
        self.clock.elapsed().saturating_sub(wait.start)
    }

    /// Waits until it is time for another look; ends the step where the deadline has passed, or the stop is asked for.
    pub(super) async fn wait_on(&self, node: &Step, wait: &mut Wait, waiting_for: String) -> Result<(), StepError> {
        let waited = self.waited(wait);
        if waited >= wait.deadline {
            return Err(StepError::Deadline {
                waiting_for,
                after: waited,
            });
        }
        if waited >= QUIET && waiting_for != wait.told {
            self.tell(node, EventKind::Waiting(waiting_for.clone()));
            wait.told = waiting_for;
        }
        self.pause(wait.pauses.next().unwrap_or(LONGEST_PAUSE)).await
    }
}
