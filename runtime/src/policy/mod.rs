//! The permissions of the deployer's own credentials: the least IAM policy that can deploy, change, operate and destroy
//! a stack.
//!
//! The permissions are in tables: each kind of resource has its own, and this module has the tables of everything else.
//! All rows have one shape, with placeholders for the stack's name, its region or a field of the resource. What an
//! action needs and how it can be narrowed is from AWS's [Service Authorization
//! Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html);
//! each table names its page.
//!
//! Actions that read are narrowed by name, account and region, and not by tags: a deleted resource has no tags, so AWS
//! would answer "denied" when the deployer must see "not found".

mod call;
mod document;
mod fill;
mod inventory;
mod journal;
mod operations;
mod preflight;
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

/// The permissions for one stack.
#[derive(Debug)]
pub struct Policy {
    /// The statements, in order.
    pub statements: Vec<Statement>,
}

impl Policy {
    /// Returns the policy for a stack; `sources` are the names of the stacks from whose backups it may be restored.
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

/// Lists the statements for a stack, as they are in the tables.
fn allowed(stack: &Stack, sources: &[&str]) -> Vec<Statement> {
    let graph = blueprint(stack);
    let mut rows = of_resources(&graph);
    preflight::add(&mut rows, &stack.architecture);
    operations::add(&mut rows);
    inventory::add(&mut rows);
    journal::add(&mut rows, &stack.architecture);
    restore::add(&mut rows, sources);
    rows.statements
}

/// Lists the statements for the resources of a graph.
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
