//! Running a task that ends by itself, and telling what it says meanwhile.

use super::failure::Ended;
use super::make::new_token;
use super::wait::Wait;
use super::{Executor, StepError, What};
use crate::journal::Journal;
use crate::kinds::ecs::CONTAINER;
use crate::kinds::moodle::Schema;
use crate::operations::{Line, Log, OneOff, Place, TaskState, Which, World};
use crate::plan::Node;
use crate::provider::{DEPLOYMENT_TAG, RESOURCE_TAG, STACK_TAG};
use crate::resource::Ref;
use crate::resource::id::TaskDefinitionArn;
use std::iter::repeat;
use std::time::Duration;

/// How often a task is started that ended for a reason which may pass.
const STARTS: u32 = 4;
/// How long to wait before it is started again.
const BETWEEN: Duration = Duration::from_secs(30);
/// How often a running task is looked at: what it says is to be read as it comes.
const LOOK: Duration = Duration::from_secs(3);
/// How often its log is read once it has ended: the last lines arrive after it has.
const LAST_LOOKS: usize = 3;

/// A task of the image, by the words that say what it does.
pub(super) struct Once<'s> {
    /// The task definition.
    pub(super) definition: &'s Ref<TaskDefinitionArn>,
    /// What the names of its log streams begin with.
    pub(super) prefix: &'static str,
    /// What the container is told to do.
    pub(super) words: &'static [&'static str],
    /// The exit codes that are answers.
    pub(super) answers: &'static [i32],
}

/// How a task ended.
struct End {
    exit: Option<i32>,
    reason: String,
    said: String,
}

impl<P: World> Executor<'_, P> {
    /// Runs a task until it gives an answer, and returns that. One that an earlier run has started is taken up.
    pub(super) async fn run_once(&self, node: &Node, schema: &Schema, once: &Once<'_>) -> Result<i32, StepError> {
        let mut starts = 0;
        loop {
            let end = self.run_to_end(node, schema, once).await?;
            starts += 1;
            match end.exit {
                Some(exit) if once.answers.contains(&exit) => return Ok(exit),
                Some(exit) if may_pass(exit) && starts < STARTS => {
                    let told = format!(
                        "`{}` ended with {exit}, and is run again in {} seconds",
                        once.words.join(" "),
                        BETWEEN.as_secs()
                    );
                    self.tell(node, What::Said(told));
                    self.pause(BETWEEN).await?;
                }
                exit => {
                    return Err(StepError::Task(Box::new(Ended {
                        words: once.words.join(" "),
                        exit,
                        reason: end.reason,
                        said: end.said,
                        group: schema.log_group.value().into(),
                    })));
                }
            }
        }
    }

    async fn run_to_end(&self, node: &Node, schema: &Schema, once: &Once<'_>) -> Result<End, StepError> {
        let deadline = node.kind.create.deadline();
        let place = place(schema);
        let arn = self.start(node, schema, once, &place).await?;
        let mut wait = self.wait_at(deadline, repeat(LOOK));
        let mut reading = Reading::new(&place, schema, once, &arn);
        loop {
            let state = self.call(node, deadline, async || self.provider.task(&place, &arn).await);
            let state = state.await?;
            self.read_on(node, &mut reading).await;
            let word = match state {
                Some(TaskState::Running(word)) => word,
                Some(TaskState::Stopped { exit, reason }) => {
                    return self.last_words(node, reading, exit, reason).await;
                }
                None => {
                    return Err(StepError::Failed(format!(
                        "ECS knows nothing of the task {arn} any more"
                    )));
                }
            };
            self.look_again(node, &mut wait, once, &word).await?;
        }
    }

    async fn look_again(&self, node: &Node, wait: &mut Wait, once: &Once<'_>, word: &str) -> Result<(), StepError> {
        let told = format!("`{}`, {word}", once.words.join(" "));
        self.wait_on(node, wait, told).await
    }

    async fn last_words(
        &self,
        node: &Node,
        mut reading: Reading,
        exit: Option<i32>,
        reason: String,
    ) -> Result<End, StepError> {
        // What never ran has said nothing.
        let looks = if exit.is_some() { LAST_LOOKS } else { 0 };
        for _ in 0..looks {
            self.pause(LOOK).await?;
            self.read_on(node, &mut reading).await;
        }
        Ok(End {
            exit,
            reason,
            said: reading.said,
        })
    }

    /// Starts the task, unless one that does the same is running.
    async fn start(&self, node: &Node, schema: &Schema, once: &Once<'_>, place: &Place) -> Result<String, StepError> {
        let deadline = node.kind.create.deadline();
        let stack = self.known(|journal| journal.stack.clone());
        // One of another revision is another image's, and what it answers says nothing of this one's.
        let revision = once.definition.value().rsplit(':').next().unwrap_or_default();
        let started_by = format!("moodle-stack/{stack}/{}/{revision}", once.words.join("-"));
        let which = Which::StartedBy(started_by.clone());
        let running = self.call(node, deadline, async || self.provider.tasks(place, &which).await);
        for arn in running.await? {
            let state = self.call(node, deadline, async || self.provider.task(place, &arn).await);
            if let Some(TaskState::Running(_)) = state.await? {
                return Ok(arn);
            }
        }
        let mut task = self.known(|journal| one_off(journal, schema, &node.address, started_by));
        task.task_definition = once.definition.value().into();
        task.command = once.words.iter().map(|word| (*word).into()).collect();
        self.call(node, deadline, async || self.provider.start_task(&task).await)
            .await
    }

    /// Tells the lines that have come since. That a log cannot be read ends nothing: the task's exit code says how it went.
    async fn read_on(&self, node: &Node, reading: &mut Reading) {
        loop {
            let page = self.provider.read_log(&reading.log, reading.next.as_deref()).await;
            let Ok(page) = page else { return };
            let is_end = page.lines.is_empty();
            for Line { text, .. } in page.lines {
                self.tell(node, What::Said(text.clone()));
                reading.said = text;
            }
            if page.next.is_some() {
                reading.next = page.next;
            }
            if is_end {
                return;
            }
        }
    }
}

