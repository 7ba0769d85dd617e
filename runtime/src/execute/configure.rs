//! Configuring a resource that exists, until it is ready.

use super::context::Context;
use super::error::StepError;
use super::subject::Subject;
use super::wait::Wait;
use crate::journal::Phase;
use crate::provider::{Live, Provider, State, Target};
use crate::retry::creation_lag;
use serde_json::Value;

/// Sets the `changed` fields, or, after a creation, all fields that `create` did not set. Waits until the resource is
/// ready, and records its fields and outputs.
pub(super) async fn configure_and_wait<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    id: &str,
    fields: &Value,
    changed: &[String],
) -> Result<(), StepError> {
    let configure = async || cx.provider.configure(target, id, fields, changed).await;
    cx.call(subject, subject.deadline(), configure).await?;
    let live = wait_until_ready(cx, subject, target, id, fields).await?;
    let is_first = cx.journal(|journal| {
        let entry = journal.resources.get(&subject.address);
        entry.is_some_and(|entry| entry.phase == Phase::Configuring)
    });
    if is_first {
        // Other services may not see yet what has just become ready, such as a certificate that was issued.
        cx.set_new(subject);
    }
    cx.record_entry(subject, |entry| {
        entry.phase = Phase::Ready;
        entry.fields = fields.clone();
        entry.outputs = live.outputs;
    })
    .await
}

/// Returns an output that AWS does not report.
fn missing_output(subject: &Subject, live: &Live) -> Option<&'static str> {
    let mut outputs = subject.kind.outputs.iter();
    outputs.find(|output| !live.outputs.contains_key(**output)).copied()
}

async fn wait_until_ready<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    id: &str,
    fields: &Value,
) -> Result<Live, StepError> {
    let deadline = subject.deadline();
    let mut wait = Wait::new(cx, deadline);
    loop {
        let read = async || cx.provider.read(target, id, fields).await;
        let waiting_for = match cx.read(subject, deadline, read).await? {
            Some(live) => match live.state {
                State::Ready => match missing_output(subject, &live) {
                    // AWS may show one part of a resource before another.
                    Some(output) if wait.elapsed(cx) <= creation_lag(subject.kind) => {
                        format!("AWS to show its `{output}`")
                    }
                    Some(output) => {
                        let message = format!("it is ready, but AWS does not report its `{output}`");
                        return Err(StepError::internal(subject.kind, &message));
                    }
                    None => return Ok(live),
                },
                State::Failed(cause) => {
                    let kind = subject.kind;
                    return Err(StepError::ResourceFailed { kind, cause });
                }
                State::Pending(state) | State::Deleting(state) => state,
            },
            None if wait.elapsed(cx) > creation_lag(subject.kind) => {
                return Err(StepError::Failed("it no longer exists".into()));
            }
            None => "AWS to show it".into(),
        };
        wait.next(cx, subject, waiting_for).await?;
    }
}
