//! Day-two operations: the work of commands on a deployed stack. They run one-off tasks, open shells, read logs, scale
//! services and create backups.

use crate::provider::{ApiError, Provider};
use crate::secret::SecretValue;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// The operations that the engine needs in addition to managing resources. As with [`Provider`], every operation is one
/// step and can be repeated.
pub trait Operations {
    /// Starts a one-off task, and returns its ARN. The call carries [`OneOffTask::token`], so repeating it starts no
    /// second task.
    fn start_task(&self, task: &OneOffTask) -> impl Future<Output = Result<String, ApiError>>;

    /// Lists the tasks of a cluster that have not stopped and match the filter, by ARN.
    fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> impl Future<Output = Result<Vec<String>, ApiError>>;

    /// Returns the state of a task; `None` if AWS no longer knows it.
    fn task(&self, place: &ClusterRef, arn: &str) -> impl Future<Output = Result<Option<TaskState>, ApiError>>;

    /// Asks a task to stop, as SIGTERM does. A stopped task is never started again.
    fn stop_task(&self, place: &ClusterRef, arn: &str, why: &str) -> impl Future<Output = Result<(), ApiError>>;

    /// Opens a shell in a task that was started with [`OneOffTask::entered`], or runs a command in it, once that is
    /// possible.
    fn enter(&self, place: &ClusterRef, arn: &str, command: &str)
    -> impl Future<Output = Result<ShellState, ApiError>>;

    /// Returns how many tasks a service has; `None` if AWS no longer knows the service.
    fn service(&self, place: &ClusterRef, arn: &str) -> impl Future<Output = Result<Option<ServiceState>, ApiError>>;

    /// Sets the desired number of tasks of a service.
    fn set_count(&self, place: &ClusterRef, arn: &str, count: u32) -> impl Future<Output = Result<(), ApiError>>;

    /// Reads a secret for a user who asks to see it.
    fn reveal(&self, arn: &str) -> impl Future<Output = Result<SecretValue, ApiError>>;

    /// Returns the current time, in milliseconds since 1970.
    fn now(&self) -> i64;

    /// Reads the next page of a log: from the end of the last page, or from the beginning.
    fn read_log(&self, log: &Log, after: Option<&str>) -> impl Future<Output = Result<Page, ApiError>>;

    /// Starts a backup of a database or a file system, and returns its id. A backup that was already started under the
    /// same name is continued.
    fn back_up(&self, backup: &Backup) -> impl Future<Output = Result<String, ApiError>>;

    /// Returns the progress of a backup.
    fn backup(&self, backup: &Backup, id: &str) -> impl Future<Output = Result<Progress, ApiError>>;

    /// Lists the complete backups of a stack, found by its tags.
    fn copies(&self, of: &BackupFilter) -> impl Future<Output = Result<Vec<RecoveryPoint>, ApiError>>;

    /// Returns the progress of restoring a file system from a backup.
    fn restored(&self, restore: &Restore) -> impl Future<Output = Result<Progress, ApiError>>;
}

/// Everything that the deployer asks of AWS, or of the sandbox in its place: resources and operations.
pub trait Cloud: Provider + Operations {}

impl<T: Provider + Operations> Cloud for T {}

/// The ECS cluster that tasks run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterRef {
    /// The region.
    pub region: String,
    /// The cluster's ARN.
    pub cluster: String,
}

/// A one-off task: it ends on its own.
#[derive(Clone, Debug)]
pub struct OneOffTask {
    /// Where it runs.
    pub place: ClusterRef,
    /// The task definition's ARN.
    pub task_definition: String,
    /// The subnets.
    pub subnets: Vec<String>,
    /// The security groups.
    pub groups: Vec<String>,
    /// The command that overrides the task definition's; empty to keep the task definition's.
    pub command: Vec<String>,
    /// The origin of the task, as ECS records it: at most 128 letters, digits, hyphens, underscores and slashes.
    pub started_by: String,
    /// A client token: 32 hexadecimal digits.
    pub token: String,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// Whether ECS Exec is enabled, so that a user can open a shell in it.
    pub entered: bool,
}

