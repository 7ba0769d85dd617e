//! The steps of a plan.

use crate::journal::Entry;
use crate::resource::{KindInfo, Retention};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that will happen, in an order that the edges give. Executing it makes no further choice.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The steps; an edge names one by its place here.
    pub nodes: Vec<Node>,
    /// How many resources stay as they are.
    pub unchanged: usize,
    /// What stays as it is, and has fields that say how it is made: when all steps are done, the journal records what these
    /// are declared to be. No call is made for that.
    pub kept: BTreeMap<String, crate::blueprint::Desired>,
}

/// One step on one resource.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the resource stands in the graph.
    pub address: String,
    /// What it is.
    pub kind: &'static KindInfo,
    /// Its name.
    pub name: String,
    /// The key of the declaration that it comes from.
    pub key: String,
    /// What happens to it.
    pub work: Work,
    /// Why.
    pub why: Why,
    /// The steps that must be done before.
    pub after: BTreeSet<usize>,
}

/// What happens to a resource.
#[derive(Clone, Debug)]
pub enum Work {
    /// It is made, or taken up where an earlier run left it.
    Create(Box<crate::blueprint::Desired>),
    /// It is changed in place.
    Update(Box<crate::blueprint::Desired>, Vec<FieldChange>),
    /// The resource that was being replaced takes its place again, and is changed in place.
    Reuse(Box<Entry>, Box<crate::blueprint::Desired>, Vec<FieldChange>),
    /// It is deleted.
    Delete(Box<Entry>),
    /// It is left to itself: the declaration says to keep it.
    Keep(Box<Entry>),
}

/// Why a step is in the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is declared and not there.
    Declared,
    /// It is there and no longer declared.
    Undeclared,
    /// Another has taken its place in an earlier run, and it is still there.
    Superseded,
    /// It was being replaced, and is what is declared again.
    Restored,
    /// It was to take the place of another, which is what is declared again.
    Abandoned,
    /// The stack is to be destroyed.
    Destroyed,
    /// These fields differ from what was applied.
    Changed(Vec<FieldChange>),
    /// Fields that cannot be changed in place differ, so that another takes its place.
    Replaced(Vec<FieldChange>),
    /// What it stands on is replaced.
    DependencyReplaced(String),
    /// It was made, and has gone since.
    Missing,
    /// Its tags no longer say that it is this stack's.
    NotOwned,
    /// AWS says that it has failed.
    Failed(String),
    /// An earlier run was cut off before it was ready.
    Unfinished,
}

/// How one field changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it was.
    pub from: Value,
    /// What it will be; `null` with a reference that is not known yet.
    pub to: Value,
    /// Whether it was changed outside of this program.
    pub drift: bool,
}

/// What happens to one address, told in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
    /// The resource that was being replaced takes its place again.
    Reuse,
    /// Another takes its place.
    Replace,
    /// It is deleted.
    Delete,
    /// It is left to itself.
    Keep,
}

impl Node {
    /// Tells whether the step leads to what is declared at its address.
    #[must_use]
    pub fn makes(&self) -> bool {
        matches!(self.work, Work::Create(_) | Work::Update(..) | Work::Reuse(..))
    }

    /// Tells whether the step takes away what people put into the resource.
    #[must_use]
    pub fn loses_data(&self) -> bool {
        match &self.work {
            Work::Delete(entry) => self.kind.holds_data && entry.retention() != Retention::Snapshot,
            _ => false,
        }
    }

    /// Tells whether the step takes data away that the declaration does not say to delete.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        match &self.work {
            Work::Delete(entry) => self.kind.holds_data && entry.retention() != Retention::Delete,
            _ => false,
        }
    }

    /// Tells whether the step moves to an empty place what people put into the resource, or takes it away.
    #[must_use]
    pub fn endangers_data(&self) -> bool {
        self.kind.holds_data && matches!(self.work, Work::Delete(_))
    }
}

impl Plan {
    /// Tells whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Tells what happens to each address: a deletion and a creation together are a replacement.
    #[must_use]
    pub fn verbs(&self) -> BTreeMap<&str, Verb> {
        let mut verbs: BTreeMap<&str, Verb> = BTreeMap::new();
        for node in &self.nodes {
            let verb = match node.work {
                Work::Create(_) => Verb::Create,
                Work::Update(..) => Verb::Update,
                Work::Reuse(..) => Verb::Reuse,
                Work::Delete(_) => Verb::Delete,
                Work::Keep(_) => Verb::Keep,
            };
            verbs
                .entry(&node.address)
                .and_modify(|seen| {
                    *seen = match (*seen, verb) {
                        (one, other) if one == other => one,
                        (Verb::Reuse, _) | (_, Verb::Reuse) => Verb::Reuse,
                        _ => Verb::Replace,
                    };
                })
                .or_insert(verb);
        }
        verbs
    }

    /// Returns the steps in an order that keeps every edge; `None` if the edges run in a circle, which would be a fault
    /// of the planner.
    #[must_use]
    pub fn order(&self) -> Option<Vec<usize>> {
        let mut graph = petgraph::graph::DiGraph::<(), ()>::new();
        let ids: Vec<_> = self.nodes.iter().map(|_| graph.add_node(())).collect();
        for (to, node) in self.nodes.iter().enumerate() {
            for from in &node.after {
                graph.add_edge(ids[*from], ids[to], ());
            }
        }
        let order = petgraph::algo::toposort(&graph, None).ok()?;
        Some(order.into_iter().map(petgraph::graph::NodeIndex::index).collect())
    }

    /// Narrows it to what makes one address, or changes it, and to all that must be done before that.
    #[must_use]
    pub fn up_to(&self, address: &str) -> Self {
        let mut left: Vec<usize> = (0..self.nodes.len())
            .filter(|at| self.nodes[*at].address == address && self.nodes[*at].makes())
            .collect();
        let mut kept = BTreeSet::new();
        while let Some(at) = left.pop() {
            if kept.insert(at) {
                left.extend(&self.nodes[at].after);
            }
        }
        let places: BTreeMap<usize, usize> = kept.iter().enumerate().map(|(place, at)| (*at, place)).collect();
        let nodes = kept.iter().map(|at| {
            let node = self.nodes[*at].clone();
            let after = node.after.iter().map(|before| places[before]).collect();
            Node { after, ..node }
        });
        Self {
            nodes: nodes.collect(),
            ..Self::default()
        }
    }

    /// Returns how long the longest chain of waits usually takes, in seconds.
    #[must_use]
    pub fn typical_seconds(&self) -> u64 {
        let mut ends = vec![0; self.nodes.len()];
        for at in self.order().unwrap_or_default() {
            let node = &self.nodes[at];
            let start = node.after.iter().map(|before| ends[*before]).max().unwrap_or(0);
            ends[at] = start
                + match node.work {
                    Work::Create(_) => node.kind.create.typical,
                    Work::Update(..) | Work::Reuse(..) => node.kind.update_seconds(),
                    Work::Delete(_) => node.kind.delete.typical,
                    Work::Keep(_) => 0,
                };
        }
        ends.into_iter().max().unwrap_or(0)
    }
}
