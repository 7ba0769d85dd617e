//! Deleting one resource.

use super::context::Context;
use super::error::StepError;
use super::event::EventKind;
use super::subject::Subject;
use super::wait::Wait;
use crate::journal::{Entry, Journal, Phase};
use crate::plan::Action;
use crate::provider::{ApiErrorKind, Deletion, Live, Provider, State, Target};
use crate::retry::creation_lag;

/// The message for a resource that is not deleted because this stack no longer owns it.
const NOT_OWNED: &str = "its tags do not show that this stack owns it, so it is not deleted: another tool may own it";

/// Deletes a resource and waits until it no longer exists.
pub(super) async fn delete<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    entry: &Entry,
) -> Result<Action, StepError> {
    cx.report_start(subject, Action::Delete);
    if !cx.journal(|journal| journal.entries().any(|known| known.token == entry.token)) {
        // An earlier step of this run found that it is the declared resource.
        return Ok(Action::Retain);
    }
    let target = cx.target(subject, entry)?;
    let mut id = entry.id.clone();
    if id.is_none() {
        id = find_intended(cx, subject, &target, entry).await?;
        if id.is_some() {
            cx.set_found(subject, entry);
        }
    }
    let action = match id {
        Some(id) => delete_and_wait(cx, subject, &target, &id, entry).await?,
        None => Action::Delete,
    };
    cx.record(|journal| forget(journal, entry)).await?;
    Ok(action)
}

/// Looks for a resource whose creation was interrupted. It may exist although AWS does not show it yet. If it left the
/// journal too early, it would become an orphan.
async fn find_intended<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    entry: &Entry,
) -> Result<Option<String>, StepError> {
    let lag = creation_lag(subject.kind);
    let mut wait = Wait::new(cx, lag);
    loop {
        // A resource with its name that somebody else created does not count.
        let find = async || match cx.provider.find(target, &entry.fields).await {
            Err(error) if error.kind == ApiErrorKind::NotOwned => Ok(None),
            found => found,
        };
        let found = cx.read(subject, lag, find).await?;
        // Neither is a resource that another entry has, since two resources may have the same tags.
        let is_known = |id: &String| {
            cx.journal(|journal| {
                let mut entries = journal.entries();
                entries.any(|one| (one.id.as_ref(), &one.kind, &one.region) == (Some(id), &entry.kind, &entry.region))
            })
        };
        if found.as_ref().is_some_and(is_known) {
            return Ok(None);
        }
        if found.is_some() || wait.elapsed(cx) >= lag {
            return Ok(found);
        }
        wait.next(cx, subject, "AWS to show it, if it was created".into())
            .await?;
    }
}

async fn delete_and_wait<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    id: &str,
    entry: &Entry,
) -> Result<Action, StepError> {
    let deadline = subject.kind.delete.deadline();
    // If it does not exist, something that belongs to it may.
    if let Some(live) = look_for(cx, subject, target, id, entry).await?
        && live.is_not_owned
    {
        cx.report(subject, EventKind::Said(NOT_OWNED.into()));
        return Ok(Action::Leave);
    }
    cx.record(|journal| {
        if let Some(entry) = find_entry(journal, entry) {
            entry.phase = Phase::Deleting;
        }
    })
    .await?;
    let read = async || cx.provider.read(target, id, &entry.fields).await;
    let mut wait = Wait::new(cx, deadline);
    let mut is_accepted = false;
    loop {
        let mut waiting_for = String::from("it to be gone");
        if !is_accepted {
            let delete = async || cx.provider.delete(target, id, &entry.fields).await;
            match cx.call(subject, deadline, delete).await? {
                Deletion::Accepted => {
                    is_accepted = true;
                    // The time during which something still used it does not count.
                    wait = Wait::new(cx, deadline);
                }
                Deletion::NotYet(what) => waiting_for = what,
                // There is nothing more to do, and nothing to wait for.
                Deletion::Abandoned(why) => {
                    cx.report(subject, EventKind::Said(why));
                    return Ok(Action::Leave);
                }
            }
        }
        if is_accepted {
            match cx.read(subject, deadline, read).await? {
                None if !cx.is_unconfirmed(entry) => return Ok(Action::Delete),
                // It does not exist, or AWS does not show it yet, and did not delete it either.
                None => waiting_for = "AWS to show whether it still exists".into(),
                Some(live) => match live.state {
                    State::Deleting(state) | State::Pending(state) => waiting_for = state,
                    // AWS may not have shown it to the call that was to delete it.
                    State::Ready | State::Failed(_) if cx.is_new(entry) => is_accepted = false,
                    State::Ready | State::Failed(_) => {}
                },
            }
        }
        wait.next(cx, subject, waiting_for).await?;
    }
}

/// Reads a resource before it is deleted. If AWS may not show it yet, waits until AWS does: a deletion would be accepted as
/// already done, and the resource would become an orphan.
async fn look_for<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    id: &str,
    entry: &Entry,
) -> Result<Option<Live>, StepError> {
    let deadline = subject.kind.delete.deadline();
    let mut wait = Wait::new(cx, deadline);
    loop {
        let read = async || cx.provider.read(target, id, &entry.fields).await;
        let live = cx.read(subject, deadline, read).await?;
        // AWS may also show a resource before its tags.
        let is_shown = live.as_ref().is_some_and(|live| !live.is_not_owned);
        if is_shown || !cx.is_new(entry) {
            return Ok(live);
        }
        wait.next(cx, subject, "AWS to show it".into()).await?;
    }
}

/// Finds the entry of a resource among the current and the deposed ones.
fn find_entry<'j>(journal: &'j mut Journal, entry: &Entry) -> Option<&'j mut Entry> {
    let is_it = |known: &&mut Entry| known.token == entry.token;
    let Journal { resources, deposed, .. } = journal;
    resources
        .get_mut(&entry.address)
        .filter(is_it)
        .or_else(|| deposed.iter_mut().find(is_it))
}

/// Removes the entry of a resource from the journal.
pub(super) fn forget(journal: &mut Journal, entry: &Entry) {
    if journal.is_current(entry) {
        journal.resources.remove(&entry.address);
    }
    journal.deposed.retain(|known| known.token != entry.token);
    // Nothing depends on an address that has no resource.
    if !journal.resources.contains_key(&entry.address) {
        for other in journal.resources.values_mut() {
            other.depends.remove(&entry.address);
        }
    }
}
