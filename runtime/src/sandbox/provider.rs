//! The provider interface over the sandbox's world.

use super::Sandbox;
use super::constraints::{call, duplicate, validate_create, validate_delete};
use super::fields::{apply, changeable, listed, told};
use super::identity::identity;
use super::operations::COPYING;
use super::service::Rollback;
use super::simulation::{Phase, Resource};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, Provider, Scope, State, Target};
use crate::resource::Kind as _;
use crate::resource::backup::Vault;
use crate::resource::ecr::SHARED;
use crate::resource::ecs::Service;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery};
use serde_json::Value;

/// Returns the field that names a thing which another stack, or a person, may have made, and which all then share.
fn sharing(target: &Target) -> Option<&'static str> {
    match target.kind.name {
        "AWS::ECR::Repository" => Some("name"),
        "AWS::IAM::ServiceLinkedRole" => Some("service"),
        _ => None,
    }
}

/// Tells whether an image repository is somebody else's.
fn is_foreign_repository(target: &Target, resource: &Resource) -> bool {
    target.kind.name == "AWS::ECR::Repository" && !target.owns(resource.tags())
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
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, ApiError> {
        self.look(|simulation| {
            let alike = simulation.resources.iter().filter(|(_, resource)| {
                resource.kind == target.kind.name
                    && resource.account == target.account
                    && resource.region == target.region
                    && !matches!(resource.phase, Phase::Going { .. })
            });
            let mut named = None;
            for (id, resource) in alike {
                if sharing(target).is_some_and(|field| resource.fields[field] == fields[field]) {
                    return Ok(Some(id.clone()));
                }
                // A revision of the same generation may name what was made again since.
                let is_other = target.kind.has_revisions() && resource.fields != *fields;
                if target.owns(resource.tags()) && !is_other {
                    return Ok(Some(id.clone()));
                }
                if target.kind.has_unique_names() && resource.name == target.name {
                    named = Some(resource);
                }
            }
            if named.is_none() {
                return Ok(None);
            }
            let message = format!("the {} '{}' has no tags of this stack", target.kind.noun, target.name);
            Err(ApiError::new(
                ApiErrorKind::NotOwned,
                &call("Describe", target),
                duplicate(target),
                message,
            ))
        })
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, ApiError> {
        self.change(target.kind.name, |simulation| {
            let is_it = |(_, resource): &(&String, &Resource)| target.kind.repeatable && resource.token == target.token;
            if let Some((id, _)) = simulation.resources.iter().find(is_it) {
                return Ok(id.clone());
            }
            let taken = |resource: &Resource| {
                resource.kind == target.kind.name && resource.region == target.region && resource.name == target.name
            };
            if target.kind.has_unique_names() && simulation.resources.values().any(taken) {
                let message = format!("the name '{}' is taken", target.name);
                return Err(ApiError::new(
                    ApiErrorKind::AlreadyExists,
                    &call("Create", target),
                    duplicate(target),
                    message,
                ));
            }
            validate_create(simulation, target, fields, "Create", "")?;
            simulation.count += 1;
            let (id, outputs) = identity(target, fields, simulation.count);
            if let Some(snapshot) = fields["snapshot"].as_str() {
                let Some(copy) = simulation.copies.get(snapshot) else {
                    let message = format!("{snapshot} does not exist");
                    return Err(ApiError::new(
                        ApiErrorKind::NotFound,
                        &call("Restore", target),
                        "DBSnapshotNotFound",
                        message,
                    ));
                };
                if let Some((site, name)) = copy.site.clone().zip(outputs.get("id")) {
                    simulation.sites.insert(name.clone(), site);
                }
            }
            if let Some(copy) = fields["copy"]["arn"].as_str() {
                let Some(copy) = simulation.copies.get(copy) else {
                    let message = format!("{copy} does not exist");
                    let error = ApiError::new(ApiErrorKind::NotFound, &call("Restore", target), "NotFound", message);
                    return Err(error);
                };
                let restore = (copy.tree.clone().unwrap_or_default(), simulation.now + COPYING);
                simulation.restores.insert(id.clone(), restore);
            }
            let until = simulation.now + making(target);
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
                phase: Phase::Busy {
                    word: word(target, true).into(),
                    until,
                    fails,
                },
                rollback: None,
            };
            simulation.resources.insert(id.clone(), resource);
            Ok(id)
        })
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), ApiError> {
        self.change(target.kind.name, |simulation| {
            changeable(target, changed)?;
            validate_create(simulation, target, fields, "Modify", id)?;
            let now = simulation.now;
            let fails = simulation.failing.get(&target.address).cloned();
            let Some(resource) = simulation.resources.get_mut(id) else {
                let message = format!("'{id}' does not exist");
                return Err(ApiError::new(
                    ApiErrorKind::NotFound,
                    &call("Modify", target),
                    "NotFound",
                    message,
                ));
            };
            if is_foreign_repository(target, resource) {
                return Ok(());
            }
            let is_given_up = matches!(resource.phase, Phase::Failed { .. });
            if !changed.is_empty() || is_given_up {
                let until = now + changing(target);
                let undone = fails.clone().filter(|_| is_rollout(target, changed));
                resource.phase = Phase::Busy {
                    word: word(target, false).into(),
                    until,
                    fails: fails.filter(|_| undone.is_none()),
                };
                resource.rollback = undone.map(|cause| Rollback {
                    task_definition: fields["task_definition"].as_str().unwrap_or_default().into(),
                    cause,
                });
                // The circuit breaker puts everything about the service back.
                if resource.rollback.is_some() {
                    return Ok(());
                }
            }
            apply(resource, fields, changed);
            // Who changes fields that hold none sends none.
            if changed.is_empty() || !target.references.is_empty() {
                resource.references.clone_from(&target.references);
            }
            let (_, outputs) = identity(target, &resource.fields, 0);
            let passed_on = |output: &&&str| resource.fields[**output].is_string();
            for output in target.kind.outputs.iter().filter(passed_on) {
                resource.outputs.insert((*output).to_owned(), outputs[*output].clone());
            }
            Ok(())
        })
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, ApiError> {
        Ok(self.look(|simulation| {
            let resource = simulation.resources.get(id)?;
            if is_foreign_repository(target, resource) {
                // How it is set up is its owner's choice.
                return Some(
                    Live {
                        outputs: resource.outputs.clone(),
                        ..Live::default()
                    }
                    .output("owner", SHARED.to_owned()),
                );
            }
            // Whoever asks for the rollout hears that it was undone; whoever asks for what runs, that it does.
            let asked_for = |rollback: &&Rollback| fields["task_definition"] == rollback.task_definition;
            let state = match (&resource.phase, resource.rollback.as_ref().filter(asked_for)) {
                (Phase::Ready, Some(rollback)) => State::Failed(rollback.cause.clone()),
                (Phase::Ready, None) => State::Ready,
                (Phase::Busy { word, .. }, _) => State::Pending(word.clone()),
                (Phase::Failed { cause }, _) => State::Failed(cause.clone()),
                (Phase::Closing { .. }, _) => State::Deleting("closing".into()),
                (Phase::Going { .. }, _) => State::Deleting("deleting".into()),
            };
            Some(Live {
                state,
                outputs: resource.outputs.clone(),
                fields: told(target, resource),
                is_not_owned: sharing(target).is_none() && !target.owns(resource.tags()),
            })
        }))
    }

    async fn delete(&self, target: &Target, id: &str, _fields: &Value) -> Result<Deletion, ApiError> {
        self.change(target.kind.name, |simulation| {
            let now = simulation.now;
            if simulation
                .resources
                .get(id)
                .is_none_or(|resource| matches!(resource.phase, Phase::Going { .. }))
            {
                return Ok(Deletion::Accepted);
            }
            if target.kind.name == Vault::INFO.name {
                let held = simulation
                    .copies
                    .values()
                    .filter(|copy| copy.vault.as_deref() == Some(id));
                let count = held.count();
                if count > 0 {
                    let count = i64::try_from(count).unwrap_or(i64::MAX);
                    let why = Vault::with_backups(&target.region, &target.name, count);
                    return Ok(Deletion::Abandoned(why));
                }
            }
            validate_delete(simulation, target, id)?;
            let closes = closing(target);
            let Some(resource) = simulation.resources.get_mut(id) else {
                return Ok(Deletion::Accepted);
            };
            if is_foreign_repository(target, resource) {
                return Ok(Deletion::Abandoned("somebody else made the repository".into()));
            }
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
            Ok(Deletion::Accepted)
        })
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        Ok(self.look(|simulation| {
            let resources = simulation.resources.iter().filter(|(_, resource)| {
                resource.kind == scope.kind.name
                    && resource.account == scope.account
                    && resource.region == scope.region
                    && !matches!(resource.phase, Phase::Going { .. })
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

    /// The sandbox has no certificates, hosted zones or zones but those that a stack makes, and knows nothing of others.
    async fn know(&self, _question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        Ok(PreflightAnswers::default())
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
