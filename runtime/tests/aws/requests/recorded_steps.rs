//! The sandbox, with a record of everything that the executor asks of it about a resource.

use crate::reported_fields::updatable_fields;
use moodle_stack::model::rules::preflight::{PreflightAnswers, PreflightQuery};
use moodle_stack::operations::{
    Backup, BackupFilter, ClusterRef, Log, OneOffTask, Operations, Page, Progress, RecoveryPoint, Restore,
    ServiceState, ShellState, TaskFilter, TaskState,
};
use moodle_stack::provider::{ApiError, Deletion, Live, Owned, Provider, Scope, Target};
use moodle_stack::sandbox::Sandbox;
use moodle_stack::secret::SecretValue;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What the executor asks about a resource.
#[derive(Clone, Debug)]
pub enum Verb {
    Find,
    Create,
    /// The fields that have changed; none for a new resource.
    Configure(Vec<String>),
    Read,
    Delete,
}

impl Verb {
    /// Returns the verb without its fields.
    pub fn name(&self) -> String {
        let name = format!("{self:?}");
        name.split('(').next().unwrap_or_default().to_owned()
    }
}

/// One call of the provider.
#[derive(Clone, Debug)]
pub struct Step {
    pub verb: Verb,
    pub target: Target,
    pub id: String,
    pub fields: Value,
}

/// Steps, each of them once. Steps of different variants that send the same requests are the same.
#[derive(Debug, Default)]
pub struct Steps {
    seen: RefCell<BTreeSet<String>>,
    steps: RefCell<Vec<Step>>,
}

impl Steps {
    fn add(&self, verb: Verb, target: &Target, id: &str, fields: &Value) {
        // IDs are made up, and different in each variant.
        let shape = |value: &Value| {
            let text = value.to_string();
            text.split(|c: char| !c.is_ascii_hexdigit())
                .map(|part| if part.len() >= 12 { "#" } else { part })
                .collect::<Vec<_>>()
                .join("|")
        };
        let place = (target.kind.name, &target.name, &target.region);
        // What finds, reads and deletes a resource says little of its fields.
        let fields_matter = matches!(verb, Verb::Create | Verb::Configure(_));
        let shape = if fields_matter { shape(fields) } else { String::new() };
        let identity = format!("{verb:?} {place:?} {shape}");
        if self.seen.borrow_mut().insert(identity) {
            self.steps.borrow_mut().push(Step {
                verb,
                target: target.clone(),
                id: id.to_owned(),
                fields: fields.clone(),
            });
        }
    }

    pub fn into_vec(self) -> Vec<Step> {
        self.steps.into_inner()
    }
}

/// The sandbox, which records its steps.
#[derive(Debug)]
pub struct RecordedSandbox<'s> {
    pub sandbox: &'s Sandbox,
    pub steps: &'s Steps,
}

impl Provider for RecordedSandbox<'_> {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, ApiError> {
        self.steps.add(Verb::Find, target, "", fields);
        self.sandbox.find(target, fields).await
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, ApiError> {
        let id = self.sandbox.create(target, fields).await?;
        self.steps.add(Verb::Create, target, &id, fields);
        // As the executor does after an interrupted update.
        let all = updatable_fields(target.kind);
        if !all.is_empty() {
            self.steps.add(Verb::Configure(all), target, &id, fields);
        }
        Ok(id)
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), ApiError> {
        self.steps.add(Verb::Configure(changed.to_vec()), target, id, fields);
        if !changed.is_empty() {
            // Another stack has these fields from the beginning.
            self.steps.add(Verb::Create, target, id, fields);
            self.steps.add(Verb::Configure(Vec::new()), target, id, fields);
        }
        self.sandbox.configure(target, id, fields, changed).await
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, ApiError> {
        self.steps.add(Verb::Read, target, id, fields);
        self.sandbox.read(target, id, fields).await
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, ApiError> {
        self.steps.add(Verb::Delete, target, id, fields);
        self.sandbox.delete(target, id, fields).await
    }

    async fn tag(&self, target: &Target, id: &str, fields: &Value) -> Result<(), ApiError> {
        self.sandbox.tag(target, id, fields).await
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        self.sandbox.list(scope).await
    }

    async fn preflight(&self, question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        self.sandbox.preflight(question).await
    }
}

impl Operations for RecordedSandbox<'_> {
    async fn start_task(&self, task: &OneOffTask) -> Result<String, ApiError> {
        self.sandbox.start_task(task).await
    }

    async fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> Result<Vec<String>, ApiError> {
        self.sandbox.tasks(place, which).await
    }

    async fn task(&self, place: &ClusterRef, arn: &str) -> Result<Option<TaskState>, ApiError> {
        self.sandbox.task(place, arn).await
    }

    async fn stop_task(&self, place: &ClusterRef, arn: &str, why: &str) -> Result<(), ApiError> {
        self.sandbox.stop_task(place, arn, why).await
    }

    async fn enter(&self, place: &ClusterRef, arn: &str, command: &str) -> Result<ShellState, ApiError> {
        self.sandbox.enter(place, arn, command).await
    }

    async fn service(&self, place: &ClusterRef, arn: &str) -> Result<Option<ServiceState>, ApiError> {
        self.sandbox.service(place, arn).await
    }

    async fn set_count(&self, place: &ClusterRef, arn: &str, count: u32) -> Result<(), ApiError> {
        self.sandbox.set_count(place, arn, count).await
    }

    async fn reveal(&self, arn: &str) -> Result<SecretValue, ApiError> {
        self.sandbox.reveal(arn).await
    }

    fn now(&self) -> i64 {
        self.sandbox.now()
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, ApiError> {
        self.sandbox.read_log(log, after).await
    }

    async fn back_up(&self, backup: &Backup) -> Result<String, ApiError> {
        self.sandbox.back_up(backup).await
    }

    async fn backup(&self, backup: &Backup, id: &str) -> Result<Progress, ApiError> {
        self.sandbox.backup(backup, id).await
    }

    async fn copies(&self, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
        self.sandbox.copies(of).await
    }

    async fn restored(&self, restore: &Restore) -> Result<Progress, ApiError> {
        self.sandbox.restored(restore).await
    }
}
