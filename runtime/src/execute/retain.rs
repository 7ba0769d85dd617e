//! Leaving one resource in place.

use super::context::Context;
use super::delete::forget;
use super::error::StepError;
use super::subject::Subject;
use crate::journal::Entry;
use crate::plan::Action;
use crate::provider::Provider;

/// Leaves a resource in place, as declared, and removes it from the journal.
pub(super) async fn retain<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    entry: &Entry,
) -> Result<(), StepError> {
    cx.report_start(subject, Action::Retain);
    cx.record(|journal| forget(journal, entry)).await
}

/// Leaves a resource alone that this stack no longer owns. It remains in the journal: other resources still refer to
/// it, and once it has its tags back, this stack owns it again.
pub(super) fn leave<P: Provider>(cx: &Context<'_, P>, subject: &Subject) {
    cx.report_start(subject, Action::Leave);
}
