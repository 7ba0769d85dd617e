//! The provider interface over the sandbox's world.

use super::identity::identity;
use super::operations::COPYING;
use super::referee::{admit, call, duplicate, release};
use super::service::Rollback;
use super::world::{Phase, Thing, World};
use crate::execute::Clock;
use crate::provider::{Deletion, Fault, FaultKind, Live, Owned, Provider, RESOURCE_TAG, Scope, State, Target};
use crate::resource::backup::Vault;
use crate::resource::ecr::SHARED;
use crate::resource::ecs::Service;
use crate::resource::{Kind as _, Replacement};
use moodle_stack_model::rules::live::{Known, Question};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What can be wrong with a sandbox.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// Its file cannot be read.
    #[error("the sandbox {path} cannot be read: {cause}")]
    Broken {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
}

/// The simulated AWS.
#[derive(Debug)]
pub struct Sandbox {
    /// Where it is kept; one that is kept nowhere ends with the process.
    path: Option<PathBuf>,
    clock: Clock,
    /// The world's time when the clock was started.
    began: RefCell<f64>,
    world: RefCell<World>,
    /// Held from the first change on, so that two deployers cannot overwrite each other's world.
    lock: RefCell<Option<File>>,
}

impl Sandbox {
    /// Opens the sandbox that is kept in a file, or an empty one.
    pub fn open(path: &Path, clock: Clock) -> Result<Self, SandboxError> {
        Ok(Self::holding(Some(path.into()), read(path)?, clock))
    }

    /// Makes an empty sandbox that is kept nowhere.
    #[must_use]
    pub fn empty(clock: Clock) -> Self {
        Self::holding(None, World::default(), clock)
    }

    /// Copies the sandbox as it is now into another, which is kept nowhere.
    #[must_use]
    pub fn fork(&self, clock: Clock) -> Self {
        Self::holding(None, self.look(World::clone), clock)
    }

    fn holding(path: Option<PathBuf>, world: World, clock: Clock) -> Self {
        Self {
            path,
            clock,
            began: RefCell::new(world.now - clock.elapsed().as_secs_f64()),
            world: RefCell::new(world),
            lock: RefCell::new(None),
        }
    }

    /// Counts what exists, by kind and address; what is on its way out does not count.
    #[must_use]
    pub fn census(&self) -> BTreeMap<(String, String), usize> {
        self.look(|world| {
            let things = world.things.values();
            let mut census = BTreeMap::new();
            for thing in things.filter(|thing| !matches!(thing.phase, Phase::Going { .. })) {
                let address = thing.tags.get(RESOURCE_TAG).cloned().unwrap_or_default();
                *census.entry((thing.kind.clone(), address)).or_default() += 1;
            }
            census
        })
    }

    /// Looks at the world as it is now.
    pub(super) fn look<T>(&self, at: impl FnOnce(&World) -> T) -> T {
        let mut world = self.world.borrow_mut();
        world.pass(*self.began.borrow() + self.clock.elapsed().as_secs_f64());
        at(&world)
    }

    /// Changes the world, and writes it down before anybody hears of the change.
    pub(super) fn change<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut World) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let fault = |message: String| Fault::new(FaultKind::Unavailable, name, "SandboxUnavailable", message);
        self.take_over().map_err(|error| fault(error.to_string()))?;
        let mut world = self.world.borrow_mut();
        world.pass(*self.began.borrow() + self.clock.elapsed().as_secs_f64());
        let result = change(&mut world)?;
        if let Some(path) = &self.path {
            write(path, &world).map_err(|error| fault(format!("{}: {error}", path.display())))?;
        }
        Ok(result)
    }

    /// Reads the world again, where another command may have changed it since; its time never goes back.
    pub(super) fn refresh(&self) {
        if self.lock.borrow().is_some() {
            return;
        }
        // What cannot be read now is read at the next look.
        if let Some(Ok(world)) = self.path.as_deref().map(read) {
            let elapsed = self.clock.elapsed().as_secs_f64();
            let began = self.began.borrow().max(world.now - elapsed);
            *self.began.borrow_mut() = began;
            *self.world.borrow_mut() = world;
        }
    }

    /// Locks the world, and reads it again: another deployer may have changed it since.
    fn take_over(&self) -> io::Result<()> {
        let Some(path) = self.path.as_deref().filter(|_| self.lock.borrow().is_none()) else {
            return Ok(());
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let beside = path.with_extension("lock");
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside)?;
        lock.try_lock()
            .map_err(|_| io::Error::other("another deployer is at work in this sandbox"))?;
        let world = read(path).map_err(io::Error::other)?;
        *self.began.borrow_mut() = world.now - self.clock.elapsed().as_secs_f64();
        *self.world.borrow_mut() = world;
        *self.lock.borrow_mut() = Some(lock);
        Ok(())
    }
}

