//! What becomes of one declared address, judged by itself and by what becomes of all that it refers to.

use super::compare::changes;
use super::ground::{leaving, undeclared};
use super::{FieldChange, ObservedState, Why};
use crate::blueprint::{Desired, Graph};
use crate::journal::{Entry, Journal, Phase};
use crate::provider::{Live, State};
use crate::resource::Replacement;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of one declared address.
#[derive(Debug)]
pub(super) enum Fate<'j> {
    /// It is created.
    Create(Why),
    /// It is changed in place.
    Update(Why, Vec<FieldChange>),
    /// The resource that was being replaced is what is declared: it takes its place again, and is changed in place.
    Reuse(&'j Entry, Vec<FieldChange>),
    /// Another takes its place.
    Replace(Why, Replacement),
    /// It stays.
    Stay,
    /// It stays as it is, whatever is declared: its tags no longer say that it is this stack's.
    NotOwned,
}

impl Fate<'_> {
    /// Orders fates by how much they take along.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Stay | Self::NotOwned => 0,
            Self::Create(_) => 1,
            Self::Update(..) => 2,
            Self::Reuse(..) => 3,
            Self::Replace(_, Replacement::CreateFirst | Replacement::Revision) => 4,
            Self::Replace(_, Replacement::DeleteFirst) => 5,
            Self::Replace(_, Replacement::DependentsFirst) => 6,
        }
    }
}

/// What becomes of the addresses judged so far.
pub(super) type Fates<'j> = BTreeMap<&'j str, Fate<'j>>;

/// What fates are judged by.
#[derive(Clone, Copy)]
pub(super) struct Judge<'j> {
    pub(super) graph: &'j Graph,
    pub(super) journal: &'j Journal,
    pub(super) seen: &'j ObservedState,
}

