//! From what is declared, what is journaled and what is live to what is to be done. Pure: the same three give the same
//! plan.

use super::compare::changes;
use super::{FieldChange, Node, Plan, Why, Work};
use crate::blueprint::{Desired, Graph};
use crate::journal::{Entry, Journal, Step};
use crate::provider::{Live, State};
use crate::resource::Replacement;
use std::collections::{BTreeMap, BTreeSet};

/// What AWS says of the resources in the journal: `None` for one that is gone. Of one that is not in here, nothing is
/// known.
pub type Seen = BTreeMap<String, Option<Live>>;

/// What becomes of one declared address.
enum Fate {
    /// It is made.
    Create(Why),
    /// It is changed in place.
    Update(Why, Vec<FieldChange>),
    /// Another takes its place.
    Replace(Why, Replacement),
    /// It stays.
    Stay,
    /// It stays as it is, whatever is declared: its tags no longer say that it is this stack's.
    Foreign,
}

impl Fate {
    /// Orders fates by how much they take along.
    fn rank(&self) -> u8 {
        match self {
            Self::Stay | Self::Foreign => 0,
            Self::Create(_) => 1,
            Self::Update(..) => 2,
            Self::Replace(_, Replacement::CreateFirst | Replacement::Revision) => 3,
            Self::Replace(_, Replacement::DeleteFirst) => 4,
            Self::Replace(_, Replacement::DependentsFirst) => 5,
        }
    }
}

/// Plans a deployment: makes what is declared so.
#[must_use]
pub fn deployment(graph: &Graph, journal: &Journal, seen: &Seen) -> Plan {
    let order = order(graph);
    let mut fates: BTreeMap<&str, Fate> = BTreeMap::new();
    // In this order a fate follows from those before it, but for what a resource used to stand on and does not any more:
    // so once more, until nothing changes. A round only ever makes more resources go, or go first, so that there are
    // no more rounds than resources.
    for _ in 0..=order.len() {
        let before: Vec<Option<u8>> = order.iter().map(|address| fates.get(address).map(Fate::rank)).collect();
        for address in &order {
            let fate = fate(graph, journal, seen, &fates, address);
            fates.insert(address, fate);
        }
        if order
            .iter()
            .map(|address| fates.get(address).map(Fate::rank))
            .eq(before)
        {
            break;
        }
    }
    let mut draft = Draft::new(graph);
    for address in &order {
        draft.make(journal, address, &fates[address]);
    }
    draft.clear(journal);
    draft.link(journal);
    draft.plan.unchanged = fates.values().filter(|fate| matches!(fate, Fate::Stay)).count();
    draft.plan
}

/// Plans a destruction: deletes what is journaled, but for what the declaration says to keep.
#[must_use]
pub fn destruction(graph: &Graph, journal: &Journal) -> Plan {
    let mut draft = Draft::new(graph);
    for entry in journal.resources.values().chain(&journal.retired) {
        draft.remove(entry, Why::Destroyed, true);
    }
    draft.link_removals();
    draft.plan
}

/// Returns the addresses, each after all that it refers to.
fn order(graph: &Graph) -> Vec<&str> {
    let mut done = BTreeSet::new();
    let mut order = Vec::new();
    // The blueprint lets a resource refer only to what was added before it, so that each round finds some.
    while order.len() < graph.resources.len() {
        let before = order.len();
        for (address, desired) in &graph.resources {
            if !done.contains(address.as_str())
                && desired
                    .depends
                    .iter()
                    .all(|dependency| done.contains(dependency.as_str()))
            {
                done.insert(address.as_str());
                order.push(address.as_str());
            }
        }
        if order.len() == before {
            break;
        }
    }
    order
}

