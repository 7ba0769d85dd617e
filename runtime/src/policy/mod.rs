//! What the deployer's own credentials must be allowed: the least IAM policy that deploys, changes, operates and destroys a
//! stack.
//!
//! Tables say it: each kind of resource has its own, and here is one for each thing that is asked or done besides. Their rows have one shape, with
//! places to be filled: the stack's name, its region, a field of the resource. What an action takes and how it can be
//! narrowed is from AWS's [Service Authorization
//! Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html);
//! each table names its page.
//!
//! What reads is narrowed by name, account and region, and not by tags: of what is gone, AWS knows no tags, and would answer
//! "denied" where the deployer must hear "not found".

mod call;
mod document;
mod fill;
mod inventory;
mod journal;
mod operations;
mod questions;
mod restore;
mod row;
mod rows;
mod statement;
#[cfg(test)]
mod tests;

pub use call::actions_of;
pub use document::{ATTACHED, LIMIT, documents};
pub use statement::{Conditions, Statement};

use crate::blueprint::{Graph, blueprint};
use crate::kinds::find;
use fill::Values;
use moodle_stack_model::Stack;
use rows::Rows;

/// What one stack takes.
#[derive(Debug)]
pub struct Policy {
    /// What is allowed, in order.
    pub statements: Vec<Statement>,
}

impl Policy {
    /// Finds out what a stack takes; `sources` are the names of the stacks whose backups it may be made from.
    #[must_use]
    pub fn of(stack: &Stack, sources: &[&str]) -> Self {
        Self {
            statements: statement::merged(allowed(stack, sources)),
        }
    }

    /// Lists all actions that are allowed.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().flat_map(Statement::actions)
    }
}

/// Lists what a stack takes, as the tables have it.
fn allowed(stack: &Stack, sources: &[&str]) -> Vec<Statement> {
    let graph = blueprint(stack);
    let mut rows = of_resources(&graph);
    questions::add(&mut rows, &stack.architecture);
    operations::add(&mut rows);
    inventory::add(&mut rows);
    journal::add(&mut rows, &stack.architecture);
    restore::add(&mut rows, sources);
    rows.statements
}

/// Lists what the resources of a graph take.
pub(crate) fn of_resources(graph: &Graph) -> Rows<'_> {
    let mut rows = Rows {
        graph,
        statements: Vec::new(),
    };
    for desired in graph.resources.values() {
        if let Some(kind) = find(desired.kind.name) {
            rows.add(&Values::of(graph, desired), kind.permissions.rows);
        }
    }
    rows
}