impl Drop for Sandbox {
    /// Writes down how late it is: the next command finds ready what this one has waited for.
    fn drop(&mut self) {
        if let Some(path) = self.path.as_deref().filter(|_| self.lock.borrow().is_some()) {
            self.look(|world| {
                // Should it fail, the next command waits a little longer.
                let _ = write(path, world);
            });
        }
    }
}

fn read(path: &Path) -> Result<World, SandboxError> {
    let broken = |cause: String| SandboxError::Broken {
        path: path.into(),
        cause,
    };
    match fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| broken(error.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(World::default()),
        Err(error) => Err(broken(error.to_string())),
    }
}

fn write(path: &Path, world: &World) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(io::BufWriter::new(file.as_file()), world)?;
    file.persist(path)?;
    Ok(())
}

/// Returns the field that names a thing which another stack, or a person, may have made, and which all then share.
fn sharing(target: &Target) -> Option<&'static str> {
    match target.kind.name {
        "AWS::ECR::Repository" => Some("name"),
        "AWS::IAM::ServiceLinkedRole" => Some("service"),
        _ => None,
    }
}

/// Tells whether an image repository is somebody else's.
fn is_foreign_repository(target: &Target, thing: &Thing) -> bool {
    let tags = thing.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    target.kind.name == "AWS::ECR::Repository" && !target.owns(tags)
}

/// AWS's word for a thing that is being made, by service.
fn word(target: &Target, new: bool) -> &'static str {
    match (target.kind.service, new) {
        ("cloudfront", _) => "InProgress",
        ("ec2", true) => "pending",
        ("elasticloadbalancingv2", true) => "provisioning",
        ("acm", _) => "PENDING_VALIDATION",
        ("ecs", _) => "IN_PROGRESS",
        (_, true) => "creating",
        (_, false) => "modifying",
    }
}

#[allow(clippy::cast_precision_loss)] // Seconds of hours.
fn seconds(seconds: u64) -> f64 {
    seconds as f64
}

