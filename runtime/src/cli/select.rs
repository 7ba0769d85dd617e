//! Which of the declared stacks is meant.

use super::error::CliError;
use moodle_stack_model::{Stack, nearest};

/// Finds the stack that is meant.
pub(super) fn select<'s>(stacks: &'s [Stack], name: Option<&str>) -> Result<&'s Stack, CliError> {
    let names = || stacks.iter().map(|stack| stack.name);
    let listed = || names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (name, stacks) {
        (_, []) => Err(CliError::usage("this program declares no stack")
            .hint("Only `explain` works without one.")
            .hint("Give `moodle_stack::run` the stacks, as in `moodle_stack::run(&[Campus::stack()])`.")),
        (None, [stack]) => Ok(stack),
        (None, _) => Err(CliError::usage(format!(
            "this program declares {} stacks, and none is named",
            stacks.len()
        ))
        .hint(format!("Say which with `--stack NAME`: {}.", listed()))),
        (Some(name), _) => stacks.iter().find(|stack| stack.name == name).ok_or_else(|| {
            let refusal = CliError::usage(format!("no stack is named `{name}`"));
            let refusal = match nearest(name, names()) {
                Some(near) => refusal.hint(format!("Did you mean `{near}`?")),
                None => refusal,
            };
            refusal.hint(format!("Declared: {}.", listed()))
        }),
    }
}

/// Finds the stack that a backup is of, and the one that is to be made from it.
pub(super) fn pair<'s>(stacks: &'s [Stack], from: Option<&str>, to: &str) -> Result<(&'s Stack, &'s Stack), CliError> {
    let target = select(stacks, Some(to))?;
    let mut others = stacks.iter().filter(|stack| stack.name != target.name);
    let source = match (from, others.next(), others.next()) {
        (Some(from), ..) => select(stacks, Some(from))?,
        (None, Some(only), None) => only,
        (None, ..) => {
            return Err(
                CliError::usage(format!("nothing says which stack's backup {to} is to be made from"))
                    .hint("Say it with `--stack NAME`: that is the stack whose backup it is, and `--to` the new one.")
                    .hint("Both are declared in one program, as `Campus { … }, Rescue { domain: \"…\", ..Campus }`."),
            );
        }
    };
    if source.name == target.name {
        return Err(
            CliError::usage(format!("a backup of {to} cannot be restored into {to} itself"))
                .why("A backup comes to lie in a new stack, so that nothing that is there is lost.")
                .hint("Declare another stack for it, as `Rescue { domain: \"…\", ..Campus }`."),
        );
    }
    Ok((source, target))
}
