//! Resolves declared fields to the values that a call sends.

use super::context::Context;
use super::error::StepError;
use super::subject::Subject;
use crate::provider::{Provider, Reference};
use crate::resource::{resolve, used};
use crate::spec::Desired;
use serde_json::Value;

/// Replaces the references in the declared fields with the outputs that the journal has.
pub(super) fn fields<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    desired: &Desired,
) -> Result<Value, StepError> {
    let fields = cx.journal(|journal| resolve(&desired.fields, &|address, output| journal.output(address, output)));
    fields.ok_or_else(|| StepError::internal(subject.kind, "something that it refers to has no such output"))
}

/// Lists the outputs that the declared fields refer to, except those of incidental fields: a resource does not keep
/// using what it was created with.
pub(super) fn references<P: Provider>(cx: &Context<'_, P>, desired: &Desired) -> Vec<Reference> {
    let used = used(&desired.fields);
    let lasting = |field: &str| !desired.kind.incidental.contains(&field);
    cx.journal(|journal| {
        let references = used.iter().filter(|used| lasting(&used.field)).filter_map(|used| {
            let dependency = journal.resources.get(&used.address)?;
            let value = dependency.outputs.get(&used.output)?.clone();
            Some(Reference {
                kind: dependency.kind.clone(),
                value,
            })
        });
        references.collect()
    })
}
