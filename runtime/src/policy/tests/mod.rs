//! The policies of the reference architecture and of every variant of the vocabulary.

mod calls;
mod documents;
mod narrow;

use super::{Policy, Statement};
use crate::blueprint::tests::variants::all;
use moodle_stack_model::{Architecture, Stack};
use std::sync::LazyLock;

/// A stack of a name.
fn named(name: &'static str, architecture: &Architecture) -> Stack {
    Stack {
        name,
        architecture: *architecture,
        file: "src/main.rs",
        locations: &[],
        deferred_warnings: &[],
    }
}

/// Every variant, as a stack that may be restored from another stack's backup.
static POLICIES: LazyLock<Vec<(Stack, Policy)>> = LazyLock::new(|| {
    let stacks = all().into_iter().map(|architecture| named("campus", &architecture));
    stacks.map(|stack| (stack, Policy::of(&stack, &["rescue"]))).collect()
});

/// Returns whether an ARN matches a pattern.
fn matches(pattern: &str, arn: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == arn,
        Some((head, tail)) => arn.strip_prefix(head).is_some_and(|rest| {
            let ends = (0..=rest.len()).filter(|&end| rest.is_char_boundary(end));
            ends.map(|end| &rest[end..]).any(|rest| matches(tail, rest))
        }),
    }
}

/// Returns whether statements allow an action on an ARN, ignoring conditions.
fn allow(statements: &[Statement], action: &str, arn: &str) -> bool {
    let mut of_action = statements.iter().filter(|one| one.actions.contains(action));
    of_action.any(|one| one.resources.iter().any(|pattern| matches(pattern, arn)))
}
