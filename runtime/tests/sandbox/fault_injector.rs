//! A provider that wraps the sandbox and injects faults into calls, or other exit codes into tasks.

use crate::fault::{Crash, Fault};
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
use std::collections::BTreeMap;

/// Decides which calls have a fault.
pub trait Intercept {
    /// Returns the fault of a call, if it has one. `call` is the verb and the address, such as `create network.vpc`.
    fn fault_for(&self, call: &str, is_change: bool) -> Option<Fault>;
}

/// Injects a fault into the `n`th call.
#[derive(Debug)]
pub struct Nth {
    left: std::cell::Cell<usize>,
    only_changes: bool,
    fault: Fault,
}

impl Nth {
    /// Counts every call.
    pub fn call(n: usize, fault: Fault) -> Self {
        let left = n.into();
        Self {
            left,
            only_changes: false,
            fault,
        }
    }

    /// Counts the calls that change something.
    pub fn change(n: usize, fault: Fault) -> Self {
        Self {
            only_changes: true,
            ..Self::call(n, fault)
        }
    }
}

impl Intercept for Nth {
    fn fault_for(&self, _: &str, is_change: bool) -> Option<Fault> {
        if self.only_changes && !is_change {
            return None;
        }
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        (left == 1).then_some(self.fault)
    }
}

/// Injects nothing.
#[derive(Debug)]
pub struct NoFaults;

impl Intercept for NoFaults {
    fn fault_for(&self, _: &str, _: bool) -> Option<Fault> {
        None
    }
}

/// A provider that wraps the sandbox.
pub struct FaultInjector<'s, I> {
    sandbox: &'s Sandbox,
    intercept: I,
    pub crash: Crash,
    /// Exit codes that replace the sandbox's, by the command of the task.
    exit_codes: BTreeMap<&'static str, i32>,
    /// The commands of the tasks that were started, by ARN.
    commands: RefCell<BTreeMap<String, String>>,
}

impl<'s, I: Intercept> FaultInjector<'s, I> {
    pub fn new(sandbox: &'s Sandbox, intercept: I) -> Self {
        Self {
            sandbox,
            intercept,
            crash: Crash::default(),
            exit_codes: BTreeMap::new(),
            commands: RefCell::default(),
        }
    }

    pub fn into_intercept(self) -> I {
        self.intercept
    }

    async fn change<T>(&self, name: &str, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        let fault = self.intercept.fault_for(name, true);
        self.call(name, fault, call).await
    }

    async fn read_call<T>(&self, name: &str, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
        let fault = self.intercept.fault_for(name, false);
        self.call(name, fault, call).await
    }

    /// A read that can be stale.
    async fn stale_read<T>(
        &self,
        name: &str,
        call: impl Future<Output = Result<Option<T>, ApiError>>,
    ) -> Result<Option<T>, ApiError> {
        match self.intercept.fault_for(name, false) {
            Some(Fault::StaleRead) => Ok(None),
            fault => self.call(name, fault, call).await,
        }
    }

    async fn call<T>(
        &self,
        name: &str,
        fault: Option<Fault>,
        call: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let Some(fault) = fault else {
            return call.await;
        };
        if fault.is_after() {
            // The response is lost.
            let _ = call.await;
        }
        match fault.error(name) {
            Some(error) => Err(error),
            None => self.crash.trigger().await,
        }
    }
}

impl<'s> FaultInjector<'s, NoFaults> {
    /// Makes the tasks with the given command exit with a code.
    pub fn with_exit_code(sandbox: &'s Sandbox, command: &'static str, code: i32) -> Self {
        Self {
            exit_codes: BTreeMap::from([(command, code)]),
            ..Self::new(sandbox, NoFaults)
        }
    }
}

impl<I: Intercept> Operations for FaultInjector<'_, I> {
    async fn start_task(&self, task: &OneOffTask) -> Result<String, ApiError> {
        let arn = self.change("start_task", self.sandbox.start_task(task)).await?;
        self.commands.borrow_mut().insert(arn.clone(), task.command.join(" "));
        Ok(arn)
    }

    async fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> Result<Vec<String>, ApiError> {
        self.read_call("tasks", self.sandbox.tasks(place, which)).await
    }

    async fn task(&self, place: &ClusterRef, arn: &str) -> Result<Option<TaskState>, ApiError> {
        let state = self.read_call("task", self.sandbox.task(place, arn)).await?;
        let commands = self.commands.borrow();
        let forced = commands
            .get(arn)
            .and_then(|command| self.exit_codes.get(command.as_str()));
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
        self.read_call("service", self.sandbox.service(place, arn)).await
    }

    async fn set_count(&self, place: &ClusterRef, arn: &str, count: u32) -> Result<(), ApiError> {
        self.change("set_count", self.sandbox.set_count(place, arn, count))
            .await
    }

    async fn reveal(&self, arn: &str) -> Result<SecretValue, ApiError> {
        self.read_call("reveal", self.sandbox.reveal(arn)).await
    }

    fn now(&self) -> i64 {
        self.sandbox.now()
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, ApiError> {
        self.read_call("read_log", self.sandbox.read_log(log, after)).await
    }

    async fn back_up(&self, backup: &Backup) -> Result<String, ApiError> {
        self.change("back_up", self.sandbox.back_up(backup)).await
    }

    async fn backup(&self, backup: &Backup, id: &str) -> Result<Progress, ApiError> {
        self.read_call("backup", self.sandbox.backup(backup, id)).await
    }

    async fn copies(&self, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
        self.read_call("copies", self.sandbox.copies(of)).await
    }

    async fn restored(&self, restore: &Restore) -> Result<Progress, ApiError> {
        self.read_call("restored", self.sandbox.restored(restore)).await
    }
}

impl<I: Intercept> Provider for FaultInjector<'_, I> {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, ApiError> {
        let call = self.sandbox.find(target, fields);
        self.stale_read(&format!("find {}", target.address), call).await
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
        self.stale_read(&format!("read {}", target.address), call).await
    }

    async fn tag(&self, target: &Target, id: &str, fields: &Value) -> Result<(), ApiError> {
        let call = self.sandbox.tag(target, id, fields);
        self.change(&format!("tag {}", target.address), call).await
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, ApiError> {
        let call = self.sandbox.delete(target, id, fields);
        self.change(&format!("delete {}", target.address), call).await
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, ApiError> {
        self.read_call(&format!("list {}", scope.kind.name), self.sandbox.list(scope))
            .await
    }

    async fn preflight(&self, question: &PreflightQuery) -> Result<PreflightAnswers, ApiError> {
        self.read_call("preflight", self.sandbox.preflight(question)).await
    }
}
