//! Waits until a resource is ready or no longer exists, up to a deadline.

use super::context::Context;
use super::error::StepError;
use super::event::EventKind;
use super::subject::Subject;
use crate::provider::{Provider, Target};
use crate::retry::{LONGEST_PAUSE, pauses};
use serde_json::Value;
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
    /// The last reported causes.
    caused: String,
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
            caused: String::new(),
        }
    }

    /// Returns the time since its start.
    pub(super) fn elapsed<P: Provider>(&self, cx: &Context<'_, P>) -> Duration {
        cx.clock.elapsed().saturating_sub(self.start)
    }

    /// Like [`Wait::next`], for a resource: if the deadline has passed, AWS is asked for all that it knows about the cause.
    pub(super) async fn next_of<P: Provider>(
        &mut self,
        cx: &Context<'_, P>,
        subject: &Subject,
        waiting_for: String,
        (target, id, fields): (&Target, &str, &Value),
    ) -> Result<(), StepError> {
        let (kind, waiting_for, cause, after) = match self.next(cx, subject, waiting_for).await {
            Err(StepError::Deadline {
                kind,
                waiting_for,
                cause,
                after,
            }) => (kind, waiting_for, cause, after),
            other => return other,
        };
        let known = cx.provider.explain(target, id, fields).await;
        let mut lines: Vec<String> = cause.lines().map(str::to_owned).collect();
        for line in known {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        Err(StepError::Deadline {
            kind,
            waiting_for,
            cause: lines.join("\n"),
            after,
        })
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
        let (waiting_for, cause) = waiting_for.split_once('\n').unwrap_or((&waiting_for, ""));
        if elapsed >= self.deadline {
            return Err(StepError::Deadline {
                kind: subject.kind,
                waiting_for: waiting_for.to_owned(),
                cause: cause.to_owned(),
                after: elapsed,
            });
        }
        if elapsed >= QUIET && waiting_for != self.reported {
            cx.report(subject, EventKind::Waiting(waiting_for.to_owned()));
            waiting_for.clone_into(&mut self.reported);
        }
        // Until the usual time has passed, a cause is nothing to worry about.
        if elapsed >= QUIET.max(subject.kind.create.typical()) && cause != self.caused {
            let lines = cause
                .lines()
                .filter(|line| !self.caused.lines().any(|known| known == *line));
            for line in lines {
                cx.report(subject, EventKind::Said(line.to_owned()));
            }
            cause.clone_into(&mut self.caused);
        }
        cx.pause(self.pauses.next().unwrap_or(LONGEST_PAUSE)).await
    }
}
