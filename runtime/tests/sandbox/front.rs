//! A provider in front of the sandbox: something befalls a call, or a task ends otherwise than the sandbox would have it.

use crate::peril::{Death, Peril};
use moodle_stack::model::rules::live::{Known, Question};
use moodle_stack::operations::{
    Backup, BackupFilter, ClusterRef, Log, OneOffTask, Operations, Page, Progress, RecoveryPoint, Restore,
    ServiceState, ShellState, TaskFilter, TaskState,
};
use moodle_stack::provider::{ApiError, Deletion, Live, Owned, Provider, Scope, Target};
use moodle_stack::sandbox::Sandbox;
use moodle_stack::secret::SecretValue;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What a provider in front of another does at each call.
pub trait Intercept {
    /// Says what befalls a call: which, and whether it changes something.
    fn befalls(&self, call: &str, changes: bool) -> Option<Peril>;
}

/// Something befalls the `n`th call.
#[derive(Debug)]
pub struct Nth {
    left: std::cell::Cell<usize>,
    only_changes: bool,
    peril: Peril,
}

impl Nth {
    /// Counts every call.
    pub fn call(n: usize, peril: Peril) -> Self {
        let left = n.into();
        Self {
            left,
            only_changes: false,
            peril,
        }
    }

    /// Counts the calls that change something.
    pub fn change(n: usize, peril: Peril) -> Self {
        Self {
            only_changes: true,
            ..Self::call(n, peril)
        }
    }
}

impl Intercept for Nth {
    fn befalls(&self, _: &str, changes: bool) -> Option<Peril> {
        if self.only_changes && !changes {
            return None;
        }
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        (left == 1).then_some(self.peril)
    }
}

/// Nothing befalls any call.
#[derive(Debug)]
pub struct Nothing;

impl Intercept for Nothing {
    fn befalls(&self, _: &str, _: bool) -> Option<Peril> {
        None
    }
}

/// A provider in front of the sandbox.
pub struct Front<'s, I> {
    sandbox: &'s Sandbox,
    intercept: I,
    pub death: Death,
    /// What a task that is told so ends with.
    exits: BTreeMap<&'static str, i32>,
    told: RefCell<BTreeMap<String, String>>,
}

impl<'s, I: Intercept> Front<'s, I> {
    /// Lets calls be befallen.
    pub fn new(sandbox: &'s Sandbox, intercept: I) -> Self {
        Self {
            sandbox,
            intercept,
            death: Death::default(),
            exits: BTreeMap::new(),
            told: RefCell::default(),
        }
    }

    /// Returns what let calls be befallen.
    pub fn into_intercept(self) -> I {
        self.intercept
    }

    async fn change<T>(&self, name: &str, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        let peril = self.intercept.befalls(name, true);
        self.pass(name, peril, call).await
    }

    async fn ask<T>(&self, name: &str, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        let peril = self.intercept.befalls(name, false);
        self.pass(name, peril, call).await
    }

    /// Asks for something that AWS may not show yet.
    async fn look<T>(
        &self,
        name: &str,
        call: impl Future<Output = Result<Option<T>, ApiError>>,
    ) -> Result<Option<T>, ApiError> {
        match self.intercept.befalls(name, false) {
            Some(Peril::Unseen) => Ok(None),
            peril => self.pass(name, peril, call).await,
        }
    }

    async fn pass<T>(
        &self,
        name: &str,
        peril: Option<Peril>,
        call: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let Some(peril) = peril else {
            return call.await;
        };
        if peril.is_after() {
            // Whatever the answer is, nobody hears it.
            let _ = call.await;
        }
        match peril.error(name) {
            Some(error) => Err(error),
            None => self.death.die().await,
        }
    }
}

