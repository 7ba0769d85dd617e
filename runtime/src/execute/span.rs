//! The span that the logs of a step carry.

use crate::plan::Step;
use tracing::{Span, info_span};

/// Returns the span of a step: its address, its kind and its action.
pub(super) fn step_span(step: &Step) -> Span {
    info_span!("step", address = %step.address, kind = step.kind.name, action = step.action().name())
}
