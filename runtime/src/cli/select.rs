//! Which of the declared stacks is meant.

use super::refusal::Refusal;
use moodle_stack_model::{Stack, nearest};

/// Finds the stack that is meant.
pub(super) fn select<'s>(stacks: &'s [Stack], name: Option<&str>) -> Result<&'s Stack, Refusal> {
    let names = || stacks.iter().map(|stack| stack.name);
    let listed = || names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (name, stacks) {
        (_, []) => Err(Refusal::usage("this program declares no stack")
            .advice("Only `explain` works without one.")
            .advice("Give `moodle_stack::run` the stacks, as in `moodle_stack::run(&[Campus::stack()])`.")),
        (None, [stack]) => Ok(stack),
        (None, _) => Err(Refusal::usage(format!(
            "this program declares {} stacks, and none is named",
            stacks.len()
        ))
        .advice(format!("Say which with `--stack NAME`: {}.", listed()))),
        (Some(name), _) => stacks.iter().find(|stack| stack.name == name).ok_or_else(|| {
            let refusal = Refusal::usage(format!("no stack is named `{name}`"));
            let refusal = match nearest(name, names()) {
                Some(near) => refusal.advice(format!("Did you mean `{near}`?")),
                None => refusal,
            };
            refusal.advice(format!("Declared: {}.", listed()))
        }),
    }
}
