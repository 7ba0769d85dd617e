//! `policy`: prints the least-privilege IAM policy that deploys, changes, operates and destroys a stack.

use super::args::Args;
use super::console::{line, note};
use super::error::CliError;
use super::exit::Exit;
use super::select::select;
use crate::policy::{ATTACHED, LIMIT, Policy, documents};
use moodle_stack_model::Stack;
use serde_json::{Map, Value};

/// Prints the policy to stdout, as JSON only; how to use it goes to stderr. Makes no calls, and needs no SDK. With `number`,
/// prints only that document, in the form that IAM accepts.
pub(super) fn policy(stacks: &[Stack], args: &Args, number: Option<usize>) -> Result<Exit, CliError> {
    let stack = select(stacks, args.stack.as_deref())?;
    let documents = documents(&Policy::of(stack, &sources(stacks, stack)).statements);
    let name = |index: usize| format!("{}-deployer-{}", stack.name, index + 1);
    if let Some(number) = number {
        let document = number.checked_sub(1).and_then(|index| documents.get(index));
        let document = document.ok_or_else(|| {
            CliError::usage(format!("there is no policy {number} of {}", stack.name)).hint(format!(
                "There are {}, numbered from 1. Without a number, all are printed.",
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
            "IAM allows {ATTACHED} policies to be attached to a role. Request a higher quota, or split them between two roles."
        ));
    }
    Ok(Exit::Done)
}

/// Returns the stacks whose backups a stack may be restored from: the others in the same account and region.
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
        "These {count} policies allow you to deploy, change, operate and destroy {name}. All of them are needed: a single one would be \
         longer than the {LIMIT} characters that IAM accepts. `policy 1` prints only the first, as `aws iam create-policy \
         --policy-name {name}-deployer-1 --policy-document` takes it.\n\
         They allow creating roles whose names begin with {name}-{}, and putting policies into them. Give them only to those \
         who may do what those roles may do.\n\
         They fit this declaration. Before a change that deletes something, such as to another kind of database, keep the old \
         policies until the change is made.",
        stack.architecture.region
    )
}
