//! Leaving one resource in place.

use super::context::Context;
use super::delete::forget;
use super::error::StepError;
use super::subject::Subject;
use crate::journal::Entry;
use crate::plan::Action;
use crate::provider::Provider;

/// Leaves a resource in place as the declaration says, and removes it from the journal.
pub(super) async fn retain<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    entry: &Entry,
) -> Result<(), StepError> {
    cx.report_start(subject, Action::Retain);
    cx.record(|journal| forget(journal, entry)).await
}

/// Leaves a resource alone that this stack does not own any more. It stays in the journal: what refers to it goes on to do
/// so, and once it has its tags back, this stack owns it again.
pub(super) fn leave<P: Provider>(cx: &Context<'_, P>, subject: &Subject) {
    cx.report_start(subject, Action::Leave);
}
