//! Runs a one-off task of the image, and reports its log as it arrives.

use super::context::Context;
use super::error::{StepError, TaskEnd};
use super::event::EventKind;
use super::subject::Subject;
use super::wait::Wait;
use crate::journal::Journal;
use crate::kinds::ecs::CONTAINER;
use crate::kinds::moodle::Schema;
use crate::operations::{Cloud, ClusterRef, Line, Log, OneOffTask, TaskFilter, TaskState};
use crate::provider::{DEPLOYMENT_TAG, RESOURCE_TAG, STACK_TAG};
use crate::resource::id::TaskDefinitionArn;
use crate::resource::{Kind as _, Ref};
use crate::retry::creation_lag;
use crate::token::client_token;
use serde_json::Value;
use std::iter::repeat;
use std::time::Duration;

/// How often a task is started if it ends for a temporary reason.
const STARTS: u32 = 4;
/// The pause before it is started again.
const BETWEEN: Duration = Duration::from_secs(30);
/// The interval for polling a running task, so that its log is read as it arrives.
const LOOK: Duration = Duration::from_secs(3);
/// How often its log is read after it has ended: the last lines arrive late.
const LAST_LOOKS: usize = 3;

/// A command of the image, and the task definition that runs it.
pub(super) struct Command<'s> {
    pub(super) definition: &'s Ref<TaskDefinitionArn>,
    /// The prefix of the names of its log streams.
    pub(super) prefix: &'static str,
    pub(super) words: &'static [&'static str],
    /// The exit codes that are answers.
    pub(super) answers: &'static [i32],
}

impl<'s> Command<'s> {
    /// Returns a command of the task definition that upgrades.
    pub(super) fn of_upgrade(schema: &'s Schema, words: &'static [&'static str], answers: &'static [i32]) -> Self {
        Self {
            definition: &schema.upgrade,
            prefix: "upgrade",
            words,
            answers,
        }
    }

    fn text(&self) -> String {
        self.words.join(" ")
    }
}

/// How one run of a task ended.
struct End {
    exit: Option<i32>,
    reason: String,
    last_line: String,
}

/// Reads the fields of Moodle's tables.
pub(super) fn read_schema(fields: &Value) -> Result<Schema, StepError> {
    serde::Deserialize::deserialize(fields)
        .map_err(|error| StepError::internal_at(&Schema::INFO, "Fields", &error.to_string()))
}

/// Runs a command until its exit code is an answer, and returns the exit code. A task that an interrupted run started
/// is continued.
pub(super) async fn run<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    schema: &Schema,
    command: &Command<'_>,
) -> Result<i32, StepError> {
    let mut starts = 0;
    loop {
        let end = run_to_end(cx, subject, schema, command).await?;
        starts += 1;
        match end.exit {
            Some(exit) if command.answers.contains(&exit) => return Ok(exit),
            Some(exit) if may_pass(exit) && starts < STARTS => {
                let text = format!(
                    "`{}` ended with {exit}, and is run again in {} seconds",
                    command.text(),
                    BETWEEN.as_secs()
                );
                cx.report(subject, EventKind::Said(text));
                cx.pause(BETWEEN).await?;
            }
            exit => {
                return Err(StepError::Task(Box::new(TaskEnd {
                    words: command.text(),
                    exit,
                    reason: end.reason,
                    last_line: end.last_line,
                    group: schema.log_group.value().into(),
                })));
            }
        }
    }
}

async fn run_to_end<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    schema: &Schema,
    command: &Command<'_>,
) -> Result<End, StepError> {
    let deadline = subject.deadline();
    let place = place(schema);
    let arn = start(cx, subject, schema, command, &place).await?;
    let lag = creation_lag(subject.kind);
    let mut wait = Wait::with_pauses(cx, deadline, repeat(LOOK));
    let mut log = LogReader::new(&place, schema, command, &arn);
    loop {
        let look = async || cx.provider.task(&place, &arn).await;
        let state = cx.read(subject, deadline, look).await?;
        log.read_on(cx, subject).await;
        let word = match state {
            Some(TaskState::Running(word)) => word,
            Some(TaskState::Stopped { exit, reason }) => {
                // A task that never ran has no log.
                let looks = if exit.is_some() { LAST_LOOKS } else { 0 };
                for _ in 0..looks {
                    cx.pause(LOOK).await?;
                    log.read_on(cx, subject).await;
                }
                return Ok(End {
                    exit,
                    reason,
                    last_line: log.last_line,
                });
            }
            // ECS may not show it yet: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
            None if wait.elapsed(cx) < lag => "which ECS does not show yet".into(),
            None => {
                return Err(StepError::Failed(format!("ECS no longer knows the task {arn}")));
            }
        };
        let waiting_for = format!("`{}`, {word}", command.text());
        wait.next(cx, subject, waiting_for).await?;
    }
}

