//! Planning: what will happen, in which order, and why. Pure.

mod action;
mod change;
mod compare;
mod decide;
mod decision;
mod dependencies;
mod link;
mod moodle_version;
mod observed_state;
mod plan_builder;
mod planner;
mod preflight;
mod reason;
mod step;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use change::FieldChange;
pub(crate) use compare::changes;
pub use moodle_version::moodle_version;
pub use observed_state::ObservedState;
pub use planner::{deployment, destruction};
pub use preflight::preflight_queries;
pub use reason::Reason;
pub use step::Step;

use crate::spec::Desired;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that will happen, in an order that the edges give. The executor makes no further decisions.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The steps. An edge names a step by its index.
    pub steps: Vec<Step>,
    /// The number of unchanged resources.
    pub unchanged: usize,
    /// The unchanged resources with fields that define how they are created. Once all steps are done, the journal
    /// records these fields as declared. No call is made for that.
    pub kept: BTreeMap<String, Desired>,
}

impl Plan {
    /// Returns whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Summarizes what happens to each address: a deletion and a creation together are a replacement.
    #[must_use]
    pub fn actions(&self) -> BTreeMap<&str, Action> {
        let mut actions: BTreeMap<&str, Action> = BTreeMap::new();
        for step in &self.steps {
            actions
                .entry(&step.address)
                .and_modify(|known| {
                    *known = match (*known, step.action()) {
                        (one, other) if one == other => one,
                        (Action::Reuse, _) | (_, Action::Reuse) => Action::Reuse,
                        _ => Action::Replace,
                    };
                })
                .or_insert(step.action());
        }
        actions
    }

    /// Returns the steps in an order that respects every edge; `None` if the edges have a cycle, which would be a bug
    /// in the planner.
    #[must_use]
    pub fn order(&self) -> Option<Vec<usize>> {
        let mut graph = petgraph::graph::DiGraph::<(), ()>::new();
        let ids: Vec<_> = self.steps.iter().map(|_| graph.add_node(())).collect();
        for (to, step) in self.steps.iter().enumerate() {
            for from in &step.after {
                graph.add_edge(ids[*from], ids[to], ());
            }
        }
        let order = petgraph::algo::toposort(&graph, None).ok()?;
        Some(order.into_iter().map(petgraph::graph::NodeIndex::index).collect())
    }

    /// Narrows the plan to the steps that bring one address to its declared state, and to all steps before them.
    #[must_use]
    pub fn up_to(&self, address: &str) -> Self {
        let mut left: Vec<usize> = (0..self.steps.len())
            .filter(|at| self.steps[*at].address == address && self.steps[*at].applies())
            .collect();
        let mut kept = BTreeSet::new();
        while let Some(at) = left.pop() {
            if kept.insert(at) {
                left.extend(&self.steps[at].after);
            }
        }
        let places: BTreeMap<usize, usize> = kept.iter().enumerate().map(|(place, at)| (*at, place)).collect();
        let steps = kept.iter().map(|at| {
            let mut step = self.steps[*at].clone();
            step.after = step.after.iter().map(|before| places[before]).collect();
            step
        });
        Self {
            steps: steps.collect(),
            ..Self::default()
        }
    }

    /// Returns how long the longest chain of steps usually takes, in seconds.
    #[must_use]
    pub fn typical_seconds(&self) -> u64 {
        let mut ends = vec![0; self.steps.len()];
        for at in self.order().unwrap_or_default() {
            let step = &self.steps[at];
            let start = step.after.iter().map(|before| ends[*before]).max().unwrap_or(0);
            ends[at] = start
                + match step.action() {
                    Action::Create => step.kind.create.typical,
                    Action::Finish | Action::Update | Action::Reuse => step.kind.update_seconds(),
                    Action::Delete => step.kind.delete.typical,
                    Action::NoOp | Action::Adopt | Action::Replace | Action::Retain | Action::Leave => 0,
                };
        }
        ends.into_iter().max().unwrap_or(0)
    }
}
