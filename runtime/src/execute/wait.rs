//! Waits until a resource is ready or no longer exists, up to a deadline.

use super::context::Context;
use super::error::StepError;
use super::event::EventKind;
use super::subject::Subject;
use crate::provider::Provider;
use crate::retry::{LONGEST_PAUSE, pauses};
use std::time::Duration;

/// How long a wait lasts before it is reported: many resources are ready at once.
const QUIET: Duration = Duration::from_secs(5);

/// A wait for one resource.
pub(super) struct Wait {
    start: Duration,
    deadline: Duration,
    pauses: Box<dyn Iterator<Item = Duration>>,
    /// The last reported state.
    reported: String,
}

impl Wait {
    /// Starts a wait.
    pub(super) fn new<P: Provider>(cx: &Context<'_, P>, deadline: Duration) -> Self {
        Self::with_pauses(cx, deadline, pauses())
    }

    /// Starts a wait with its own polling intervals.
    pub(super) fn with_pauses<P: Provider>(
        cx: &Context<'_, P>,
        deadline: Duration,
        pauses: impl Iterator<Item = Duration> + 'static,
    ) -> Self {
        Self {
            start: cx.clock.elapsed(),
            deadline,
            pauses: Box::new(pauses),
            reported: String::new(),
        }
    }

    /// Returns the time since its start.
    pub(super) fn elapsed<P: Provider>(&self, cx: &Context<'_, P>) -> Duration {
        cx.clock.elapsed().saturating_sub(self.start)
    }

    /// Waits until it is time to poll again. Ends the step if the deadline has passed or a stop is requested.
    ///
    /// The first line of `waiting_for` is what is waited for; the others are the causes that AWS reports.
    pub(super) async fn next<P: Provider>(
        &mut self,
        cx: &Context<'_, P>,
        subject: &Subject,
        waiting_for: String,
    ) -> Result<(), StepError> {
        let elapsed = self.elapsed(cx);
        if elapsed >= self.deadline {
            let (waiting_for, cause) = waiting_for.split_once('\n').unwrap_or((&waiting_for, ""));
            return Err(StepError::Deadline {
                kind: subject.kind,
                waiting_for: waiting_for.to_owned(),
                cause: cause.to_owned(),
                after: elapsed,
            });
        }
        if elapsed >= QUIET && waiting_for != self.reported {
            cx.report(subject, EventKind::Waiting(waiting_for.clone()));
            self.reported = waiting_for;
        }
        cx.pause(self.pauses.next().unwrap_or(LONGEST_PAUSE)).await
    }
}
