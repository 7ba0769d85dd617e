//! Bringing Moodle's tables into being, and to the version of the code.
//!
//! What is to be done only the code can say, against the database, so that the plan says "upgrade" and these steps ask: a
//! task of the new image says whether an upgrade is pending and whether it needs maintenance mode. Where it does, the
//! maintenance page goes up, cron is held, and the database and the files are copied before anything is changed. The page
//! comes down when all of the deployment has succeeded.

use super::make::new_token;
use super::standing::standing;
use super::task::{Once, place};
use super::{Executor, Failure, StepError, What};
use crate::blueprint::{CRON, SCHEMA, SERVICE};
use crate::journal::{Entry, Step, Upgrade};
use crate::kinds::moodle::{BringIn, Schema};
use crate::operations::{Backup, Progress, Restore, Source, TaskState, Which, World};
use crate::plan::{Node, Work};
use crate::provider::{ApiError, ApiErrorKind, RESOURCE_TAG, STACK_TAG};
use crate::resource::Kind as _;
use crate::timestamp::timestamp;
use serde_json::Value;
use std::collections::BTreeSet;
use std::iter::repeat;
use std::time::Duration;

/// `install` found a site of older code; `pending` says that an upgrade needs no maintenance mode.
const PENDING: i32 = 10;
/// `pending` says that the upgrade needs maintenance mode.
const NEEDS_MAINTENANCE: i32 = 11;
/// `maintenance hold` found a page that somebody else has put up.
const NOT_OURS: i32 = 3;
/// `maintenance hold` found the page that an earlier one has put up.
const WAS_HELD: i32 = 4;
/// For how long after the schedule is held a run of cron may still begin: Scheduler is exact to a minute,
/// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>.
const STILL_BEGINS: Duration = Duration::from_mins(1);