impl Provider for Sandbox {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, Fault> {
        self.look(|world| {
            let alike = world.things.iter().filter(|(_, thing)| {
                thing.kind == target.kind.name
                    && thing.account == target.account
                    && thing.region == target.region
                    && !matches!(thing.phase, Phase::Going { .. })
            });
            let mut named = None;
            for (id, thing) in alike {
                if sharing(target).is_some_and(|field| thing.fields[field] == fields[field]) {
                    return Ok(Some(id.clone()));
                }
                // A revision of the same generation may name what was made again since.
                let is_other = target.kind.replacement == Replacement::Revision && thing.fields != *fields;
                let tags = thing.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
                if target.owns(tags) && !is_other {
                    return Ok(Some(id.clone()));
                }
                if target.kind.has_unique_names() && thing.name == target.name {
                    named = Some(thing);
                }
            }
            if named.is_none() {
                return Ok(None);
            }
            let message = format!("the {} '{}' has no tags of this stack", target.kind.noun, target.name);
            Err(Fault::new(
                FaultKind::Foreign,
                &call("Describe", target),
                duplicate(target),
                message,
            ))
        })
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, Fault> {
        self.change(target.kind.name, |world| {
            let is_it = |(_, thing): &(&String, &Thing)| target.kind.repeatable && thing.token == target.token;
            if let Some((id, _)) = world.things.iter().find(is_it) {
                return Ok(id.clone());
            }
            let taken = |thing: &Thing| {
                thing.kind == target.kind.name && thing.region == target.region && thing.name == target.name
            };
            if target.kind.has_unique_names() && world.things.values().any(taken) {
                let message = format!("the name '{}' is taken", target.name);
                return Err(Fault::new(
                    FaultKind::AlreadyExists,
                    &call("Create", target),
                    duplicate(target),
                    message,
                ));
            }
            admit(world, target, fields, "Create", "")?;
            world.count += 1;
            let (id, outputs) = identity(target, fields, world.count);
            if let Some(snapshot) = fields["snapshot"].as_str() {
                let Some(copy) = world.copies.get(snapshot) else {
                    let message = format!("{snapshot} does not exist");
                    return Err(Fault::new(
                        FaultKind::NotFound,
                        &call("Restore", target),
                        "DBSnapshotNotFound",
                        message,
                    ));
                };
                if let Some((site, name)) = copy.site.clone().zip(outputs.get("id")) {
                    world.sites.insert(name.clone(), site);
                }
            }
            if let Some(copy) = fields["copy"]["arn"].as_str() {
                let Some(copy) = world.copies.get(copy) else {
                    let message = format!("{copy} does not exist");
                    let fault = Fault::new(FaultKind::NotFound, &call("Restore", target), "NotFound", message);
                    return Err(fault);
                };
                let restore = (copy.tree.clone().unwrap_or_default(), world.now + COPYING);
                world.restores.insert(id.clone(), restore);
            }
            let until = world.now + making(target);
            let fails = world.failing.get(&target.address).cloned();
            let thing = Thing {
                kind: target.kind.name.into(),
                account: target.account.clone(),
                region: target.region.clone(),
                name: target.name.clone(),
                tags: target.tags().into_iter().collect(),
                token: target.token.clone(),
                fields: fields.clone(),
                references: target.references.clone(),
                outputs,
                phase: Phase::Busy {
                    word: word(target, true).into(),
                    until,
                    fails,
                },
                rollback: None,
            };
            world.things.insert(id.clone(), thing);
            Ok(id)
        })
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), Fault> {
        self.change(target.kind.name, |world| {
            if let Some(field) = changed
                .iter()
                .find(|field| target.kind.replaces.contains(&field.as_str()))
            {
                let message = format!("{field} cannot be changed");
                return Err(Fault::new(
                    FaultKind::Invalid,
                    &call("Modify", target),
                    "InvalidParameterCombination",
                    message,
                ));
            }
            admit(world, target, fields, "Modify", id)?;
            let now = world.now;
            let fails = world.failing.get(&target.address).cloned();
            let Some(thing) = world.things.get_mut(id) else {
                let message = format!("'{id}' does not exist");
                return Err(Fault::new(
                    FaultKind::NotFound,
                    &call("Modify", target),
                    "NotFound",
                    message,
                ));
            };
            if is_foreign_repository(target, thing) {
                return Ok(());
            }
            let is_given_up = matches!(thing.phase, Phase::Failed { .. });
            if !changed.is_empty() || is_given_up {
                let until = now + changing(target);
                let undone = fails.clone().filter(|_| is_rollout(target, changed));
                thing.phase = Phase::Busy {
                    word: word(target, false).into(),
                    until,
                    fails: fails.filter(|_| undone.is_none()),
                };
                thing.rollback = undone.map(|cause| Rollback {
                    task_definition: fields["task_definition"].as_str().unwrap_or_default().into(),
                    cause,
                });
                // The circuit breaker puts everything about the service back.
                if thing.rollback.is_some() {
                    return Ok(());
                }
            }
            thing.fields = fields.clone();
            // Who changes fields that hold none sends none.
            if changed.is_empty() || !target.references.is_empty() {
                thing.references.clone_from(&target.references);
            }
            let (_, outputs) = identity(target, fields, 0);
            for passed_on in target.kind.outputs.iter().filter(|output| fields[**output].is_string()) {
                thing
                    .outputs
                    .insert((*passed_on).to_owned(), outputs[*passed_on].clone());
            }
            Ok(())
        })
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, Fault> {
        Ok(self.look(|world| {
            let thing = world.things.get(id)?;
            if is_foreign_repository(target, thing) {
                // How it is set up is its owner's choice.
                return Some(
                    Live {
                        outputs: thing.outputs.clone(),
                        ..Live::default()
                    }
                    .output("owner", SHARED.to_owned()),
                );
            }
            // Whoever asks for the rollout hears that it was undone; whoever asks for what runs, that it does.
            let asked_for = |rollback: &&Rollback| fields["task_definition"] == rollback.task_definition;
            let state = match (&thing.phase, thing.rollback.as_ref().filter(asked_for)) {
                (Phase::Ready, Some(rollback)) => State::Failed(rollback.cause.clone()),
                (Phase::Ready, None) => State::Ready,
                (Phase::Busy { word, .. }, _) => State::Pending(word.clone()),
                (Phase::Failed { cause }, _) => State::Failed(cause.clone()),
                (Phase::Closing { .. }, _) => State::Deleting("closing".into()),
                (Phase::Going { .. }, _) => State::Deleting("deleting".into()),
            };
            let tags = thing.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            Some(Live {
                state,
                outputs: thing.outputs.clone(),
                fields: thing.fields.as_object().cloned().unwrap_or_default(),
                is_foreign: sharing(target).is_none() && !target.owns(tags),
            })
        }))
    }

    async fn delete(&self, target: &Target, id: &str, _fields: &Value) -> Result<Deletion, Fault> {
        self.change(target.kind.name, |world| {
            let now = world.now;
            if world
                .things
                .get(id)
                .is_none_or(|thing| matches!(thing.phase, Phase::Going { .. }))
            {
                return Ok(Deletion::Accepted);
            }
            if target.kind.name == Vault::INFO.name {
                let held = world.copies.values().filter(|copy| copy.vault.as_deref() == Some(id));
                let count = held.count();
                if count > 0 {
                    return Ok(Vault::with_backups(target, i64::try_from(count).unwrap_or(i64::MAX)));
                }
            }
            release(world, target, id)?;
            let closes = closing(target);
            let Some(thing) = world.things.get_mut(id) else {
                return Ok(Deletion::Accepted);
            };
            if is_foreign_repository(target, thing) {
                return Ok(Deletion::Lapses("somebody else made the repository".into()));
            }
            let long = seconds(target.kind.delete.typical);
            match (closes, &thing.phase) {
                (Some((_, share)), Phase::Closing { until }) if *until <= now => {
                    thing.phase = Phase::Going {
                        until: now + long * (1.0 - share),
                    };
                }
                (Some((what, _)), Phase::Closing { .. }) => return Ok(Deletion::NotYet(what.into())),
                (Some((what, share)), _) => {
                    thing.phase = Phase::Closing {
                        until: now + long * share,
                    };
                    return Ok(Deletion::NotYet(what.into()));
                }
                (None, _) => thing.phase = Phase::Going { until: now + long },
            }
            Ok(Deletion::Accepted)
        })
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, Fault> {
        Ok(self.look(|world| {
            let things = world.things.iter().filter(|(_, thing)| {
                thing.kind == scope.kind.name
                    && thing.account == scope.account
                    && thing.region == scope.region
                    && !matches!(thing.phase, Phase::Going { .. })
            });
            let owned = things.filter_map(|(id, thing)| {
                let tags = thing.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
                let fields = thing.fields.as_object().cloned().unwrap_or_default();
                Some(Owned {
                    fields,
                    ..scope.owned(id, tags)?
                })
            });
            owned.collect()
        }))
    }

    /// The sandbox has no certificates, hosted zones or zones but those that a stack makes, and knows nothing of others.
    async fn know(&self, _question: &Question) -> Result<Known, Fault> {
        Ok(Known::default())
    }
}

/// Tells whether a change has a service start other tasks in the place of those that run.
fn is_rollout(target: &Target, changed: &[String]) -> bool {
    target.kind.name == Service::INFO.name && changed.iter().any(|field| field == "task_definition")
}

/// How many seconds the change of a thing takes.
fn changing(target: &Target) -> f64 {
    seconds(target.kind.update_seconds()).min(making(target))
}

/// How many seconds the making of a thing takes; what tasks do before one counts as there, they have done.
fn making(target: &Target) -> f64 {
    match target.kind.name {
        "Moodle::Schema" => 1.0,
        _ => seconds(target.kind.create.typical),
    }
}

/// What must end before a thing of a kind can be deleted, and how much of the time that takes.
fn closing(target: &Target) -> Option<(&'static str, f64)> {
    match target.kind.name {
        "AWS::CloudFront::Distribution" => Some(("the distribution to be disabled", 0.9)),
        "AWS::ECS::Service" => Some(("its tasks to stop", 0.9)),
        _ => None,
    }
}
