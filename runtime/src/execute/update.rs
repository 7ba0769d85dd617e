//! Changing one resource in place.

use super::configure::configure_and_wait;
use super::context::Context;
use super::error::StepError;
use super::subject::Subject;
use super::tags::restore_tags;
use super::{resolve, schema};
use crate::journal::Phase;
use crate::operations::Cloud;
use crate::plan::{Action, FieldChange};
use crate::spec::Desired;
use serde_json::Map;

/// Changes a resource in place, or finishes a change or creation that was interrupted.
pub(super) async fn update<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    desired: &Desired,
    changes: &[FieldChange],
) -> Result<(), StepError> {
    cx.report_start(subject, Action::Update);
    let kind = subject.kind;
    let fields = resolve::fields(cx, subject, desired)?;
    let Some(entry) = cx.journal(|journal| journal.resources.get(&subject.address).cloned()) else {
        return Err(StepError::internal(kind, "it is not in the journal"));
    };
    let Some(id) = entry.id.clone() else {
        return Err(StepError::internal(kind, "the journal does not know its id"));
    };
    let mut target = cx.target(subject, &entry)?;
    target.references = resolve::references(cx, desired);
    target.dependents = cx.journal(|journal| journal.dependents_of(&subject.address));
    if changes.iter().any(FieldChange::is_tags) {
        restore_tags(cx, subject, &target, &id, &entry.fields).await?;
        if changes.iter().all(FieldChange::is_tags) && entry.phase == Phase::Ready {
            return Ok(());
        }
    }
    let to_set: Vec<String> = if matches!(entry.phase, Phase::Updating | Phase::Deleting) {
        // It is unknown how much of the interrupted change was made, so all of it is set again.
        let all = fields.as_object().into_iter().flat_map(Map::keys);
        let fields = all.filter(|field| !kind.replaces.contains(&field.as_str())).cloned();
        let constants = kind.constants.iter().map(|constant| (*constant).to_owned());
        fields.chain(constants).collect()
    } else {
        // A field that the kind no longer has cannot be set: it only leaves the journal.
        let fields = changes.iter().map(|change| &change.field);
        fields.filter(|field| kind.has(field)).cloned().collect()
    };
    cx.record_entry(subject, |entry| {
        // The journal keeps the applied fields until the change is made.
        if matches!(entry.phase, Phase::Ready | Phase::Deleting) {
            entry.phase = Phase::Updating;
        }
        // Until then, it may refer to the old dependencies and to the new ones.
        entry.depends.extend(desired.depends.iter().cloned());
    })
    .await?;
    if schema::is_schema(kind) {
        schema::prepare(cx, subject, &fields, Action::Update).await?;
    }
    if entry.phase == Phase::Configuring && !to_set.is_empty() {
        // Fields that `create` could not set may never have been set, even if other fields differ now.
        let set = async || cx.provider.configure(&target, &id, &fields, &[]).await;
        cx.call(subject, subject.deadline(), set).await?;
    }
    configure_and_wait(cx, subject, &target, &id, &fields, &to_set).await?;
    cx.record_entry(subject, |entry| {
        entry.depends.clone_from(&desired.depends);
        entry.key = desired.key.into();
    })
    .await
}