impl<'j> Judge<'j> {
    /// Judges an address.
    pub(super) fn fate(self, fates: &Fates<'j>, address: &str) -> Fate<'j> {
        let desired = &self.graph.resources[address];
        let fate = self.journal.resources.get(address).map_or_else(
            || Fate::Create(Why::Declared),
            |entry| self.of_entry(fates, desired, entry, self.seen.resources.get(address)),
        );
        match fate {
            Fate::Create(_) | Fate::Replace(..) => self.reuse(fates, desired, address).unwrap_or(fate),
            fate => fate,
        }
    }

    /// Finds the resource that was being replaced when a run ended, where it is what is declared: whoever turns back to the
    /// declaration from before is to find the database from before.
    fn reuse(self, fates: &Fates<'j>, desired: &Desired, address: &str) -> Option<Fate<'j>> {
        let deposed = self.journal.deposed.iter().rev();
        let mut like = deposed.filter(|entry| entry.address == address && entry.id.is_some() && entry.is_of(desired));
        like.find_map(
            |entry| match self.of_entry(fates, desired, entry, self.seen.deposed(entry)) {
                Fate::Stay => Some(Fate::Reuse(entry, Vec::new())),
                Fate::Update(_, changes) => Some(Fate::Reuse(entry, changes)),
                _ => None,
            },
        )
    }

    /// Judges what becomes of a resource, were it alone at its address.
    fn of_entry(self, fates: &Fates<'j>, desired: &Desired, entry: &Entry, seen: Option<&Option<Live>>) -> Fate<'j> {
        if matches!(seen, Some(None)) {
            return Fate::Create(Why::Missing);
        }
        let live = seen.and_then(Option::as_ref);
        if live.is_some_and(|live| live.is_not_owned) {
            return Fate::NotOwned;
        }
        let uprooted = desired.depends.union(&entry.depends).find(|dependency| {
            matches!(
                fates.get(dependency.as_str()),
                Some(Fate::Replace(_, Replacement::DependentsFirst))
            )
        });
        if let Some(ground) = uprooted {
            return Fate::Replace(Why::DependencyReplaced(ground.clone()), Replacement::DependentsFirst);
        }
        let is_document = desired.kind.has_revisions();
        let leaves =
            |grounds: &BTreeSet<String>| leaving(self.graph, self.journal, fates, grounds).filter(|_| !is_document);
        let uprooting = leaves(&undeclared(self.graph, self.journal, &entry.depends));
        let is_fixed = |change: &FieldChange| desired.kind.replaces.contains(&change.field.as_str());
        let lasting = |address: &str, output: &str| self.lasting(fates, address, output);
        // An intent without an answer: the executor looks for it before it makes it, unless it is another by now.
        if entry.id.is_none() {
            let is_other = uprooting.is_some() || changes(desired, entry, None, &lasting).iter().any(is_fixed);
            return if entry.is_of(desired) && !is_other {
                Fate::Create(Why::Unfinished)
            } else {
                Fate::Replace(Why::Unfinished, Replacement::DeleteFirst)
            };
        }
        if entry.phase == Phase::Deleting && !is_spared(entry, live) {
            return Fate::Replace(Why::Unfinished, Replacement::DeleteFirst);
        }
        let failed = match live.map(|live| &live.state) {
            Some(State::Failed(cause)) => Some(cause.clone()),
            _ => None,
        };
        // What never was ready holds nothing, and another may take its place. What once was is set up again, and never
        // replaced for a failure that may pass: a service, or a database, is worth more than its state.
        if let Some(cause) = &failed
            && entry.phase == Phase::Configuring
        {
            return Fate::Replace(Why::Failed(cause.clone()), Replacement::DeleteFirst);
        }
        if desired.kind.name != entry.kind || desired.region != entry.region {
            return Fate::Replace(Why::Replaced(Vec::new()), desired.kind.replacement);
        }
        let mut changes = changes(desired, entry, live, &lasting);
        if entry.phase == Phase::Configuring {
            // What only its creation can set is not set yet, as the VPC of an internet gateway that is to be attached.
            changes.retain(|change| !(is_fixed(change) && change.drift));
        }
        if changes.iter().any(is_fixed) {
            // What stands on something that must go before its successor comes must go before it does.
            let stands_on = desired.depends.union(&entry.depends).cloned().collect();
            let ground = uprooting.or_else(|| leaves(&stands_on));
            let replacement = if ground.is_some() {
                Replacement::DeleteFirst
            } else {
                desired.kind.replacement
            };
            return Fate::Replace(Why::Replaced(changes), replacement);
        }
        if let Some(ground) = uprooting {
            return Fate::Replace(Why::DependencyReplaced(ground), Replacement::DeleteFirst);
        }
        if !changes.is_empty() {
            return Fate::Update(Why::Changed(changes.clone()), changes);
        }
        if let Some(cause) = failed {
            return Fate::Update(Why::Failed(cause), Vec::new());
        }
        if entry.phase != Phase::Ready {
            return Fate::Update(Why::Unfinished, Vec::new());
        }
        Fate::Stay
    }

    /// Looks up an output that will still be there; `None` where it may be another after the plan. An output that has the
    /// name of a field passes the field's value on, and changes with it.
    fn lasting(self, fates: &Fates<'j>, address: &str, output: &str) -> Option<String> {
        let (changes, known) = match fates.get(address)? {
            Fate::Stay | Fate::NotOwned => (&[][..], self.journal.output(address, output)),
            Fate::Update(_, changes) => (&changes[..], self.journal.output(address, output)),
            Fate::Reuse(entry, changes) => (&changes[..], entry.outputs.get(output).cloned()),
            Fate::Create(_) | Fate::Replace(..) => return None,
        };
        match changes.iter().find(|change| change.field == output) {
            Some(change) => change.to.as_str().map(str::to_owned),
            None => known,
        }
    }
}

/// Tells whether a deletion that was cut off has not begun on AWS, so that what is declared again can be kept: with all
/// that people have put into it. What never was ready is not worth that where AWS says that it has failed.
fn is_spared(entry: &Entry, live: Option<&Live>) -> bool {
    live.is_some_and(|live| match live.state {
        State::Ready | State::Pending(_) => true,
        State::Failed(_) => !entry.outputs.is_empty(),
        State::Deleting(_) => false,
    })
}
