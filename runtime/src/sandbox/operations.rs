//! The sandbox's tasks, logs and backups.

use super::Sandbox;
use super::moodle::{PLACING, Task, seconds};
use super::world::{Copied, Thing, World};
use crate::operations::{
    Backup, BackupFilter, ClusterRef, Line, Log, OneOffTask, Operations, Page, Progress, RecoveryPoint, Restore,
    ServiceState, ShellState, Source, TaskFilter, TaskState,
};
use crate::provider::{ApiError, ApiErrorKind, STACK_TAG};
use crate::resource::Kind as _;
use crate::resource::backup::Vault;
use crate::resource::ecs::CONTAINER;
use crate::secret::SecretValue;
use sha2::{Digest as _, Sha256};

/// Where the sandbox's time begins, in milliseconds since 1970: the first of January 2026.
const EPOCH: i64 = 1_767_225_600_000;
/// Seconds that a copy takes: RDS's snapshots of small databases take minutes.
pub(super) const COPYING: f64 = 240.0;

fn missing(call: &str, what: &str) -> ApiError {
    ApiError::new(
        ApiErrorKind::NotFound,
        call,
        "NotFound",
        format!("{what} does not exist"),
    )
}

impl Operations for Sandbox {
    async fn start_task(&self, task: &OneOffTask) -> Result<String, ApiError> {
        const CALL: &str = "ecs:RunTask";
        self.change(CALL, |world| {
            if let Some((arn, _)) = world.tasks.iter().find(|(_, known)| known.token == task.token) {
                return Ok(arn.clone());
            }
            let cluster = world.with("AWS::ECS::Cluster", &task.place.cluster);
            let account = cluster.ok_or_else(|| missing(CALL, "the cluster"))?.account.clone();
            let definition = world.with("AWS::ECS::TaskDefinition", &task.task_definition);
            let definition = definition.ok_or_else(|| missing(CALL, "the task definition"))?.clone();
            world.count += 1;
            let id = hex::encode(&Sha256::digest(world.count.to_be_bytes())[..16]);
            let name = cluster_name(&task.place.cluster).to_owned();
            let arn = format!("arn:aws:ecs:{}:{account}:task/{name}/{id}", task.place.region);
            let command = match task.command.as_slice() {
                [] => {
                    let words = definition.fields["command"].as_array();
                    let words = words.into_iter().flatten().filter_map(|word| word.as_str());
                    words.map(str::to_owned).collect()
                }
                words => words.to_vec(),
            };
            let from = world.now + PLACING;
            let task = Task {
                account,
                cluster: task.place.cluster.clone(),
                family: definition.name.clone(),
                started_by: task.started_by.clone(),
                token: task.token.clone(),
                stream: format!("{}/{CONTAINER}/{id}", definition.text("log_prefix")),
                until: from + seconds(&command),
                definition: definition.fields,
                command,
                from,
                exit: None,
            };
            world.tasks.insert(arn.clone(), task);
            Ok(arn)
        })
    }

    async fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> Result<Vec<String>, ApiError> {
        Ok(self.look(|world| {
            let running = world.tasks.iter().filter(|(_, task)| task.exit.is_none());
            let here = running.filter(|(_, task)| task.cluster == place.cluster);
            let meant = here.filter(|(_, task)| match which {
                TaskFilter::Family(family) => task.family == *family,
                TaskFilter::StartedBy(one) => task.started_by == *one,
            });
            meant.map(|(arn, _)| arn.clone()).collect()
        }))
    }

    async fn task(&self, _place: &ClusterRef, arn: &str) -> Result<Option<TaskState>, ApiError> {
        Ok(self.look(|world| {
            let task = world.tasks.get(arn)?;
            Some(match task.exit {
                None if world.now < task.from => TaskState::Running("PROVISIONING".into()),
                None => TaskState::Running("RUNNING".into()),
                exit => TaskState::Stopped {
                    exit,
                    reason: "Essential container in task exited".into(),
                },
            })
        }))
    }

    async fn stop_task(&self, _place: &ClusterRef, arn: &str, _why: &str) -> Result<(), ApiError> {
        self.change("ecs:StopTask", |world| {
            if let Some(task) = world.tasks.get_mut(arn)
                && task.exit.is_none()
            {
                task.exit = Some(143);
                task.until = world.now;
            }
            Ok(())
        })
    }

    async fn enter(&self, _place: &ClusterRef, _arn: &str, _command: &str) -> Result<ShellState, ApiError> {
        Ok(ShellState::Unavailable("no container runs in the sandbox".into()))
    }

    async fn service(&self, _place: &ClusterRef, arn: &str) -> Result<Option<ServiceState>, ApiError> {
        Ok(self.look(|world| world.service(arn)))
    }

    async fn set_count(&self, _place: &ClusterRef, arn: &str, count: u32) -> Result<(), ApiError> {
        const CALL: &str = "ecs:UpdateService";
        self.change(CALL, |world| {
            if world.set_count(arn, count) {
                Ok(())
            } else {
                Err(missing(CALL, "the service"))
            }
        })
    }

