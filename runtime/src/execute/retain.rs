//! Leaving one resource in place.

use super::context::Context;
use super::delete::{forget, leave_alone, others};
use super::error::StepError;
use super::leftover::Leftover;
use super::subject::Subject;
use crate::journal::Entry;
use crate::plan::{Action, Reason};
use crate::provider::Provider;

/// Leaves a resource in place, as declared, and removes it from the journal.
pub(super) async fn retain<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    entry: &Entry,
) -> Result<(), StepError> {
    cx.report_start(subject, Action::Retain);
    if subject.kind.holds_data {
        let what = "is kept, with its data, and costs money until you delete it yourself";
        let leftover = Leftover::of_existing(subject, entry.id.as_ref(), what);
        cx.leftovers.borrow_mut().data.push(leftover);
    }
    cx.record(|journal| forget(journal, entry)).await
}

/// Leaves a resource alone that another stack owns by its tags. A declared one remains in the journal: other resources still
/// refer to it, and once it has its tags back, this stack owns it again.
pub(super) async fn leave<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    entry: &Entry,
    reason: &Reason,
    lets_go: bool,
) -> Result<(), StepError> {
    cx.report_start(subject, Action::Leave);
    if let Reason::NotOwned(stack) = reason {
        leave_alone(cx, subject, entry.id.as_ref(), others(stack));
    }
    if lets_go {
        cx.record(|journal| forget(journal, entry)).await?;
    }
    Ok(())
}
