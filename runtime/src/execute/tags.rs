//! Giving a resource its tags again.

use super::context::Context;
use super::error::StepError;
use super::event::EventKind;
use super::subject::Subject;
use crate::provider::{ApiErrorKind, Provider, Target};
use serde_json::Value;

/// Gives a resource that this stack owns its tags again, which somebody has removed. The journal already has the resource,
/// so the call needs no other record.
///
/// Credentials that may change only what has the stack's tags may not do this. That is reported, and is not an error: the
/// tags are not needed for anything but finding the resource after a lost journal.
pub(super) async fn restore_tags<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    id: &str,
    fields: &Value,
) -> Result<(), StepError> {
    let tag = async || cx.provider.tag(target, id, fields).await;
    match cx.call(subject, subject.deadline(), tag).await {
        Err(StepError::Api(error)) if error.kind == ApiErrorKind::Denied => {
            let tags = target.tags().into_iter().map(|(key, value)| format!("{key}={value}"));
            let tags = tags.collect::<Vec<_>>().join(" ");
            let text = format!(
                "your credentials do not allow {}: give {id} its tags yourself: {tags}",
                error.call
            );
            cx.report(subject, EventKind::Said(text));
            Ok(())
        }
        done => done,
    }
}