/// Describes a task that runs where Moodle's others do; what it does is left open.
pub(super) fn one_off(journal: &Journal, schema: &Schema, address: &str, started_by: String) -> OneOff {
    let tags = [
        (STACK_TAG, journal.stack.clone()),
        (RESOURCE_TAG, address.to_owned()),
        (DEPLOYMENT_TAG, journal.deployment.to_string()),
    ];
    OneOff {
        place: place(schema),
        task_definition: String::new(),
        subnets: schema.subnets.iter().map(|one| one.value().into()).collect(),
        groups: schema.groups.iter().map(|one| one.value().into()).collect(),
        command: Vec::new(),
        token: new_token(&[&started_by]),
        started_by,
        tags: tags.map(|(key, value)| (key.to_owned(), value)).into(),
        entered: false,
    }
}

/// Returns the cluster that tasks run on.
pub(super) fn place(schema: &Schema) -> Place {
    let cluster = schema.cluster.value();
    Place {
        // An ARN has the region in its fourth part.
        region: cluster.split(':').nth(3).unwrap_or_default().into(),
        cluster: cluster.into(),
    }
}

/// How far the log of a task has been read.
struct Reading {
    log: Log,
    next: Option<String>,
    /// The last line.
    said: String,
}

impl Reading {
    fn new(place: &Place, schema: &Schema, once: &Once<'_>, arn: &str) -> Self {
        let id = arn.rsplit('/').next().unwrap_or_default();
        Self {
            log: Log {
                region: place.region.clone(),
                group: schema.log_group.value().into(),
                stream: format!("{}/{CONTAINER}/{id}", once.prefix),
                since: 0,
            },
            next: None,
            said: String::new(),
        }
    }
}

/// Tells whether the image says by an exit code that the same may work later: another task was at it, the database did not
/// answer, Moodle's script failed, or it was told to stop.
fn may_pass(exit: i32) -> bool {
    matches!(exit, 69 | 70 | 75 | 143)
}
