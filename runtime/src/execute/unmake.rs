//! Deleting one resource.

use super::make::LAG;
use super::{Doing, Executor, StepError, What};
use crate::journal::{Entry, Journal, Step};
use crate::operations::Cloud;
use crate::plan::{Node, Why};
use crate::provider::{ApiErrorKind, Deletion, State, Target};
use std::time::Duration;

/// What is said of a resource that is not deleted, since its tags no longer say that it is this stack's.
const FOREIGN: &str = "its tags do not say that it is this stack's, so that it is not deleted: another tool may own it";

impl<P: Cloud> Executor<'_, P> {
    /// Deletes a resource and waits until it is gone.
    pub(super) async fn delete(&self, node: &Node, entry: &Entry) -> Result<Doing, StepError> {
        self.begin(node, Doing::Deleting);
        if !self.known(|journal| journal.entries().any(|known| known.token == entry.token)) {
            // A step before this one has found in it what is declared.
            return Ok(Doing::Keeping);
        }
        let target = self.target(node, entry)?;
        let deadline = node.kind.delete.deadline();
        self.record(|journal| {
            if let Some(entry) = place(journal, entry) {
                entry.step = Step::Deleting;
            }
        })
        .await?;
        let id = match &entry.id {
            Some(id) => Some(id.clone()),
            None => self.look_for(node, &target, entry).await?,
        };
        let done = match id {
            Some(id) => self.end(node, &target, &id, entry, deadline).await?,
            None => Doing::Deleting,
        };
        self.record(|journal| forget(journal, entry)).await?;
        Ok(done)
    }

    /// Looks for what was about to be created when a run ended. It may be there, and AWS may not show it yet: what is
    /// forgotten too early stays, and nobody deletes it.
    async fn look_for(&self, node: &Node, target: &Target, entry: &Entry) -> Result<Option<String>, StepError> {
        let mut wait = self.wait(LAG);
        loop {
            // A resource of its name that somebody else made is not it.
            let find = async || match self.provider.find(target, &entry.fields).await {
                Err(error) if error.kind == ApiErrorKind::NotOwned => Ok(None),
                found => found,
            };
            let found = self.call(node, LAG, find).await?;
            // Nor is one that another entry has, as where both have the same tags.
            let is_known = |id: &String| {
                self.known(|journal| {
                    let mut entries = journal.entries();
                    entries
                        .any(|one| (one.id.as_ref(), &one.kind, &one.region) == (Some(id), &entry.kind, &entry.region))
                })
            };
            if found.as_ref().is_some_and(is_known) {
                return Ok(None);
            }
            if found.is_some() || self.waited(&wait) >= LAG {
                return Ok(found);
            }
            self.wait_on(node, &mut wait, "AWS to show it, if it was made".into())
                .await?;
        }
    }

    /// Leaves a resource to itself, as the declaration says, or since its tags no longer say that it is this stack's. Such a
    /// one stays in the journal: what refers to it goes on to do so, and with its tags, it is this stack's again.
    pub(super) async fn keep(&self, node: &Node, entry: &Entry) -> Result<Doing, StepError> {
        if node.why == Why::NotOwned {
            self.begin(node, Doing::Leaving);
            return Ok(Doing::Leaving);
        }
        self.begin(node, Doing::Keeping);
        self.record(|journal| forget(journal, entry)).await?;
        Ok(Doing::Keeping)
    }

    async fn end(
        &self,
        node: &Node,
        target: &Target,
        id: &str,
        entry: &Entry,
        deadline: Duration,
    ) -> Result<Doing, StepError> {
        let read = async || self.provider.read(target, id, &entry.fields).await;
        if let Some(live) = self.call(node, deadline, read).await?
            && live.is_not_owned
        {
            self.tell(node, What::Said(FOREIGN.into()));
            return Ok(Doing::Leaving);
        }
        let mut wait = self.wait(deadline);
        let mut accepted = false;
        loop {
            let mut waiting_for = String::from("it to be gone");
            if !accepted {
                let delete = async || self.provider.delete(target, id, &entry.fields).await;
                match self.call(node, deadline, delete).await? {
                    Deletion::Accepted => {
                        accepted = true;
                        // What used it until now has not taken from its own time.
                        wait = self.wait(deadline);
                    }
                    Deletion::NotYet(what) => waiting_for = what,
                    // Nothing more can be done about it, and nothing is to be waited for.
                    Deletion::Abandoned(why) => {
                        self.tell(node, What::Said(why));
                        return Ok(Doing::Leaving);
                    }
                }
            }
            if accepted {
                match self.call(node, deadline, read).await? {
                    None => return Ok(Doing::Deleting),
                    Some(live) => {
                        if let State::Deleting(state) | State::Pending(state) = live.state {
                            waiting_for = state;
                        }
                    }
                }
            }
            self.wait_on(node, &mut wait, waiting_for).await?;
        }
    }
}

/// Finds the record of a resource among those that stand and those that were replaced.
fn place<'j>(journal: &'j mut Journal, entry: &Entry) -> Option<&'j mut Entry> {
    let is_it = |known: &&mut Entry| known.token == entry.token;
    let Journal { resources, deposed, .. } = journal;
    resources
        .get_mut(&entry.address)
        .filter(is_it)
        .or_else(|| deposed.iter_mut().find(is_it))
}

fn forget(journal: &mut Journal, entry: &Entry) {
    if journal.is_current(entry) {
        journal.resources.remove(&entry.address);
    }
    journal.deposed.retain(|known| known.token != entry.token);
    // What it once was made with, a resource stands on no more.
    if !journal.resources.contains_key(&entry.address) {
        for other in journal.resources.values_mut() {
            other.depends.remove(&entry.address);
        }
    }
}
