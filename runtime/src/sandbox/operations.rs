//! The sandbox's tasks, logs and backups.

use super::Sandbox;
use super::simulation::{COPYING, Copied, Resource, Simulation};
use super::task::{PLACING, Task, seconds};
use crate::kinds::backup::Vault;
use crate::kinds::ecs::{CONTAINER, Cluster, TaskDefinition};
use crate::kinds::efs::FileSystem;
use crate::kinds::rds::{DbCluster, DbInstance};
use crate::operations::{
    Backup, BackupFilter, ClusterRef, Line, Log, OneOffTask, Operations, Page, Progress, RecoveryPoint, Restore,
    ServiceState, ShellState, Source, TaskFilter, TaskState,
};
use crate::provider::{ApiError, ApiErrorKind, STACK_TAG};
use crate::secret::SecretValue;
use sha2::{Digest as _, Sha256};

/// The start of the sandbox's time, 1 January 2026, in milliseconds since 1970.
const EPOCH: i64 = 1_767_225_600_000;

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
        self.change(CALL, |simulation| {
            if let Some((arn, _)) = simulation.tasks.iter().find(|(_, known)| known.token == task.token) {
                return Ok(arn.clone());
            }
            let cluster = simulation.with::<Cluster>(&task.place.cluster);
            let account = cluster.ok_or_else(|| missing(CALL, "the cluster"))?.account.clone();
            let definition = simulation.with::<TaskDefinition>(&task.task_definition).cloned();
            let found = definition.and_then(|one| Some((one.spec::<TaskDefinition>()?, one)));
            let (spec, definition) = found.ok_or_else(|| missing(CALL, "the task definition"))?;
            simulation.count += 1;
            let id = hex::encode(&Sha256::digest(simulation.count.to_be_bytes())[..16]);
            let name = cluster_name(&task.place.cluster).to_owned();
            let arn = format!("arn:aws:ecs:{}:{account}:task/{name}/{id}", task.place.region);
            let command = match task.command.as_slice() {
                [] => spec.command,
                words => words.to_vec(),
            };
            let from = simulation.now + PLACING;
            let task = Task {
                account,
                cluster: task.place.cluster.clone(),
                family: definition.name.clone(),
                started_by: task.started_by.clone(),
                token: task.token.clone(),
                stream: format!("{}/{CONTAINER}/{id}", spec.log_prefix),
                until: from + seconds(&command),
                definition: definition.fields,
                command,
                from,
                exit: None,
            };
            simulation.tasks.insert(arn.clone(), task);
            Ok(arn)
        })
    }

    async fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> Result<Vec<String>, ApiError> {
        Ok(self.look(|simulation| {
            let running = simulation.tasks.iter().filter(|(_, task)| task.exit.is_none());
            let here = running.filter(|(_, task)| task.cluster == place.cluster);
            let meant = here.filter(|(_, task)| match which {
                TaskFilter::Family(family) => task.family == *family,
                TaskFilter::StartedBy(one) => task.started_by == *one,
            });
            meant.map(|(arn, _)| arn.clone()).collect()
        }))
    }

    async fn task(&self, _place: &ClusterRef, arn: &str) -> Result<Option<TaskState>, ApiError> {
        Ok(self.look(|simulation| {
            let task = simulation.tasks.get(arn)?;
            Some(match task.exit {
                None if simulation.now < task.from => TaskState::Running("PROVISIONING".into()),
                None => TaskState::Running("RUNNING".into()),
                exit => TaskState::Stopped {
                    exit,
                    reason: "Essential container in task exited".into(),
                },
            })
        }))
    }

    async fn stop_task(&self, _place: &ClusterRef, arn: &str, _why: &str) -> Result<(), ApiError> {
        self.change("ecs:StopTask", |simulation| {
            if let Some(task) = simulation.tasks.get_mut(arn)
                && task.exit.is_none()
            {
                task.exit = Some(143);
                task.until = simulation.now;
            }
            Ok(())
        })
    }

    async fn enter(&self, _place: &ClusterRef, _arn: &str, _command: &str) -> Result<ShellState, ApiError> {
        Ok(ShellState::Unavailable("no container runs in the sandbox".into()))
    }

    async fn service(&self, _place: &ClusterRef, arn: &str) -> Result<Option<ServiceState>, ApiError> {
        Ok(self.look(|simulation| simulation.service(arn)))
    }

    async fn set_count(&self, _place: &ClusterRef, arn: &str, count: u32) -> Result<(), ApiError> {
        const CALL: &str = "ecs:UpdateService";
        self.change(CALL, |simulation| {
            if simulation.set_count(arn, count) {
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
        self.look(|simulation| millis(simulation.now))
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, ApiError> {
        self.refresh();
        let skipped = after.and_then(|after| after.parse().ok()).unwrap_or(0);
        Ok(self.look(|simulation| {
            let lines: Vec<Line> = simulation
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
        self.change("Backup", |simulation| {
            let (resource, id) = match &backup.of {
                Source::Instance(id) => (simulation.with::<DbInstance>(id), id),
                Source::Cluster(id) => (simulation.with::<DbCluster>(id), id),
                Source::Files { arn, .. } => (simulation.with::<FileSystem>(arn), arn),
            };
            let resource = resource.ok_or_else(|| missing("Backup", id))?;
            let account = resource.account.clone();
            let vault = match &backup.of {
                Source::Files { vault, .. } => {
                    let is_it = |resource: &&Resource| resource.name == *vault && resource.region == backup.region;
                    let found = simulation.all::<Vault>().find(is_it);
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
                    simulation.sites.get(id).cloned(),
                ),
                Source::Cluster(id) => (
                    format!("arn:aws:rds:{region}:{account}:cluster-snapshot:{name}"),
                    simulation.sites.get(id).cloned(),
                ),
                Source::Files { .. } => (format!("arn:aws:backup:{region}:{account}:recovery-point:{name}"), None),
            };
            let tree = resource
                .outputs
                .get("id")
                .and_then(|id| simulation.trees.get(id))
                .cloned();
            let copy = Copied {
                of: id.clone(),
                until: simulation.now + COPYING,
                site: holds,
                tree,
                vault,
                tags: backup.tags.iter().cloned().collect(),
            };
            simulation.copies.entry(arn.clone()).or_insert(copy);
            Ok(arn)
        })
    }

    async fn backup(&self, _backup: &Backup, id: &str) -> Result<Progress, ApiError> {
        self.look(|simulation| match simulation.copies.get(id) {
            Some(copy) if copy.until <= simulation.now => Ok(Progress::Done(id.to_owned())),
            Some(_) => Ok(Progress::Running("creating".into())),
            None => Err(missing("Backup", id)),
        })
    }

    async fn copies(&self, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
        Ok(self.look(|simulation| {
            let whole = simulation
                .copies
                .iter()
                .filter(|(_, copy)| copy.until <= simulation.now);
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
        Ok(
            self.look(|simulation| match simulation.restores.get(&restore.file_system) {
                Some((_, until)) if *until <= simulation.now => Progress::Done(restore.file_system.clone()),
                Some(_) => Progress::Running("RUNNING".into()),
                None => Progress::Failed(format!("nothing is restored into {}", restore.file_system)),
            }),
        )
    }
}

impl Simulation {
    /// Ends the tasks that are due.
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
            let definition = task.definition();
            let group = definition.map_or_else(String::new, |definition| definition.log_group.value().to_owned());
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