/// Starts the task, unless a task that does the same is running.
async fn start<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    schema: &Schema,
    command: &Command<'_>,
    place: &ClusterRef,
) -> Result<String, StepError> {
    let deadline = subject.deadline();
    let stack = cx.journal(|journal| journal.stack.clone());
    // A task of another revision runs another image, so its answer is not about this image.
    let revision = command.definition.value().rsplit(':').next().unwrap_or_default();
    let started_by = format!("moodle-stack/{stack}/{}/{revision}", command.words.join("-"));
    let which = TaskFilter::StartedBy(started_by.clone());
    let running = cx.read(subject, deadline, async || cx.provider.tasks(place, &which).await);
    for arn in running.await? {
        let state = cx.read(subject, deadline, async || cx.provider.task(place, &arn).await);
        // ECS may list a task before it shows the task's state.
        if let Some(TaskState::Running(_)) | None = state.await? {
            return Ok(arn);
        }
    }
    let mut task = cx.journal(|journal| one_off(journal, schema, &subject.address, started_by));
    task.task_definition = command.definition.value().into();
    task.command = command.words.iter().map(|word| (*word).into()).collect();
    cx.call(subject, deadline, async || cx.provider.start_task(&task).await)
        .await
}

/// Describes a task in the network of Moodle's other tasks, without a task definition and a command.
pub(super) fn one_off(journal: &Journal, schema: &Schema, address: &str, started_by: String) -> OneOffTask {
    let tags = [
        (STACK_TAG, journal.stack.clone()),
        (RESOURCE_TAG, address.to_owned()),
        (DEPLOYMENT_TAG, journal.deployment.to_string()),
    ];
    OneOffTask {
        place: place(schema),
        task_definition: String::new(),
        subnets: schema.subnets.iter().map(|one| one.value().into()).collect(),
        groups: schema.groups.iter().map(|one| one.value().into()).collect(),
        command: Vec::new(),
        token: client_token(&[&started_by]),
        started_by,
        tags: tags.map(|(key, value)| (key.to_owned(), value)).into(),
        entered: false,
    }
}

/// Returns the cluster that tasks run on.
pub(super) fn place(schema: &Schema) -> ClusterRef {
    let cluster = schema.cluster.value();
    ClusterRef {
        // The fourth part of an ARN is its region.
        region: cluster.split(':').nth(3).unwrap_or_default().into(),
        cluster: cluster.into(),
    }
}

/// Reads the log of a task as it arrives.
struct LogReader {
    log: Log,
    next: Option<String>,
    last_line: String,
}

impl LogReader {
    fn new(place: &ClusterRef, schema: &Schema, command: &Command<'_>, arn: &str) -> Self {
        let id = arn.rsplit('/').next().unwrap_or_default();
        Self {
            log: Log {
                region: place.region.clone(),
                group: schema.log_group.value().into(),
                stream: format!("{}/{CONTAINER}/{id}", command.prefix),
                since: 0,
            },
            next: None,
            last_line: String::new(),
        }
    }

    /// Reports the lines that have arrived since the last call. A log that cannot be read is not an error: the task's
    /// exit code shows how it ended.
    async fn read_on<P: Cloud>(&mut self, cx: &Context<'_, P>, subject: &Subject) {
        loop {
            let page = cx.provider.read_log(&self.log, self.next.as_deref()).await;
            let Ok(page) = page else { return };
            let is_end = page.lines.is_empty();
            for Line { text, .. } in page.lines {
                cx.report(subject, EventKind::Said(text.clone()));
                self.last_line = text;
            }
            if page.next.is_some() {
                self.next = page.next;
            }
            if is_end {
                return;
            }
        }
    }
}

/// Returns whether an exit code means that the same command may succeed later: another task was running it, the
/// database did not answer, Moodle's script failed, or the task was stopped.
fn may_pass(exit: i32) -> bool {
    matches!(exit, 69 | 70 | 75 | 143)
}
