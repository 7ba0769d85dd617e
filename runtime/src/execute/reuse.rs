//! Reusing a resource that an interrupted run deposed.

use super::context::Context;
use super::error::StepError;
use super::subject::Subject;
use super::update::update;
use crate::journal::Entry;
use crate::operations::Cloud;
use crate::plan::FieldChange;
use crate::spec::Desired;

/// Makes a deposed resource the current one of its address again, and changes it in place.
pub(super) async fn reuse<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    deposed: &Entry,
    desired: &Desired,
    changes: &[FieldChange],
) -> Result<(), StepError> {
    cx.record(|journal| {
        let Some(at) = journal.deposed.iter().position(|entry| entry.token == deposed.token) else {
            return;
        };
        let mut entry = journal.deposed.remove(at);
        // Some of the resources that it was created with may be deleted by now.
        entry.depends.retain(|address| journal.resources.contains_key(address));
        // A separate step deletes its intended replacement.
        journal
            .deposed
            .extend(journal.resources.insert(subject.address.clone(), entry));
    })
    .await?;
    update(cx, subject, desired, changes).await
}
