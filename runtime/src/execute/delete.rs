//! Deleting one resource.

use super::context::Context;
use super::error::StepError;
use super::event::EventKind;
use super::leftover::Leftover;
use super::subject::Subject;
use super::tags::restore_tags;
use super::wait::Wait;
use crate::journal::{Entry, Journal, Phase};
use crate::plan::Action;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owner, Provider, State, Target};
use crate::resource::{KindInfo, Retention};
use crate::retry::creation_lag;
use std::time::Duration;

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
    let found = match &entry.id {
        Some(id) => Intended::Exists(id.clone()),
        None => find_intended(cx, subject, &target, entry).await?,
    };
    let action = match found {
        Intended::Exists(id) => {
            if entry.id.is_none() {
                cx.set_found(subject, entry);
            }
            delete_and_wait(cx, subject, &target, &id, entry).await?
        }
        Intended::IsTaken(error) => {
            leave_alone(cx, subject, None, format!("it was never created: {}", error.message));
            Action::Leave
        }
        Intended::IsMissing => Action::Delete,
    };
    cx.record(|journal| forget(journal, entry)).await?;
    Ok(action)
}

/// Waits until a resource no longer exists that somebody else is deleting. No call deletes it: if AWS gives the deletion up,
/// it is the stack's as before, with all its data.
pub(super) async fn await_deletion<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    entry: &Entry,
) -> Result<(), StepError> {
    cx.report_start(subject, Action::Delete);
    let target = cx.target(subject, entry)?;
    let deadline = deadline(subject.kind);
    let mut wait = Wait::new(cx, deadline);
    while let Some(id) = &entry.id {
        let read = async || cx.provider.read(&target, id, &entry.fields).await;
        let state = match cx.read(subject, deadline, read).await?.map(|live| live.state) {
            None => break,
            Some(State::Deleting(state)) => state,
            Some(State::Ready | State::Pending(_) | State::Failed(_)) => {
                let what = "AWS no longer deletes it; run the same command again, which keeps it";
                return Err(StepError::Failed(what.into()));
            }
        };
        wait.next_of(cx, subject, state, (&target, id, &entry.fields)).await?;
    }
    cx.record(|journal| forget(journal, entry)).await
}

/// What is found of a resource whose creation was interrupted.
enum Intended {
    /// It was created, with this ID.
    Exists(String),
    /// It was not created.
    IsMissing,
    /// It was not created, because something that this stack does not own has its name.
    IsTaken(ApiError),
}

/// Looks for a resource whose creation was interrupted. It may exist although AWS does not show it yet. If it left the
/// journal too early, it would become an orphan.
async fn find_intended<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    entry: &Entry,
) -> Result<Intended, StepError> {
    let lag = creation_lag(subject.kind);
    let mut wait = Wait::new(cx, lag);
    loop {
        let find = async || match cx.provider.find(target, &entry.fields).await {
            Ok(Some(id)) => Ok(Intended::Exists(id)),
            Ok(None) => Ok(Intended::IsMissing),
            Err(error) if error.kind == ApiErrorKind::NotOwned => Ok(Intended::IsTaken(error)),
            // Something that it would be in does not exist.
            Err(error) if error.kind == ApiErrorKind::NotFound => Ok(Intended::IsMissing),
            Err(error) => Err(error),
        };
        let found = match cx.read(subject, lag, find).await? {
            // A resource that another entry has does not count, since two resources may have the same tags or, if one
            // replaces the other, the same name.
            Intended::Exists(id) if has_other(cx, entry, |other| other.id.as_ref() == Some(&id)) => {
                return Ok(Intended::IsMissing);
            }
            Intended::IsTaken(_) if has_other(cx, entry, |other| other.name == entry.name) => Intended::IsMissing,
            found => found,
        };
        // AWS may show a resource before its tags.
        if matches!(found, Intended::Exists(_)) || wait.elapsed(cx) >= lag {
            return Ok(found);
        }
        wait.next(cx, subject, "AWS to show it, if it was created".into())
            .await?;
    }
}

/// Returns whether the journal has another resource of the same kind and region for which a condition is true.
fn has_other<P: Provider>(cx: &Context<'_, P>, entry: &Entry, is_it: impl Fn(&Entry) -> bool) -> bool {
    cx.journal(|journal| {
        let mut others = journal
            .entries()
            .filter(|other| other.token != entry.token && other.id.is_some());
        others.any(|other| (&other.kind, &other.region) == (&entry.kind, &entry.region) && is_it(other))
    })
}

/// Returns how long a deletion may take. It is longer than AWS may not show what was just created, which is waited for.
fn deadline(kind: &KindInfo) -> Duration {
    kind.delete.deadline().max(creation_lag(kind) + Duration::from_mins(1))
}

