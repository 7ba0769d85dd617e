//! Selecting one of the declared stacks.

use super::error::CliError;
use moodle_stack_model::{Stack, nearest};

/// Returns the named stack, or the only one.
pub(super) fn select<'s>(stacks: &'s [Stack], name: Option<&str>) -> Result<&'s Stack, CliError> {
    let names = || stacks.iter().map(|stack| stack.name);
    let listed = || names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (name, stacks) {
        (_, []) => Err(CliError::usage("this program declares no stack")
            .hint("Only `explain` works without a stack.")
            .hint("Pass the stacks to `moodle_stack::run`, such as `moodle_stack::run(&[Campus::stack()])`.")),
        (None, [stack]) => Ok(stack),
        (None, _) => Err(CliError::usage(format!(
            "this program declares {} stacks, but none is selected",
            stacks.len()
        ))
        .hint(format!("Select one with `--stack NAME`: {}.", listed()))),
        (Some(name), _) => stacks.iter().find(|stack| stack.name == name).ok_or_else(|| {
            let error = CliError::usage(format!("there is no stack `{name}`"));
            let error = match nearest(name, names()) {
                Some(near) => error.hint(format!("Did you mean `{near}`?")),
                None => error,
            };
            error.hint(format!("Declared stacks: {}.", listed()))
        }),
    }
}

/// Returns the stack whose backup is restored, and the stack to create from it.
pub(super) fn pair<'s>(stacks: &'s [Stack], from: Option<&str>, to: &str) -> Result<(&'s Stack, &'s Stack), CliError> {
    let target = select(stacks, Some(to))?;
    let mut others = stacks.iter().filter(|stack| stack.name != target.name);
    let source = match (from, others.next(), others.next()) {
        (Some(from), ..) => select(stacks, Some(from))?,
        (None, Some(only), None) => only,
        (None, ..) => {
            return Err(
                CliError::usage(format!("it is not clear which stack's backup to restore into {to}"))
                    .hint("Select the stack whose backup to restore with `--stack NAME`; `--to` is the new stack.")
                    .hint("Declare both in one program, such as `Campus { … }, Rescue { domain: \"…\", ..Campus }`."),
            );
        }
    };
    if source.name == target.name {
        return Err(
            CliError::usage(format!("a backup of {to} cannot be restored into {to} itself"))
                .why("A backup is only restored into a new stack, so no existing data is lost.")
                .hint("Declare another stack for it, such as `Rescue { domain: \"…\", ..Campus }`."),
        );
    }
    Ok((source, target))
}
