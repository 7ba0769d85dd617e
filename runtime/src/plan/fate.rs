//! What becomes of one declared address, judged by itself and by what becomes of all that it stands on.

use super::compare::changes;
use super::planner::Seen;
use super::{FieldChange, Why};
use crate::blueprint::{Desired, Graph};
use crate::journal::{Entry, Journal, Step};
use crate::provider::State;
use crate::resource::Replacement;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of one declared address.
pub(super) enum Fate {
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
    pub(super) fn rank(&self) -> u8 {
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

/// Judges an address. `fates` are those judged so far.
pub(super) fn fate(graph: &Graph, journal: &Journal, seen: &Seen, fates: &BTreeMap<&str, Fate>, address: &str) -> Fate {
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
    let is_document = desired.kind.has_revisions();
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
pub(super) fn goes_first(desired: &Desired, entry: &Entry, replacement: Replacement) -> bool {
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