async fn delete_and_wait<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    id: &str,
    entry: &Entry,
) -> Result<Action, StepError> {
    let deadline = deadline(subject.kind);
    match look_for(cx, subject, target, id, entry).await?.map(|live| live.owner) {
        Some(Owner::Other(stack)) => {
            leave_alone(cx, subject, Some(&id.to_owned()), others(&stack));
            return Ok(Action::Leave);
        }
        // Credentials may be allowed to delete only what has the stack's tags.
        Some(Owner::Nobody(_)) => match restore_tags(cx, subject, target, id, &entry.fields).await {
            // It has been deleted in the meantime.
            Err(StepError::Api(error)) if error.kind == ApiErrorKind::NotFound => {}
            restored => restored?,
        },
        // Something of a resource that no longer exists may remain, such as its log groups.
        Some(Owner::Stack) | None => {}
    }
    cx.record(|journal| {
        if let Some(entry) = find_entry(journal, entry) {
            entry.phase = Phase::Deleting;
        }
    })
    .await?;
    let read = async || cx.provider.read(target, id, &entry.fields).await;
    let mut wait = Wait::new(cx, deadline);
    let (mut is_accepted, mut was_accepted) = (false, false);
    // Whether AWS has begun a deletion that takes several calls, and whether it accepted the last of them.
    let (mut is_begun, mut is_whole) = (false, false);
    loop {
        let mut waiting_for = String::from("it to be gone");
        if !is_accepted {
            let delete = async || cx.provider.delete(target, id, &entry.fields).await;
            match cx.call(subject, deadline, delete).await? {
                // AWS has shown it to the first call and may not show it to this one. The deletion would remain half done.
                Deletion::NotFound if is_begun && cx.is_unconfirmed(entry) => {
                    waiting_for = "AWS to show whether it still exists".into();
                }
                accepted @ (Deletion::Accepted | Deletion::NotFound) => {
                    is_accepted = true;
                    is_whole |= accepted == Deletion::Accepted;
                    // The time during which something still used it does not count. It begins once: AWS may contradict itself.
                    if !was_accepted {
                        wait = Wait::new(cx, deadline);
                    }
                    was_accepted = true;
                }
                Deletion::NotYet(what) => {
                    is_begun = true;
                    waiting_for = what;
                }
                Deletion::Kept(what) => {
                    cx.report(subject, EventKind::Said(what.clone()));
                    let leftover = Leftover::of_deleted(subject, format!("is deleted, and {what}"));
                    cx.leftovers.borrow_mut().data.push(leftover);
                    return Ok(Action::Delete);
                }
                // There is nothing more to do, and nothing to wait for.
                Deletion::Abandoned(why) => {
                    leave_alone(cx, subject, Some(&id.to_owned()), why);
                    return Ok(Action::Leave);
                }
            }
        }
        if is_accepted {
            match cx.read(subject, deadline, read).await? {
                // AWS knew it when it began or accepted the deletion, or would show it by now.
                None if is_begun || is_whole || !cx.is_unconfirmed(entry) => {
                    if subject.kind.holds_data {
                        let leftover = Leftover::of_deleted(subject, data_of(entry, id));
                        cx.leftovers.borrow_mut().data.push(leftover);
                    }
                    return Ok(Action::Delete);
                }
                // It does not exist, or AWS does not show it yet, and did not delete it either.
                None => waiting_for = "AWS to show whether it still exists".into(),
                Some(live) => match live.state {
                    // AWS did not show it to the call that was to delete it, or to continue its deletion.
                    State::Ready | State::Failed(_) if !is_whole || cx.is_new(entry) => is_accepted = false,
                    State::Deleting(_) if is_begun && !is_whole => is_accepted = false,
                    State::Deleting(state) | State::Pending(state) => waiting_for = state,
                    State::Failed(cause) => waiting_for = format!("{waiting_for}\n{cause}"),
                    State::Ready => {}
                },
            }
        }
        wait.next_of(cx, subject, waiting_for, (target, id, &entry.fields))
            .await?;
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
    let deadline = deadline(subject.kind);
    let mut wait = Wait::new(cx, deadline);
    loop {
        let read = async || cx.provider.read(target, id, &entry.fields).await;
        let live = cx.read(subject, deadline, read).await?;
        // AWS may also show a resource before its tags.
        let is_shown = live.as_ref().is_some_and(|live| live.owner == Owner::Stack);
        if is_shown || !cx.is_new(entry) {
            return Ok(live);
        }
        wait.next(cx, subject, "AWS to show it".into()).await?;
    }
}

/// Returns what has become of the data of a resource that left nothing.
fn data_of(entry: &Entry, id: &str) -> String {
    if entry.retention() != Retention::Snapshot {
        return "is deleted, with all its data".into();
    }
    // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
    let backups = format!(
        "aws rds describe-db-instance-automated-backups --region {} --db-instance-identifier {id}",
        entry.region
    );
    format!(
        "is deleted, without a final snapshot: RDS takes none of a database that is still being created, that has failed, or \
         that was deleted outside of this program. `{backups}` lists automated backups that remain"
    )
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

/// Reports that a resource is left alone, and why.
pub(super) fn leave_alone<P: Provider>(cx: &Context<'_, P>, subject: &Subject, id: Option<&String>, why: String) {
    cx.report(subject, EventKind::Said(why.clone()));
    let leftover = Leftover::of_existing(subject, id, why);
    cx.leftovers.borrow_mut().left_alone.push(leftover);
}

/// Returns why a resource of another stack is left alone.
pub(super) fn others(stack: &str) -> String {
    format!("its tags say that it belongs to the stack `{stack}`")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::KINDS;

    #[test]
    fn deletion_does_not_end_before_aws_shows_what_was_just_created() {
        for kind in KINDS {
            assert!(deadline(kind) > creation_lag(kind), "{}", kind.name);
        }
    }
}