impl<P: World> Executor<'_, P> {
    /// Does what must be done before the tables of a site count as being of a version.
    pub(super) async fn before_schema(&self, node: &Node, fields: &Value) -> Result<(), StepError> {
        let schema = read(fields)?;
        let is_there = self.known(|journal| {
            let entry = journal.resources.get(&node.address);
            entry.is_some_and(|entry| !entry.outputs.is_empty())
        });
        if is_there && !matches!(node.work, Work::Create(_)) {
            return self.upgrade(node, &schema).await;
        }
        if let Some(bring_in) = &schema.bring_in {
            self.bring_in(node, &schema, bring_in).await?;
        }
        let install = Once {
            definition: &schema.install,
            prefix: "install",
            words: &["install"],
            answers: &[0, PENDING],
        };
        if self.run_once(node, &schema, &install).await? == PENDING {
            self.upgrade(node, &schema).await?;
        }
        if schema.bring_in.is_some() {
            // A copy that an upgrade has made holds its maintenance page.
            self.one_word(node, &schema, &["maintenance", "release"], &[0]).await?;
        }
        Ok(())
    }

    /// Brings the files of another stack in, before anything of this one mounts the folder that they come to lie in.
    async fn bring_in(&self, node: &Node, schema: &Schema, bring_in: &BringIn) -> Result<(), StepError> {
        let deadline = node.kind.create.deadline();
        let restore = Restore {
            region: place(schema).region,
            file_system: bring_in.file_system.value().into(),
        };
        let mut wait = self.wait(deadline);
        loop {
            let progress = self.call(node, deadline, async || self.provider.restored(&restore).await);
            let word = match progress.await? {
                Progress::Done(_) => break,
                Progress::Failed(cause) => {
                    return Err(StepError::Failed(format!(
                        "the files were not restored, so that the stack is to be destroyed, and restored anew: {cause}"
                    )));
                }
                Progress::Running(word) => word,
            };
            self.wait_on(node, &mut wait, format!("the files to be restored, {word}"))
                .await?;
        }
        let adopt = Once {
            definition: &bring_in.adopt,
            prefix: "adopt",
            words: &["adopt"],
            answers: &[0],
        };
        self.run_once(node, schema, &adopt).await.map(|_| ())
    }

    async fn upgrade(&self, node: &Node, schema: &Schema) -> Result<(), StepError> {
        let answers: &[i32] = &[0, PENDING, NEEDS_MAINTENANCE];
        let verdict = self.one_word(node, schema, &["pending"], answers).await?;
        if verdict == 0 {
            return Ok(());
        }
        self.record(|journal| {
            let before = journal.resources.get(&node.address).map(|entry| &entry.fields);
            // Of tables that the journal is only about to know, it does not know what they were.
            let before = before.filter(|_| !matches!(node.work, Work::Create(_)));
            let text = |field: &str| {
                let text = before.and_then(|fields| fields[field].as_str());
                text.unwrap_or_default().to_owned()
            };
            let (version, image) = (text("version"), text("image"));
            journal.upgrade.get_or_insert_with(|| Upgrade {
                version,
                image,
                ..Upgrade::default()
            });
        })
        .await?;
        self.hold_cron(node, schema).await?;
        if verdict == NEEDS_MAINTENANCE {
            self.note(|upgrade| upgrade.maintenance = true).await?;
            let held = self.one_word(node, schema, &["maintenance", "hold"], &[0, NOT_OURS, WAS_HELD]);
            let is_new = held.await? != WAS_HELD;
            if is_new || self.known(|journal| journal.upgrade.as_ref().is_none_or(|upgrade| upgrade.name.is_empty())) {
                // Until now people could work, or somebody else has the page in hand: an earlier copy may be too old.
                self.begin_copies().await?;
            }
            self.copy_all(node, schema).await?;
        }
        let upgraded = self.one_word(node, schema, &["upgrade"], &[0]).await;
        upgraded.map(|_| ()).map_err(|trouble| match trouble {
            StepError::Task(task) => StepError::Upgrade {
                task,
                record: Box::new(self.known(|journal| journal.upgrade.clone().unwrap_or_default())),
            },
            other => other,
        })
    }

    /// Opens the site again after an upgrade: takes the page down that it has put up, and lets cron run.
    pub(super) async fn reopen(&self) -> Result<(), (Node, StepError)> {
        let Some((upgrade, entry)) = self.known(|journal| {
            let is_ready = |address: &str| journal.resources.get(address).filter(|entry| entry.step == Step::Ready);
            // Not before the new tasks serve the site, whatever else has succeeded.
            let entry = is_ready(SCHEMA).cloned().filter(|_| is_ready(SERVICE).is_some());
            journal.upgrade.clone().zip(entry)
        }) else {
            return Ok(());
        };
        let node = standing(&entry, &Schema::INFO);
        let reopen = async {
            let schema = read(&entry.fields)?;
            if upgrade.maintenance {
                self.one_word(&node, &schema, &["maintenance", "release"], &[0]).await?;
            }
            self.set_cron(&node, true).await?;
            self.record(|journal| journal.upgrade = None).await
        };
        reopen.await.map_err(|trouble| (node.clone(), trouble))
    }

    pub(super) async fn one_word(
        &self,
        node: &Node,
        schema: &Schema,
        words: &'static [&'static str],
        answers: &'static [i32],
    ) -> Result<i32, StepError> {
        let once = Once {
            definition: &schema.upgrade,
            prefix: "upgrade",
            words,
            answers,
        };
        self.run_once(node, schema, &once).await
    }

    /// Lets no new run of cron begin, and waits until none is at work.
    async fn hold_cron(&self, node: &Node, schema: &Schema) -> Result<(), StepError> {
        let Some(family) = self.set_cron(node, false).await? else {
            return Ok(());
        };
        let deadline = node.kind.create.deadline();
        let place = place(schema);
        let which = Which::Family(family);
        let mut wait = self.wait_at(deadline, repeat(Duration::from_secs(5)));
        // What was asked to stop leaves the list at once, and its container goes on for a while.
        let mut stopping: BTreeSet<String> = BTreeSet::new();
        loop {
            let running = self.call(node, deadline, async || self.provider.tasks(&place, &which).await);
            for task in running.await? {
                if !stopping.contains(&task) {
                    let why = "Moodle is being upgraded";
                    let stop = async || self.provider.stop_task(&place, &task, why).await;
                    self.call(node, deadline, stop).await?;
                    stopping.insert(task);
                }
            }
            for task in stopping.clone() {
                let state = self.call(node, deadline, async || self.provider.task(&place, &task).await);
                if !matches!(state.await?, Some(TaskState::Running(_))) {
                    stopping.remove(&task);
                }
            }
            if stopping.is_empty() && self.waited(&wait) >= STILL_BEGINS {
                return Ok(());
            }
            self.wait_on(node, &mut wait, "cron to stop".into()).await?;
        }
    }

    /// Holds the schedule of cron, or lets it go on. Returns the family of its tasks, if there is a schedule yet.
    async fn set_cron(&self, node: &Node, enabled: bool) -> Result<Option<String>, StepError> {
        let Some(entry) = self.known(|journal| journal.resources.get(CRON).cloned()) else {
            return Ok(None);
        };
        let Some(id) = &entry.id else { return Ok(None) };
        let target = self.target(node, &entry)?;
        let mut fields = entry.fields.clone();
        fields["enabled"] = enabled.into();
        let changed = ["enabled".to_owned()];
        let set = async || self.provider.configure(&target, id, &fields, &changed).await;
        self.call(node, target.kind.create.deadline(), set).await?;
        let task = fields["task_definition"].as_str().unwrap_or_default();
        let family = task.rsplit('/').next().and_then(|family| family.split(':').next());
        Ok(family.map(str::to_owned))
    }

    /// Forgets earlier copies, and names the next ones as no other copy is named.
    async fn begin_copies(&self) -> Result<(), StepError> {
        let token = new_token(&[SCHEMA]);
        let stack = self.known(|journal| journal.stack.clone());
        self.note(|upgrade| {
            upgrade.name = format!("{stack}-upgrade-{}-{}", timestamp(), &token[..4]);
            upgrade.database = None;
            upgrade.files = None;
        })
        .await
    }

    /// Changes the record of the upgrade that is under way.
    async fn note(&self, change: impl FnOnce(&mut Upgrade)) -> Result<(), StepError> {
        self.record(|journal| {
            if let Some(upgrade) = &mut journal.upgrade {
                change(upgrade);
            }
        })
        .await
    }

    /// Copies what is not copied yet. A copy that AWS has failed at is never taken up again: the next try makes another.
    async fn copy_all(&self, node: &Node, schema: &Schema) -> Result<(), StepError> {
        let copied = self.copy_missing(node, schema).await;
        if let Err(StepError::Failed(_)) = &copied {
            self.begin_copies().await?;
        }
        copied
    }

    /// Copies the database, and then the files: what the database names is in files that were there before it, and Moodle
    /// deletes none of them for days: <https://docs.moodle.org/502/en/Site_backup>.
    async fn copy_missing(&self, node: &Node, schema: &Schema) -> Result<(), StepError> {
        let Some(upgrade) = self.known(|journal| journal.upgrade.clone()) else {
            return Ok(());
        };
        if upgrade.database.is_none() {
            let arn = self.copy(node, &upgrade.name, schema, database_of(schema)).await?;
            self.note(|upgrade| upgrade.database = Some(arn)).await?;
        }
        if upgrade.files.is_none() {
            let arn = self.copy(node, &upgrade.name, schema, files_of(schema)).await?;
            self.note(|upgrade| upgrade.files = Some(arn)).await?;
        }
        Ok(())
    }

    /// Copies the database and the files of a stack that stands, and returns the ARNs of the copies.
    pub async fn back_up(&self, entry: &Entry, name: &str) -> Result<(String, String), Failure> {
        let node = standing(entry, &Schema::INFO);
        let copied = async {
            let schema = read(&entry.fields)?;
            let database = self.copy(&node, name, &schema, database_of(&schema)).await?;
            let files = self.copy(&node, name, &schema, files_of(&schema)).await?;
            Ok((database, files))
        };
        copied.await.map_err(|trouble| Failure::of(&node, trouble))
    }

    /// Copies a database or a file system, and waits until the copy is whole.
    async fn copy(&self, node: &Node, name: &str, schema: &Schema, of: Source) -> Result<String, StepError> {
        let deadline = node.kind.create.deadline();
        let stack = self.known(|journal| journal.stack.clone());
        let what = match &of {
            Source::Files { .. } => "a copy of the files",
            Source::Instance(_) | Source::Cluster(_) => "a snapshot of the database",
        };
        let backup = Backup {
            region: place(schema).region,
            of,
            name: name.into(),
            tags: vec![
                (STACK_TAG.into(), stack),
                (RESOURCE_TAG.into(), "backup".into()),
                ("Name".into(), name.into()),
            ],
        };
        let id = self.call(node, deadline, async || self.provider.back_up(&backup).await);
        let id = id.await?;
        let mut wait = self.wait(deadline);
        loop {
            let progress = self.call(node, deadline, async || self.provider.backup(&backup, &id).await);
            let word = match progress.await? {
                Progress::Done(arn) => {
                    self.tell(node, What::Said(format!("{what} is made: {arn}")));
                    return Ok(arn);
                }
                Progress::Failed(cause) => return Err(StepError::Failed(format!("{what} failed: {cause}"))),
                Progress::Running(word) => word,
            };
            self.wait_on(node, &mut wait, format!("{what}, {word}")).await?;
        }
    }
}

fn database_of(schema: &Schema) -> Source {
    let id = schema.database.value().to_owned();
    if schema.clustered {
        Source::Cluster(id)
    } else {
        Source::Instance(id)
    }
}

fn files_of(schema: &Schema) -> Source {
    Source::Files {
        arn: schema.file_system.value().into(),
        vault: schema.vault.value().into(),
        role: schema.backup_role.value().into(),
    }
}

/// Tells whether a step is on Moodle's tables.
pub(super) fn is_schema(node: &Node) -> bool {
    node.kind.name == Schema::INFO.name
}

pub(super) fn read(fields: &Value) -> Result<Schema, StepError> {
    serde::Deserialize::deserialize(fields)
        .map_err(|error| ApiError::new(ApiErrorKind::Internal, Schema::INFO.name, "Fields", error.to_string()).into())
}