fn fate(graph: &Graph, journal: &Journal, seen: &Seen, fates: &BTreeMap<&str, Fate>, address: &str) -> Fate {
    let desired = &graph.resources[address];
    let Some(entry) = journal.resources.get(address) else {
        return Fate::Create(Why::Declared);
    };
    if matches!(seen.get(address), Some(None)) {
        return Fate::Create(Why::Vanished);
    }
    let live = seen.get(address).and_then(Option::as_ref);
    if live.is_some_and(|live| live.is_foreign) {
        return Fate::Foreign;
    }
    // A revision is a document: AWS keeps nothing for being named in it.
    let is_document = desired.kind.replacement == Replacement::Revision;
    let uprooting =
        leaving(graph, journal, fates, &undeclared(graph, journal, &entry.depends)).filter(|_| !is_document);
    // An intent without an answer: the executor looks for it before it makes it, unless it is another by now.
    if entry.id.is_none() {
        return if is_same(desired, entry) && uprooting.is_none() {
            Fate::Create(Why::Unfinished)
        } else {
            Fate::Replace(Why::Unfinished, Replacement::DeleteFirst)
        };
    }
    if entry.step == Step::Deleting {
        return Fate::Replace(Why::Unfinished, Replacement::DeleteFirst);
    }
    let uprooted = desired.depends.iter().find(|dependency| {
        matches!(
            fates.get(dependency.as_str()),
            Some(Fate::Replace(_, Replacement::DependentsFirst))
        )
    });
    if let Some(ground) = uprooted {
        return Fate::Replace(Why::Uprooted(ground.clone()), Replacement::DependentsFirst);
    }
    let failed = match live.map(|live| &live.state) {
        Some(State::Failed(cause)) => Some(cause.clone()),
        _ => None,
    };
    // What never was ready holds nothing, and another may take its place. What once was is set up again, and never
    // replaced for a failure that may pass: a service, or a database, is worth more than its state.
    if let Some(cause) = &failed
        && entry.step == Step::Configuring
    {
        return Fate::Replace(Why::Failed(cause.clone()), Replacement::DeleteFirst);
    }
    if desired.kind.name != entry.kind || desired.region != entry.region {
        return Fate::Replace(Why::Replaced(Vec::new()), desired.kind.replacement);
    }
    let lasting = |address: &str, output: &str| match fates.get(address) {
        Some(Fate::Stay | Fate::Foreign | Fate::Update(..)) => journal.output(address, output),
        _ => None,
    };
    let mut changes = changes(desired, entry, live, &lasting);
    let is_fixed = |change: &FieldChange| desired.kind.replaces.contains(&change.field.as_str());
    if entry.step == Step::Configuring {
        // What only its creation can set is not set yet, as the VPC of an internet gateway that is to be attached.
        changes.retain(|change| !(is_fixed(change) && change.drift));
    }
    if changes.iter().any(is_fixed) {
        // What stands on something that must go before its successor comes must go before it does.
        let stands_on = desired.depends.union(&entry.depends).cloned().collect();
        let ground = uprooting.or_else(|| leaving(graph, journal, fates, &stands_on));
        let replacement = if ground.is_some() && !is_document {
            Replacement::DeleteFirst
        } else {
            desired.kind.replacement
        };
        return Fate::Replace(Why::Replaced(changes), replacement);
    }
    if let Some(ground) = uprooting {
        return Fate::Replace(Why::Uprooted(ground), Replacement::DeleteFirst);
    }
    if !changes.is_empty() {
        return Fate::Update(Why::Changed(changes.clone()), changes);
    }
    if let Some(cause) = failed {
        return Fate::Update(Why::Failed(cause), Vec::new());
    }
    if entry.step != Step::Ready {
        return Fate::Update(Why::Unfinished, Vec::new());
    }
    Fate::Stay
}

/// Finds one among some addresses whose old resource goes before its successor comes.
fn leaving(
    graph: &Graph,
    journal: &Journal,
    fates: &BTreeMap<&str, Fate>,
    addresses: &BTreeSet<String>,
) -> Option<String> {
    let leaves = |address: &&String| match (fates.get(address.as_str()), journal.resources.get(*address)) {
        (Some(Fate::Replace(_, replacement)), Some(entry)) => {
            goes_first(&graph.resources[*address], entry, *replacement)
        }
        _ => false,
    };
    addresses.iter().find(leaves).cloned()
}

