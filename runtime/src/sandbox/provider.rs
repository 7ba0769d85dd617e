//! Implements the provider interface for the sandbox.

use super::consistency::Sight;
use super::constraints::{validate_create, validate_delete};
use super::fields::{apply, changeable, constants, listed, reported};
use super::final_snapshot::FinalSnapshot;
use super::identity::identity;
use super::registry::find;
use super::request::{New, Request, call};
use super::service_tasks::Rollback;
use super::simulated::Guest;
use super::simulated::{Sharing, Simulated};
use super::simulation::{Phase, Resource};
use super::store::Sandbox;
use crate::provider::{
    ApiError, ApiErrorKind, Deletion, Live, OTHER_STACK, Owned, Owner, Provider, RESOURCE_TAG, STACK_TAG, Scope, State,
    Target,
};
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use serde_json::Value;
use std::collections::BTreeMap;

/// Finds the simulation of a resource's kind.
fn simulated(target: &Target) -> Result<&'static Simulated, ApiError> {
    find(target.kind.name)
        .ok_or_else(|| ApiError::new(ApiErrorKind::Internal, target.kind.name, "Kind", "no such kind"))
}

/// Returns how a resource is shared if somebody else created it.
fn guest<'s>(simulated: &'s Simulated, target: &Target, resource: &Resource) -> Option<&'s Guest> {
    match &simulated.sharing {
        Sharing::Guest(guest) if !target.owns(resource.tags()) => Some(guest),
        _ => None,
    }
}

/// Returns whether a resource has the name that another of its kind gets, or is in the only place for it.
fn is_in_place_of(target: &Target, fields: &Value, resource: &Resource) -> bool {
    let kind = target.kind;
    let is_named = kind.has_unique_names() && resource.name == target.name;
    let mut place = kind.found_by.iter();
    (is_named || kind.exclusive) && place.all(|field| resource.fields[*field] == fields[*field])
}

/// Returns whether a resource is a revision of somebody else's under the name of this one.
fn is_other_family(target: &Target, resource: &Resource) -> bool {
    let has = |key: &str, value: &str| resource.tags.get(key).is_some_and(|tag| tag == value);
    target.kind.has_revisions()
        && resource.name == target.name
        && !(has(STACK_TAG, &target.stack) && has(RESOURCE_TAG, &target.address))
}

#[allow(clippy::cast_precision_loss)] // Seconds of hours.
fn seconds(seconds: u64) -> f64 {
    seconds as f64
}

