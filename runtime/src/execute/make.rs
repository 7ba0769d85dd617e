//! Making and changing one resource.

use super::schema::is_schema;
use super::{Doing, Executor, StepError};
use crate::blueprint::Desired;
use crate::journal::{Entry, Step};
use crate::operations::Cloud;
use crate::plan::{FieldChange, Node, Why};
use crate::provider::{ApiError, ApiErrorKind, Live, NOT_SENT, Reference, State, Target};
use crate::resource::{resolve, used};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// For how long AWS may not know a resource that it has just made: its lists lag behind.
pub(super) const LAG: Duration = Duration::from_mins(1);

impl<P: Cloud> Executor<'_, P> {
    /// Makes a resource, or takes up what an earlier run has made of it.
    pub(super) async fn create(&self, node: &Node, desired: &Desired) -> Result<Doing, StepError> {
        self.begin(node, Doing::Creating);
        let fields = self.resolved(node, desired)?;
        let is_intent = |entry: &Entry| entry.address == node.address && entry.id.is_none() && entry.is_of(desired);
        let (deployment, token, doubt) = self.known(|journal| {
            // A try that was cut off goes on under its own token, so that AWS knows it again; also one that was given up
            // since for the declaration from before.
            let same = journal.entries().find(|entry| is_intent(entry));
            let fresh = || new_token(&[&node.address, &desired.name, &desired.spec_hash]);
            let token = same.map_or_else(fresh, |entry| entry.token.clone());
            (journal.deployment.to_string(), token, same.is_some())
        });
        let entry = Entry::intend(&node.address, desired, fields.clone(), &deployment, token);
        let mut target = self.target(node, &entry)?;
        target.references = self.references(desired);
        self.record(|journal| {
            journal.deposed.retain(|old| !is_intent(old));
            let before = journal.resources.insert(node.address.clone(), entry);
            // The one that it takes the place of still exists; but not one that has gone, or that was never made.
            if let Some(before) = before.filter(|before| before.id.is_some() && node.why != Why::Missing) {
                journal.deposed.push(before);
            }
        })
        .await?;
        if is_schema(node) {
            self.before_schema(node, &fields).await?;
        }
        let (id, doing) = self.find_or_create(node, &target, &fields, doubt).await?;
        self.record(|journal| {
            // What was found may be what another took the place of before: it is no longer to be deleted.
            let is_it =
                |old: &Entry| old.id.as_ref() == Some(&id) && old.kind == node.kind.name && old.region == target.region;
            journal.deposed.retain(|old| !is_it(old));
            if let Some(entry) = journal.resources.get_mut(&node.address) {
                entry.id = Some(id.clone());
                entry.step = Step::Configuring;
            }
        })
        .await?;
        self.configure_and_wait(node, &target, &id, &fields, &[]).await?;
        Ok(doing)
    }

    /// Gives a resource its place back that was being replaced when an earlier run ended, and changes it in place.
    pub(super) async fn reuse(
        &self,
        node: &Node,
        old: &Entry,
        desired: &Desired,
        changes: &[FieldChange],
    ) -> Result<Doing, StepError> {
        self.record(|journal| {
            let Some(at) = journal.deposed.iter().position(|entry| entry.token == old.token) else {
                return;
            };
            let mut entry = journal.deposed.remove(at);
            // Some of what it was made with may be deleted by now.
            entry.depends.retain(|address| journal.resources.contains_key(address));
            // What was to replace it is deleted by a step of its own.
            journal
                .deposed
                .extend(journal.resources.insert(node.address.clone(), entry));
        })
        .await?;
        self.update(node, desired, changes).await?;
        Ok(Doing::Adopting)
    }

    /// Changes a resource in place, or finishes what a run that was cut off has begun.
    pub(super) async fn update(
        &self,
        node: &Node,
        desired: &Desired,
        changes: &[FieldChange],
    ) -> Result<Doing, StepError> {
        self.begin(node, Doing::Updating);
        let fields = self.resolved(node, desired)?;
        let Some(entry) = self.known(|journal| journal.resources.get(&node.address).cloned()) else {
            return Err(internal(node, "it is not in the journal").into());
        };
        let Some(id) = entry.id.clone() else {
            return Err(internal(node, "the journal does not know its id").into());
        };
        let mut target = self.target(node, &entry)?;
        target.references = self.references(desired);
        // A field that its kind does not have any more cannot be set: it only leaves the journal.
        let settable = changes.iter().map(|change| &change.field);
        let settable = settable.filter(|field| node.kind.fields.contains(&field.as_str()));
        let mut fresh: Vec<String> = settable.cloned().collect();
        if matches!(entry.step, Step::Updating | Step::Deleting) {
            // Nobody knows how much of the change that was cut off has been made, so all of it is set again.
            let all = fields.as_object().into_iter().flat_map(serde_json::Map::keys);
            fresh = all
                .filter(|field| !node.kind.replaces.contains(&field.as_str()))
                .cloned()
                .collect();
        }
        self.record_entry(node, |entry| {
            // What was last applied stays in the journal until the change is made.
            if matches!(entry.step, Step::Ready | Step::Deleting) {
                entry.step = Step::Updating;
            }
            // Both the old and the new references hold until then.
            entry.depends.extend(desired.depends.iter().cloned());
        })
        .await?;
        if is_schema(node) {
            self.before_schema(node, &fields).await?;
        }
        if entry.step == Step::Configuring && !fresh.is_empty() {
            // What `create` could not set may never have been, whatever else differs.
            let deadline = node.kind.create.deadline();
            let set = async || self.provider.configure(&target, &id, &fields, &[]).await;
            self.call(node, deadline, set).await?;
        }
        self.configure_and_wait(node, &target, &id, &fields, &fresh).await?;
        self.record_entry(node, |entry| {
            entry.depends.clone_from(&desired.depends);
            entry.key = desired.key.into();
        })
        .await?;
        Ok(Doing::Updating)
    }

    /// Sets everything that is to be set, waits until the resource is ready, and writes down that it is.
    async fn configure_and_wait(
        &self,
        node: &Node,
        target: &Target,
        id: &str,
        fields: &Value,
        changed: &[String],
    ) -> Result<(), StepError> {
        let deadline = node.kind.create.deadline();
        self.call(node, deadline, async || {
            self.provider.configure(target, id, fields, changed).await
        })
        .await?;
        let live = self.ready(node, target, id, fields).await?;
        if let Some(output) = node
            .kind
            .outputs
            .iter()
            .find(|output| !live.outputs.contains_key(**output))
        {
            return Err(internal(node, &format!("it is ready, but AWS does not tell its `{output}`")).into());
        }
        self.record_entry(node, |entry| {
            entry.step = Step::Ready;
            entry.fields = fields.clone();
            entry.outputs = live.outputs;
        })
        .await
    }

    /// Finds the resource or makes it, and never makes a second one: after each answer that leaves it open whether it was
    /// made, it is looked for.
    ///
    /// `doubt` says that an earlier run may have made it, and never heard so.
    async fn find_or_create(
        &self,
        node: &Node,
        target: &Target,
        fields: &Value,
        mut doubt: bool,
    ) -> Result<(String, Doing), StepError> {
        let deadline = node.kind.create.deadline();
        let start = self.clock.elapsed();
        // For as long as a name may be taken that is free soon.
        let gone = LAG + 2 * node.kind.delete.typical();
        let mut asked = start;
        let mut first = true;
        self.call(node, deadline, async || {
            if let Some(id) = self.provider.find(target, fields).await? {
                // After a first failed try, what is found is what that try has made.
                return Ok((id, if first { Doing::Adopting } else { Doing::Creating }));
            }
            // A second one would be made by another call, as there is nothing that AWS would know the first by.
            if doubt && !node.kind.repeatable && self.clock.elapsed().saturating_sub(asked) < LAG {
                return Err(ApiError::new(
                    ApiErrorKind::NotReady,
                    node.kind.name,
                    NOT_SENT,
                    "an earlier try may have made it, and AWS may not list it yet",
                ));
            }
            first = false;
            asked = self.clock.elapsed();
            match self.provider.create(target, fields).await {
                Ok(id) => Ok((id, Doing::Creating)),
                Err(error) if error.kind == ApiErrorKind::OutcomeUnknown => {
                    doubt = true;
                    Err(error)
                }
                // It was made by a try whose answer was lost, and the list does not show it yet; or one of its name is still
                // being deleted, of which the journal does not know.
                Err(error)
                    if error.kind == ApiErrorKind::AlreadyExists
                        && self.clock.elapsed().saturating_sub(start) < gone =>
                {
                    Err(ApiError {
                        kind: ApiErrorKind::NotReady,
                        ..error
                    })
                }
                Err(error) => self.lagging(start, Err(error)),
            }
        })
        .await
    }

    async fn ready(&self, node: &Node, target: &Target, id: &str, fields: &Value) -> Result<Live, StepError> {
        let deadline = node.kind.create.deadline();
        let mut wait = self.wait(deadline);
        loop {
            let live = self
                .call(node, deadline, async || self.provider.read(target, id, fields).await)
                .await?;
            let waiting_for = match live {
                Some(Live {
                    state: State::Failed(cause),
                    ..
                }) => {
                    let kind = node.kind;
                    return Err(StepError::GivenUp { kind, cause });
                }
                Some(live) if live.state == State::Ready => return Ok(live),
                Some(Live {
                    state: State::Pending(state) | State::Deleting(state),
                    ..
                }) => state,
                None if self.waited(&wait) > LAG => return Err(StepError::Failed("it is not there any more".into())),
                _ => "AWS to show it".into(),
            };
            self.wait_on(node, &mut wait, waiting_for).await?;
        }
    }

    /// Lets AWS not know for a while what was made a moment ago: itself, or what it refers to. It then also denies that a
    /// role may be passed on: <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html>, "Changes that I make
    /// are not always immediately visible".
    fn lagging<T>(&self, since: Duration, result: Result<T, ApiError>) -> Result<T, ApiError> {
        result.map_err(|error| {
            let is_unseen = error.kind == ApiErrorKind::NotFound
                || (error.kind == ApiErrorKind::Denied && error.message.contains("iam:PassRole"));
            if is_unseen && self.clock.elapsed().saturating_sub(since) < LAG {
                ApiError {
                    kind: ApiErrorKind::NotReady,
                    ..error
                }
            } else {
                error
            }
        })
    }

    /// Puts outputs in the place of references.
    fn resolved(&self, node: &Node, desired: &Desired) -> Result<Value, StepError> {
        let fields = self.known(|journal| resolve(&desired.fields, &|address, output| journal.output(address, output)));
        fields.ok_or_else(|| internal(node, "something that it refers to has no such output").into())
    }

    fn references(&self, desired: &Desired) -> Vec<Reference> {
        let used = used(&desired.fields);
        // What a resource was once made by, it does not hold.
        let lasting = |field: &str| !desired.kind.incidental.contains(&field);
        self.known(|journal| {
            let taken = used.iter().filter(|used| lasting(&used.field)).filter_map(|used| {
                let giver = journal.resources.get(&used.address)?;
                let value = giver.outputs.get(&used.output)?.clone();
                Some(Reference {
                    kind: giver.kind.clone(),
                    value,
                })
            });
            taken.collect()
        })
    }

    pub(super) fn target(&self, node: &Node, entry: &Entry) -> Result<Target, StepError> {
        let target = self.known(|journal| entry.target(&journal.stack, &journal.account));
        target.ok_or_else(|| internal(node, "this version of the program has no such kind").into())
    }
}

fn internal(node: &Node, message: &str) -> ApiError {
    ApiError::new(ApiErrorKind::Internal, node.kind.name, "Engine", message)
}

/// Makes a client token that no other creation has, of this run or another.
pub(crate) fn new_token(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.update(jiff::Timestamp::now().as_nanosecond().to_be_bytes());
    hash.update(std::process::id().to_be_bytes());
    hex::encode(&hash.finalize()[..16])
}