/// Finds what some addresses stood on, by way of resources that are no longer declared: these go before it does, and
/// what used them before these.
fn undeclared(graph: &Graph, journal: &Journal, addresses: &BTreeSet<String>) -> BTreeSet<String> {
    let mut ground = BTreeSet::new();
    let mut passed = BTreeSet::new();
    let mut next: Vec<&String> = addresses
        .iter()
        .filter(|address| !graph.resources.contains_key(*address))
        .collect();
    while let Some(address) = next.pop() {
        if !passed.insert(address) {
            continue;
        }
        for below in journal
            .resources
            .get(address)
            .into_iter()
            .flat_map(|entry| &entry.depends)
        {
            if graph.resources.contains_key(below) {
                ground.insert(below.clone());
            } else {
                next.push(below);
            }
        }
    }
    ground
}

/// Tells whether an old resource must go before its successor comes.
fn goes_first(desired: &Desired, entry: &Entry, replacement: Replacement) -> bool {
    match replacement {
        Replacement::Revision => false,
        Replacement::DeleteFirst | Replacement::DependentsFirst => true,
        // Two of the same generation have the same name, so that they cannot stand side by side.
        Replacement::CreateFirst => is_same(desired, entry),
    }
}

/// Tells whether an intent is for what is declared now.
fn is_same(desired: &Desired, entry: &Entry) -> bool {
    desired.kind.name == entry.kind && desired.region == entry.region && desired.generation == entry.generation
}

/// A plan in the making: which step makes an address, and which takes its old resource away.
struct Draft<'g> {
    graph: &'g Graph,
    plan: Plan,
    makes: BTreeMap<String, usize>,
    removes: BTreeMap<String, usize>,
    /// The addresses whose old resource must go before the new one is made.
    delete_first: BTreeSet<String>,
    retires: Vec<(usize, BTreeSet<String>)>,
}

impl<'g> Draft<'g> {
    fn new(graph: &'g Graph) -> Self {
        Self {
            graph,
            plan: Plan::default(),
            makes: BTreeMap::new(),
            removes: BTreeMap::new(),
            delete_first: BTreeSet::new(),
            retires: Vec::new(),
        }
    }

    fn push(&mut self, node: Node) -> usize {
        self.plan.nodes.push(node);
        self.plan.nodes.len() - 1
    }

    fn make(&mut self, journal: &Journal, address: &str, fate: &Fate) {
        let desired = &self.graph.resources[address];
        let entry = journal.resources.get(address);
        let mut kept = desired.clone();
        let (work, why) = match fate {
            Fate::Stay => return,
            Fate::Foreign => {
                let known = entry.and_then(|entry| Some((entry, entry.kind()?)));
                if let Some((entry, kind)) = known {
                    self.push(Node {
                        address: address.into(),
                        kind,
                        name: entry.name.clone(),
                        key: desired.key.into(),
                        work: Work::Keep(Box::new(entry.clone())),
                        why: Why::Foreign,
                        after: BTreeSet::new(),
                    });
                }
                return;
            }
            Fate::Create(why) => (Work::Create(Box::new(kept)), why),
            Fate::Update(why, changes) => {
                // A resource keeps the name that it was made with, also where a newer version would name it otherwise.
                if let Some(entry) = entry {
                    kept.name.clone_from(&entry.name);
                    kept.generation.clone_from(&entry.generation);
                }
                (Work::Update(Box::new(kept), changes.clone()), why)
            }
            Fate::Replace(why, replacement) => {
                if let Some(entry) = entry {
                    let first = goes_first(desired, entry, *replacement);
                    // What is declared to be kept stays beside its successor, where that does not need its place.
                    let may_keep = !first && matches!(why, Why::Replaced(_));
                    if let Some(at) = self.remove(entry, why.clone(), may_keep) {
                        self.removes.insert(address.into(), at);
                    }
                    if first {
                        self.delete_first.insert(address.into());
                    }
                }
                (Work::Create(Box::new(kept)), why)
            }
        };
        let at = self.push(Node {
            address: address.into(),
            kind: desired.kind,
            name: desired.name.clone(),
            key: desired.key.into(),
            work,
            why: why.clone(),
            after: BTreeSet::new(),
        });
        self.makes.insert(address.into(), at);
    }