impl Provider for Sandbox {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, ApiError> {
        let simulated = simulated(target)?;
        self.look(|simulation| {
            let alike = simulation.resources.iter().filter(|(_, resource)| {
                resource.kind == target.kind.name
                    && resource.account == target.account
                    && resource.region == target.region
                    && !matches!(resource.phase, Phase::Going { .. })
                    && !(target.kind.replaced_if_failed && matches!(resource.phase, Phase::Failed { .. }))
            });
            let mut named = None;
            for (id, resource) in alike {
                let sight = simulation.sight(id, resource, "find");
                if sight == Sight::Nothing {
                    continue;
                }
                let shared_by = simulated.shared_by();
                if shared_by.is_some_and(|field| resource.fields[field] == fields[field]) {
                    return Ok(Some(id.clone()));
                }
                // A revision with the same spec hash may refer to resources that were created again since.
                let is_other = target.kind.has_revisions() && resource.fields != *fields;
                if sight == Sight::Whole && target.owns(resource.tags()) && !is_other {
                    return Ok(Some(id.clone()));
                }
                if is_in_place_of(target, fields, resource) || is_other_family(target, resource) {
                    named = Some(resource);
                }
            }
            let Some(named) = named else {
                return Ok(None);
            };
            let (code, whose) = match target.owner(named.tags()) {
                Owner::Other(stack) => (
                    OTHER_STACK,
                    format!("its tags say that it belongs to the stack '{stack}'"),
                ),
                Owner::Stack | Owner::Nobody(_) => (
                    simulated.wording.duplicate,
                    "nothing on it says that this stack owns it".into(),
                ),
            };
            let message = format!("the {} '{}' already exists, and {whose}", target.kind.noun, named.name);
            Err(ApiError::new(
                ApiErrorKind::NotOwned,
                &call("Describe", target),
                code,
                message,
            ))
        })
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, ApiError> {
        let simulated = simulated(target)?;
        self.change(target.kind.name, |simulation| {
            let is_it = |(_, resource): &(&String, &Resource)| target.kind.repeatable && resource.token == target.token;
            if let Some((id, _)) = simulation.resources.iter().find(is_it) {
                return Ok(id.clone());
            }
            let taken = |resource: &Resource| {
                resource.kind == target.kind.name
                    && resource.region == target.region
                    && is_in_place_of(target, fields, resource)
            };
            if simulation.resources.values().any(taken) {
                let message = format!("the name '{}' is taken", target.name);
                return Err(ApiError::new(
                    ApiErrorKind::AlreadyExists,
                    &call("Create", target),
                    simulated.wording.duplicate,
                    message,
                ));
            }
            let request = Request {
                simulation,
                target,
                fields,
                verb: "Create",
                itself: "",
            };
            validate_create(simulated, &request)?;
            simulation.count += 1;
            let (id, outputs) = identity(target, simulated, fields, simulation.count);
            let new = New {
                target,
                fields,
                id: &id,
                outputs: &outputs,
            };
            (simulated.restore)(simulation, &new)?;
            let until = simulation.now + making(simulated, target);
            let fails = simulation.failing.get(&target.address).cloned();
            let resource = Resource {
                kind: target.kind.name.into(),
                account: target.account.clone(),
                region: target.region.clone(),
                name: target.name.clone(),
                tags: target.tags().into_iter().collect(),
                token: target.token.clone(),
                fields: fields.clone(),
                references: target.references.clone(),
                outputs,
                created: simulation.now,
                usable_since: None,
                phase: Phase::Busy {
                    word: simulated.wording.creating.into(),
                    until,
                    fails,
                },
                constants: BTreeMap::new(),
                rollback: None,
            };
            simulation.resources.insert(id.clone(), resource);
            Ok(id)
        })
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), ApiError> {
        let simulated = simulated(target)?;
        self.change(target.kind.name, |simulation| {
            changeable(target, changed)?;
            let request = Request {
                simulation,
                target,
                fields,
                verb: "Modify",
                itself: id,
            };
            validate_create(simulated, &request)?;
            let now = simulation.now;
            let fails = simulation.failing.get(&target.address).cloned();
            let is_seen = simulation
                .resources
                .get(id)
                .is_some_and(|resource| simulation.sight(id, resource, "configure") != Sight::Nothing);
            let Some(resource) = simulation.resources.get_mut(id).filter(|_| is_seen) else {
                let message = format!("'{id}' does not exist");
                return Err(ApiError::new(
                    ApiErrorKind::NotFound,
                    &call("Modify", target),
                    "NotFound",
                    message,
                ));
            };
            if guest(simulated, target, resource).is_some() {
                return Ok(());
            }
            let is_given_up = matches!(resource.phase, Phase::Failed { .. }) && !target.kind.replaced_if_failed;
            if !changed.is_empty() || is_given_up {
                let until = now + changing(simulated, target);
                let rollout = simulated.rollout.as_ref();
                let rollout = rollout.filter(|rollout| changed.iter().any(|field| field == rollout.field));
                let undone = rollout.and_then(|rollout| Some((rollout, fails.clone()?)));
                resource.phase = Phase::Busy {
                    word: simulated.wording.modifying.into(),
                    until,
                    fails: fails.filter(|_| undone.is_none()),
                };
                resource.rollback = undone.map(|(rollout, cause)| Rollback {
                    task_definition: (rollout.value)(fields).unwrap_or_default(),
                    cause,
                });
                // The circuit breaker restores all of the service's settings.
                if resource.rollback.is_some() {
                    return Ok(());
                }
            }
            apply(resource, fields, changed);
            // A change of fields without references sends no references.
            if changed.is_empty() || !target.references.is_empty() {
                resource.references.clone_from(&target.references);
            } else {
                let fields = resource.fields.to_string();
                resource
                    .references
                    .retain(|reference| fields.contains(&reference.value));
            }
            let (_, outputs) = identity(target, simulated, &resource.fields, 0);
            // Made of fields: those that are made of the ID stay.
            let is_made_of_fields = |name: &str| {
                let mut made = simulated.outputs.iter();
                made.any(|(output, text)| *output == name && !text.contains("{hex") && !text.contains("{id"))
            };
            let passed_on = |output: &&&str| resource.fields[**output].is_string() || is_made_of_fields(output);
            for output in target.kind.outputs.iter().filter(passed_on) {
                resource.outputs.insert((*output).to_owned(), outputs[*output].clone());
            }
            Ok(())
        })
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, ApiError> {
        let simulated = simulated(target)?;
        self.look(|simulation| {
            let Some(resource) = simulation.resources.get(id) else {
                return Ok(None);
            };
            let sight = simulation.sight(id, resource, "read");
            // Some reads make several calls, and one of them may not see it.
            if sight == Sight::Nothing && simulation.chance(id, "error").is_multiple_of(3) {
                let message = format!("'{id}' does not exist");
                let call = call("Describe", target);
                let code = simulated.wording.not_found;
                return Err(ApiError::new(ApiErrorKind::NotFound, &call, code, message));
            }
            if sight == Sight::Nothing {
                return Ok(None);
            }
            if let Some(guest) = guest(simulated, target, resource) {
                // Its owner decides about its settings.
                return Ok(Some((guest.read)(Live {
                    outputs: resource.outputs.clone(),
                    ..Live::default()
                })));
            }
            // A read of the new task definition reports that the rollout was undone; a read of the running one reports
            // ready.
            let rolled_out = simulated.rollout.as_ref().and_then(|rollout| (rollout.value)(fields));
            let asked_for = |rollback: &&Rollback| rolled_out.as_ref() == Some(&rollback.task_definition);
            let stuck = simulation.stuck.get(&target.address);
            let state = match (&resource.phase, resource.rollback.as_ref().filter(asked_for)) {
                (Phase::Ready, Some(rollback)) => State::Failed(rollback.cause.clone()),
                (Phase::Ready | Phase::Busy { .. }, _) if stuck.is_some() => {
                    let word = simulated.wording.creating;
                    State::Pending(format!("{word}\n{}", stuck.map_or("", String::as_str)))
                }
                (Phase::Ready, None) => State::Ready,
                (Phase::Busy { word, .. }, _) => State::Pending(word.clone()),
                (Phase::Failed { cause }, _) => State::Failed(cause.clone()),
                (Phase::Closing { .. }, _) => State::Deleting("closing".into()),
                (Phase::Going { .. }, _) => State::Deleting("deleting".into()),
            };
            Ok(Some(Live {
                state,
                outputs: resource.outputs.clone(),
                fields: reported(target, resource),
                constants: constants(target, resource),
                owner: match simulated.shared_by() {
                    Some(_) => Owner::Stack,
                    None if sight == Sight::WithoutTags => Owner::Nobody(BTreeMap::new()),
                    None => target.owner(resource.tags()),
                },
            }))
        })
    }

    async fn tag(&self, target: &Target, id: &str, _fields: &Value) -> Result<(), ApiError> {
        self.change(target.kind.name, |simulation| {
            if let Some(resource) = simulation.resources.get_mut(id) {
                resource.tags.extend(target.tags());
            }
            Ok(())
        })
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, ApiError> {
        let simulated = simulated(target)?;
        self.change(target.kind.name, |simulation| {
            let now = simulation.now;
            let snapshot = FinalSnapshot::of(simulated, target, id, fields);
            match simulation.resources.get(id) {
                None => return Ok(snapshot.map_or(Deletion::NotFound, |snapshot| snapshot.kept(simulation))),
                Some(resource) if matches!(resource.phase, Phase::Going { .. }) => {
                    return Ok(match snapshot {
                        Some(_) => Deletion::NotYet("the database to be deleted".into()),
                        None => Deletion::Accepted,
                    });
                }
                Some(_) => {}
            }
            let is_seen = simulation
                .resources
                .get(id)
                .is_some_and(|resource| simulation.sight(id, resource, "delete") != Sight::Nothing);
            if !is_seen {
                return Ok(Deletion::NotFound);
            }
            if let Some(why) = (simulated.abandoned)(simulation, target, id) {
                return Ok(Deletion::Abandoned(why));
            }
            validate_delete(simulated, simulation, target, id)?;
            let Some(resource) = simulation.resources.get_mut(id) else {
                return Ok(Deletion::Accepted);
            };
            if let Some(guest) = guest(simulated, target, resource) {
                return Ok(Deletion::Abandoned(guest.abandoned.into()));
            }
            let is_busy = matches!(resource.phase, Phase::Busy { .. });
            // RDS takes no snapshot of a database that is being created, which has no data.
            let is_new = matches!(&resource.phase, Phase::Busy { word, .. } if word == simulated.wording.creating);
            if let Some(code) = simulated.busy.filter(|_| is_busy && !(is_new && snapshot.is_some())) {
                let message = format!("'{id}' is not available");
                return Err(ApiError::new(
                    ApiErrorKind::NotReady,
                    &call("Delete", target),
                    code,
                    message,
                ));
            }
            let is_whole = resource.phase == Phase::Ready;
            let closes = simulated.closing.as_ref().map(|closing| (closing.what, closing.share));
            let long = seconds(target.kind.delete.typical);
            match (closes, &resource.phase) {
                (Some((_, share)), Phase::Closing { until }) if *until <= now => {
                    resource.phase = Phase::Going {
                        until: now + long * (1.0 - share),
                    };
                }
                (Some((what, _)), Phase::Closing { .. }) => return Ok(Deletion::NotYet(what.into())),
                (Some((what, share)), _) => {
                    resource.phase = Phase::Closing {
                        until: now + long * share,
                    };
                    return Ok(Deletion::NotYet(what.into()));
                }
                (None, _) => resource.phase = Phase::Going { until: now + long },
            }
            Ok(match snapshot {
                Some(snapshot) => {
                    if is_whole {
                        snapshot.take(simulation);
                    }
                    Deletion::NotYet("the database to be deleted".into())
                }
                None => Deletion::Accepted,
            })
        })
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        Ok(self.look(|simulation| {
            let resources = simulation.resources.iter().filter(|(id, resource)| {
                resource.kind == scope.kind.name
                    && resource.account == scope.account
                    && resource.region == scope.region
                    && !matches!(resource.phase, Phase::Going { .. })
                    && simulation.sight(id, resource, "list") == Sight::Whole
            });
            let owned = resources.filter_map(|(id, resource)| {
                Some(Owned {
                    fields: listed(scope, resource),
                    ..scope.owned(id, resource.tags())?
                })
            });
            owned.collect()
        }))
    }

    /// The sandbox is an account in which everything exists and fits: an answer without a fact breaks no rule.
    async fn preflight(&self, _question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        Ok(PreflightAnswers::default())
    }
}

/// How many seconds the change of a resource takes.
fn changing(simulated: &Simulated, target: &Target) -> f64 {
    seconds(target.kind.update_seconds()).min(making(simulated, target))
}

/// How many seconds the creation of a resource takes.
fn making(simulated: &Simulated, target: &Target) -> f64 {
    seconds(simulated.create_seconds.unwrap_or(target.kind.create.typical))
}