impl<'s> Front<'s, Nothing> {
    /// Lets the tasks that are told some words end with a code.
    pub fn ending(sandbox: &'s Sandbox, words: &'static str, exit: i32) -> Self {
        Self {
            exits: BTreeMap::from([(words, exit)]),
            ..Self::new(sandbox, Nothing)
        }
    }
}

impl<I: Intercept> Operations for Front<'_, I> {
    async fn start_task(&self, task: &OneOffTask) -> Result<String, ApiError> {
        let arn = self.change("start_task", self.sandbox.start_task(task)).await?;
        self.told.borrow_mut().insert(arn.clone(), task.command.join(" "));
        Ok(arn)
    }

    async fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> Result<Vec<String>, ApiError> {
        self.ask("tasks", self.sandbox.tasks(place, which)).await
    }

    async fn task(&self, place: &ClusterRef, arn: &str) -> Result<Option<TaskState>, ApiError> {
        let state = self.ask("task", self.sandbox.task(place, arn)).await?;
        let told = self.told.borrow();
        let forced = told.get(arn).and_then(|words| self.exits.get(words.as_str()));
        Ok(match (state, forced) {
            (Some(TaskState::Stopped { reason, .. }), Some(exit)) => Some(TaskState::Stopped {
                exit: Some(*exit),
                reason,
            }),
            (state, _) => state,
        })
    }

    async fn stop_task(&self, place: &ClusterRef, arn: &str, why: &str) -> Result<(), ApiError> {
        self.change("stop_task", self.sandbox.stop_task(place, arn, why)).await
    }

    async fn enter(&self, place: &ClusterRef, arn: &str, command: &str) -> Result<ShellState, ApiError> {
        self.change("enter", self.sandbox.enter(place, arn, command)).await
    }

    async fn service(&self, place: &ClusterRef, arn: &str) -> Result<Option<ServiceState>, ApiError> {
        self.ask("service", self.sandbox.service(place, arn)).await
    }

    async fn set_count(&self, place: &ClusterRef, arn: &str, count: u32) -> Result<(), ApiError> {
        self.change("set_count", self.sandbox.set_count(place, arn, count))
            .await
    }

    async fn reveal(&self, arn: &str) -> Result<SecretValue, ApiError> {
        self.ask("reveal", self.sandbox.reveal(arn)).await
    }

    fn now(&self) -> i64 {
        self.sandbox.now()
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, ApiError> {
        self.ask("read_log", self.sandbox.read_log(log, after)).await
    }

    async fn back_up(&self, backup: &Backup) -> Result<String, ApiError> {
        self.change("back_up", self.sandbox.back_up(backup)).await
    }

    async fn backup(&self, backup: &Backup, id: &str) -> Result<Progress, ApiError> {
        self.ask("backup", self.sandbox.backup(backup, id)).await
    }

    async fn copies(&self, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
        self.ask("copies", self.sandbox.copies(of)).await
    }

    async fn restored(&self, restore: &Restore) -> Result<Progress, ApiError> {
        self.ask("restored", self.sandbox.restored(restore)).await
    }
}

impl<I: Intercept> Provider for Front<'_, I> {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, ApiError> {
        let call = self.sandbox.find(target, fields);
        self.look(&format!("find {}", target.address), call).await
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, ApiError> {
        self.change(
            &format!("create {}", target.address),
            self.sandbox.create(target, fields),
        )
        .await
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), ApiError> {
        let call = self.sandbox.configure(target, id, fields, changed);
        self.change(&format!("configure {}", target.address), call).await
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, ApiError> {
        let call = self.sandbox.read(target, id, fields);
        self.look(&format!("read {}", target.address), call).await
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, ApiError> {
        let call = self.sandbox.delete(target, id, fields);
        self.change(&format!("delete {}", target.address), call).await
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        self.ask(&format!("list {}", scope.kind.name), self.sandbox.list(scope))
            .await
    }

    async fn know(&self, question: &Question) -> Result<Known, ApiError> {
        self.ask("know", self.sandbox.know(question)).await
    }
}
