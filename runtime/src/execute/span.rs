//! The span that the logs of a step carry.

use crate::plan::{Node, Work};
use tracing::{Span, info_span};

/// Returns the span of a step: its address, its kind and its action.
pub(super) fn step_span(node: &Node) -> Span {
    let action = match node.work {
        Work::Create(_) => "create",
        Work::Update(..) => "update",
        Work::Reuse(..) => "reuse",
        Work::Delete(_) => "delete",
        Work::Keep(_) => "keep",
    };
    info_span!("step", address = %node.address, kind = node.kind.name, action)
}