/// Selects tasks of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskFilter {
    /// The tasks of a task definition family.
    Family(String),
    /// The tasks with this value of `startedBy`.
    StartedBy(String),
}

/// The state of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskState {
    /// It is starting, running or stopping; the text is AWS's name for the state, such as `PROVISIONING`.
    Running(String),
    /// It has stopped.
    Stopped {
        /// The exit code of its container; `None` if the container never ran.
        exit: Option<i32>,
        /// The reason, in AWS's words.
        reason: String,
    },
}

/// Whether a shell can be opened in a task.
#[derive(Debug)]
pub enum ShellState {
    /// Not yet; the text is AWS's name for the task's state, such as `PROVISIONING`.
    Pending(String),
    /// It is open.
    Open(Shell),
    /// Never: the reason, in AWS's words.
    Unavailable(String),
}

/// An open shell, for the program that connects a terminal to it.
#[derive(Debug)]
pub struct Shell {
    /// AWS's answer, which contains the session token.
    pub answer: SecretValue,
    /// The target of the session, as AWS Systems Manager names it.
    pub target: String,
}

/// The state of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceState {
    /// The desired number of tasks.
    pub desired: u32,
    /// The number of running tasks.
    pub running: u32,
    /// Whether no task is being started, stopped or replaced.
    pub steady: bool,
    /// The last problem that ECS reported, and when, in milliseconds since 1970.
    pub problem: Option<(i64, String)>,
}

/// A log, or one stream of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// The region.
    pub region: String,
    /// The log group.
    pub group: String,
    /// The prefix of the names of the streams; a full name selects one stream, an empty prefix all.
    pub stream: String,
    /// The earliest time to read, in milliseconds since 1970.
    pub since: i64,
}

/// A page of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its lines, oldest first.
    pub lines: Vec<Line>,
    /// The position at which the next page starts.
    pub next: Option<String>,
}

/// A line of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its time, in milliseconds since 1970.
    pub at: i64,
    /// The stream that contains it.
    pub stream: String,
    /// Its text.
    pub text: String,
}

/// A backup to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The region.
    pub region: String,
    /// What to back up.
    pub of: Source,
    /// The name of the backup, if it has one. It also identifies a repeated call.
    pub name: String,
    /// Its tags.
    pub tags: Vec<(String, String)>,
}

/// The source of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A database instance, by its identifier.
    Instance(String),
    /// An Aurora cluster, by its identifier.
    Cluster(String),
    /// A file system.
    Files {
        /// Its ARN.
        arn: String,
        /// The backup vault that stores the backup.
        vault: String,
        /// The role that AWS Backup assumes.
        role: String,
    },
}

/// Selects the backups of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFilter {
    /// The region.
    pub region: String,
    /// The stack.
    pub stack: String,
    /// The backup vault that stores backups of files.
    pub vault: String,
}

/// A complete backup of a database or of a file system: a snapshot, or a recovery point of AWS Backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryPoint {
    /// Its name. A backup of the database and one of the files that were made together have the same name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// Whether it is a backup of files.
    pub of_files: bool,
    /// When it was created, in seconds since 1970.
    pub at: i64,
}

/// A file system that AWS restores from a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restore {
    /// The region.
    pub region: String,
    /// The file system's id.
    pub file_system: String,
}

/// The progress of a backup or a restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is still running; the text is AWS's name for the state.
    Running(String),
    /// It is done: the result, such as a snapshot's ARN.
    Done(String),
    /// It failed: the reason, in AWS's words.
    Failed(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shell_does_not_show_its_session_token() {
        let shell = Shell {
            target: "ecs:campus_0_1".into(),
            answer: SecretValue::new("hunter2".into()),
        };
        assert!(!format!("{shell:#?}").contains("hunter2"));
    }
}
