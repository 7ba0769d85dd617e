//! `policy`: the least IAM policy that deploys, changes, operates and destroys a stack.

use super::args::Args;
use super::console::{line, note};
use super::error::CliError;
use super::exit::Exit;
use super::select::select;
use crate::policy::{ATTACHED, LIMIT, Policy, documents};
use moodle_stack_model::Stack;
use serde_json::{Map, Value};

/// Writes the policy to stdout, as JSON and with nothing beside it; how to use it goes to stderr. Asks nothing of any world, and
/// needs no SDK. With `number`, only that document is written, as IAM takes it.
pub(super) fn policy(stacks: &[Stack], args: &Args, number: Option<usize>) -> Result<Exit, CliError> {
    let stack = select(stacks, args.stack.as_deref())?;
    let documents = documents(&Policy::of(stack, &sources(stacks, stack)).statements);
    let name = |index: usize| format!("{}-deployer-{}", stack.name, index + 1);
    if let Some(number) = number {
        let document = number.checked_sub(1).and_then(|index| documents.get(index));
        let document = document.ok_or_else(|| {
            CliError::usage(format!("there is no policy {number} of {}", stack.name)).hint(format!(
                "There are {}, numbered from 1; without a number, all are written.",
                documents.len()
            ))
        })?;
        line(&format!("{document:#}"));
        return Ok(Exit::Done);
    }
    let count = documents.len();
    let named: Map<String, Value> = documents
        .into_iter()
        .enumerate()
        .map(|(index, one)| (name(index), one))
        .collect();
    line(&format!("{:#}", Value::Object(named)));
    note(&guidance(stack, count));
    if count > ATTACHED {
        note(&format!(
            "IAM lets {ATTACHED} policies be attached to a role: have that quota raised, or divide them among two roles."
        ));
    }
    Ok(Exit::Done)
}

/// Names the stacks whose backups a stack may be made from: the others of the same account and region.
fn sources<'s>(stacks: &'s [Stack], stack: &Stack) -> Vec<&'s str> {
    let place = |stack: &Stack| (stack.architecture.account, stack.architecture.region);
    let others = stacks
        .iter()
        .filter(|other| other.name != stack.name && place(other) == place(stack));
    others.map(|other| other.name).collect()
}

fn guidance(stack: &Stack, count: usize) -> String {
    let name = stack.name;
    format!(
        "Policies for whoever deploys, changes, operates and destroys {name}: {count}, as one would be longer than the {LIMIT} \
         characters that IAM takes. All are needed. `policy 1` writes the first alone, as `aws iam create-policy \
         --policy-name {name}-deployer-1 --policy-document` takes it.\n\
         They allow roles to be made whose names begin with {name}-{}, and policies to be put into them: give them to nobody \
         who may not do what those roles may.\n\
         They fit this declaration. Before a change that takes something away, as another kind of database does, keep the \
         ones from before until the change is made.",
        stack.architecture.region
    )
}