    /// Adds the removal of what is no longer declared, and of what was replaced earlier and is still there.
    fn clear(&mut self, journal: &Journal) {
        for (address, entry) in &journal.resources {
            if !self.graph.resources.contains_key(address)
                && let Some(at) = self.remove(entry, Why::Undeclared, true)
            {
                self.removes.insert(address.clone(), at);
            }
        }
        for entry in &journal.retired {
            if let Some(at) = self.remove(entry, Why::Superseded, true) {
                self.retires.push((at, entry.depends.clone()));
            }
        }
    }

    /// Adds the removal of a resource; `None` if it is of a kind that this version does not have. A newer format of the
    /// journal is refused, so only a file edited by hand has one; it stays in there.
    fn remove(&mut self, entry: &Entry, why: Why, may_keep: bool) -> Option<usize> {
        let kind = entry.kind()?;
        let mut entry = entry.clone();
        // The declaration has the last word on what becomes of data, also where it was not deployed since.
        let declared = self.graph.resources.get(&entry.address);
        let declared = declared.filter(|desired| desired.kind.name == kind.name);
        if let Some(word @ serde_json::Value::String(_)) = declared.map(|desired| &desired.fields["on_destroy"]) {
            entry.fields["on_destroy"] = word.clone();
        }
        let work = if may_keep && entry.is_retained() {
            Work::Keep
        } else {
            Work::Delete
        };
        Some(self.push(Node {
            address: entry.address.clone(),
            kind,
            name: entry.name.clone(),
            key: entry.key.clone(),
            work: work(Box::new(entry)),
            why,
            after: BTreeSet::new(),
        }))
    }

    fn after(&mut self, node: usize, before: usize) {
        if node != before {
            self.plan.nodes[node].after.insert(before);
        }
    }

    fn link(&mut self, journal: &Journal) {
        let makes = self.makes.clone();
        let removes = self.removes.clone();
        // What refers is made after what it refers to.
        for (address, at) in &makes {
            for dependency in &self.graph.resources[address].depends {
                if let Some(before) = makes.get(dependency) {
                    self.after(*at, *before);
                }
            }
        }
        for (address, at) in &removes {
            let first = self.delete_first.contains(address);
            if first && let Some(make) = makes.get(address) {
                self.after(*make, *at);
            }
            for dependent in journal
                .resources
                .values()
                .filter(|entry| entry.depends.contains(address))
            {
                // What referred to it goes before it, or has turned to another; which it cannot if the old one must
                // make room for that other.
                if let Some(before) = removes.get(&dependent.address) {
                    // But a document that names it does not hold it, and is only replaced once its successor is there.
                    let is_document = dependent
                        .kind()
                        .is_some_and(|kind| kind.replacement == Replacement::Revision);
                    if !(first && is_document && !self.delete_first.contains(&dependent.address)) {
                        self.after(*at, *before);
                    }
                } else if let Some(before) = makes.get(&dependent.address)
                    && !first
                    && self.plan.nodes[*before].why != Why::Vanished
                {
                    self.after(*at, *before);
                }
            }
            if !first && let Some(before) = makes.get(address) {
                self.after(*at, *before);
            }
        }
        // What was replaced in an earlier run goes after all that is made now, since any of it may still refer to it,
        // and among its like, dependents go first.
        let retires = std::mem::take(&mut self.retires);
        for (at, _) in &retires {
            for before in makes.values() {
                self.after(*at, *before);
            }
            let address = self.plan.nodes[*at].address.clone();
            for (other, depends) in &retires {
                if depends.contains(&address) && other != at {
                    self.after(*at, *other);
                }
            }
        }
    }

    fn link_removals(&mut self) {
        let removed = self
            .plan
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(at, node)| match &node.work {
                Work::Delete(entry) | Work::Keep(entry) => Some((at, node.address.clone(), entry.depends.clone())),
                Work::Create(_) | Work::Update(..) => None,
            });
        let removed: Vec<(usize, String, BTreeSet<String>)> = removed.collect();
        for (at, address, _) in &removed {
            for (other, other_address, depends) in &removed {
                if depends.contains(address) && other_address != address {
                    self.after(*at, *other);
                }
            }
        }
    }
}