    async fn reveal(&self, arn: &str) -> Result<SecretValue, ApiError> {
        Err(missing("secretsmanager:GetSecretValue", &format!("a value of {arn}")))
    }

    fn now(&self) -> i64 {
        self.look(|world| millis(world.now))
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, ApiError> {
        self.refresh();
        let skipped = after.and_then(|after| after.parse().ok()).unwrap_or(0);
        Ok(self.look(|world| {
            let lines: Vec<Line> = world
                .lines
                .iter()
                .filter(|(group, _)| *group == log.group)
                .map(|(_, line)| line)
                .filter(|line| line.stream.starts_with(&log.stream) && line.at >= log.since)
                .skip(skipped)
                .cloned()
                .collect();
            Page {
                next: Some((skipped + lines.len()).to_string()),
                lines,
            }
        }))
    }

    async fn back_up(&self, backup: &Backup) -> Result<String, ApiError> {
        self.change("Backup", |world| {
            let (kind, id) = match &backup.of {
                Source::Instance(id) => ("AWS::RDS::DBInstance", id),
                Source::Cluster(id) => ("AWS::RDS::DBCluster", id),
                Source::Files { arn, .. } => ("AWS::EFS::FileSystem", arn),
            };
            let thing = world.with(kind, id).ok_or_else(|| missing("Backup", id))?;
            let account = thing.account.clone();
            let vault = match &backup.of {
                Source::Files { vault, .. } => {
                    let is_it = |thing: &&Thing| thing.name == *vault && thing.region == backup.region;
                    let found = world.of(Vault::INFO.name).find(is_it);
                    found
                        .ok_or_else(|| missing("Backup", vault))?
                        .outputs
                        .get("arn")
                        .cloned()
                }
                Source::Instance(_) | Source::Cluster(_) => None,
            };
            let (region, name) = (&backup.region, &backup.name);
            let (arn, holds) = match &backup.of {
                Source::Instance(id) => (
                    format!("arn:aws:rds:{region}:{account}:snapshot:{name}"),
                    world.sites.get(id).cloned(),
                ),
                Source::Cluster(id) => (
                    format!("arn:aws:rds:{region}:{account}:cluster-snapshot:{name}"),
                    world.sites.get(id).cloned(),
                ),
                Source::Files { .. } => (format!("arn:aws:backup:{region}:{account}:recovery-point:{name}"), None),
            };
            let tree = thing.outputs.get("id").and_then(|id| world.trees.get(id)).cloned();
            let copy = Copied {
                of: id.clone(),
                until: world.now + COPYING,
                site: holds,
                tree,
                vault,
                tags: backup.tags.iter().cloned().collect(),
            };
            world.copies.entry(arn.clone()).or_insert(copy);
            Ok(arn)
        })
    }

    async fn backup(&self, _backup: &Backup, id: &str) -> Result<Progress, ApiError> {
        Ok(self.look(|world| match world.copies.get(id) {
            Some(copy) if copy.until <= world.now => Progress::Done(id.to_owned()),
            Some(_) => Progress::Running("creating".into()),
            None => Progress::Failed(format!("{id} does not exist")),
        }))
    }

    async fn copies(&self, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
        Ok(self.look(|world| {
            let whole = world.copies.iter().filter(|(_, copy)| copy.until <= world.now);
            let ours = whole.filter(|(_, copy)| copy.tags.get(STACK_TAG) == Some(&of.stack));
            ours.map(|(arn, copy)| RecoveryPoint {
                name: copy.tags.get("Name").cloned().unwrap_or_default(),
                arn: arn.clone(),
                of_files: copy.tree.is_some(),
                at: millis(copy.until) / 1000,
            })
            .collect()
        }))
    }

    async fn restored(&self, restore: &Restore) -> Result<Progress, ApiError> {
        Ok(self.look(|world| match world.restores.get(&restore.file_system) {
            Some((_, until)) if *until <= world.now => Progress::Done(restore.file_system.clone()),
            Some(_) => Progress::Running("RUNNING".into()),
            None => Progress::Failed(format!("nothing is restored into {}", restore.file_system)),
        }))
    }
}

impl World {
    /// Lets tasks end that are due.
    pub(super) fn end_tasks(&mut self) {
        let due: Vec<String> = self
            .tasks
            .iter()
            .filter(|(_, task)| task.exit.is_none() && task.until <= self.now)
            .map(|(arn, _)| arn.clone())
            .collect();
        for arn in due {
            let Some(task) = self.tasks.get(&arn).cloned() else {
                continue;
            };
            let (exit, said) = self.work(&task);
            let at = millis(task.until);
            let group = task.definition["log_group"].as_str().unwrap_or_default().to_owned();
            let stream = task.stream.clone();
            self.lines.push((group, Line { at, stream, text: said }));
            if let Some(task) = self.tasks.get_mut(&arn) {
                task.exit = Some(exit);
            }
        }
    }
}

/// Turns the sandbox's time into milliseconds since 1970.
#[allow(clippy::cast_possible_truncation)] // Milliseconds of years.
fn millis(seconds: f64) -> i64 {
    EPOCH + (seconds * 1000.0) as i64
}

fn cluster_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}
