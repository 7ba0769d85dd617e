//! A provider in front of the sandbox: the deployer dies at a call, or a task ends otherwise than the sandbox would have it.

use moodle_stack::model::rules::live::{Known, Question};
use moodle_stack::operations::{
    Backup, Copies, Copy, Entrance, Log, OneOff, Operations, Page, Place, Progress, Restore, ServiceState, TaskState,
    Which,
};
use moodle_stack::provider::{Deletion, Fault, Live, Owned, Provider, Scope, Target};
use moodle_stack::sandbox::Sandbox;
use moodle_stack::secret::SecretValue;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use tokio::sync::Notify;

/// When the deployer dies.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// Before AWS hears of the call.
    Before,
    /// After AWS has done what the call asks for, before the answer is heard.
    After,
}

/// A provider in front of the sandbox.
pub struct Front {
    sandbox: Sandbox,
    left: Cell<usize>,
    moment: Moment,
    pub died: Cell<bool>,
    pub death: Notify,
    /// What a task that is told so ends with.
    exits: BTreeMap<&'static str, i32>,
    told: RefCell<BTreeMap<String, String>>,
}

impl Front {
    /// Never answers the `n`th call that changes something.
    pub fn dying(sandbox: Sandbox, n: usize, moment: Moment) -> Self {
        Self {
            sandbox,
            left: Cell::new(n),
            moment,
            died: Cell::new(false),
            death: Notify::new(),
            exits: BTreeMap::new(),
            told: RefCell::default(),
        }
    }

    /// Lets the tasks that are told some words end with a code.
    pub fn ending(sandbox: Sandbox, words: &'static str, exit: i32) -> Self {
        Self {
            exits: BTreeMap::from([(words, exit)]),
            ..Self::dying(sandbox, 0, Moment::Before)
        }
    }

    async fn pass<T>(&self, call: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        if left != 1 {
            return call.await;
        }
        self.died.set(true);
        if let Moment::After = self.moment {
            // Whatever the answer is, nobody hears it.
            let _ = call.await;
        }
        self.death.notify_one();
        std::future::pending().await
    }
}

impl Operations for Front {
    async fn start_task(&self, task: &OneOff) -> Result<String, Fault> {
        let arn = self.pass(self.sandbox.start_task(task)).await?;
        self.told.borrow_mut().insert(arn.clone(), task.command.join(" "));
        Ok(arn)
    }

    async fn tasks(&self, place: &Place, which: &Which) -> Result<Vec<String>, Fault> {
        self.sandbox.tasks(place, which).await
    }

    async fn task(&self, place: &Place, arn: &str) -> Result<Option<TaskState>, Fault> {
        let state = self.sandbox.task(place, arn).await?;
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

    async fn stop_task(&self, place: &Place, arn: &str, why: &str) -> Result<(), Fault> {
        self.pass(self.sandbox.stop_task(place, arn, why)).await
    }

    async fn enter(&self, place: &Place, arn: &str, command: &str) -> Result<Entrance, Fault> {
        self.pass(self.sandbox.enter(place, arn, command)).await
    }

    async fn service(&self, place: &Place, arn: &str) -> Result<Option<ServiceState>, Fault> {
        self.sandbox.service(place, arn).await
    }

    async fn set_count(&self, place: &Place, arn: &str, count: u32) -> Result<(), Fault> {
        self.pass(self.sandbox.set_count(place, arn, count)).await
    }

    async fn reveal(&self, arn: &str) -> Result<SecretValue, Fault> {
        self.sandbox.reveal(arn).await
    }

    fn now(&self) -> i64 {
        self.sandbox.now()
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, Fault> {
        self.sandbox.read_log(log, after).await
    }

    async fn back_up(&self, backup: &Backup) -> Result<String, Fault> {
        self.pass(self.sandbox.back_up(backup)).await
    }

    async fn backup(&self, backup: &Backup, id: &str) -> Result<Progress, Fault> {
        self.sandbox.backup(backup, id).await
    }

    async fn copies(&self, of: &Copies) -> Result<Vec<Copy>, Fault> {
        self.sandbox.copies(of).await
    }

    async fn restored(&self, restore: &Restore) -> Result<Progress, Fault> {
        self.sandbox.restored(restore).await
    }
}

impl Provider for Front {
    async fn find(&self, target: &Target, fields: &Value) -> Result<Option<String>, Fault> {
        self.sandbox.find(target, fields).await
    }

    async fn create(&self, target: &Target, fields: &Value) -> Result<String, Fault> {
        self.pass(self.sandbox.create(target, fields)).await
    }

    async fn configure(&self, target: &Target, id: &str, fields: &Value, changed: &[String]) -> Result<(), Fault> {
        self.pass(self.sandbox.configure(target, id, fields, changed)).await
    }

    async fn read(&self, target: &Target, id: &str, fields: &Value) -> Result<Option<Live>, Fault> {
        self.sandbox.read(target, id, fields).await
    }

    async fn delete(&self, target: &Target, id: &str, fields: &Value) -> Result<Deletion, Fault> {
        self.pass(self.sandbox.delete(target, id, fields)).await
    }

    async fn list(&self, scope: &Scope<'_>) -> Result<Vec<Owned>, Fault> {
        self.sandbox.list(scope).await
    }

    async fn know(&self, question: &Question) -> Result<Known, Fault> {
        self.sandbox.know(question).await
    }
}
