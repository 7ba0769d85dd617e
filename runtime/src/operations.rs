//! What is done with a stack that stands: tasks that run once, shells in them, logs that are read, services that are scaled,
//! backups that are made.

use crate::provider::{ApiError, Provider};
use crate::secret::SecretValue;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// What the engine asks of the world beside resources. Like [`Provider`], every operation is one step
/// that can be repeated.
pub trait Operations {
    /// Starts a task that ends by itself, and returns its ARN. The call carries [`OneOffTask::token`], so that a repeated
    /// one starts no second task.
    fn start_task(&self, task: &OneOffTask) -> impl Future<Output = Result<String, ApiError>>;

    /// Lists the tasks of a cluster that have not stopped and are of one family, or were started by one.
    fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> impl Future<Output = Result<Vec<String>, ApiError>>;

    /// Tells how a task is; `None` where AWS knows of it no more.
    fn task(&self, place: &ClusterRef, arn: &str) -> impl Future<Output = Result<Option<TaskState>, ApiError>>;

    /// Asks a task to stop, as SIGTERM does. One that has stopped stays so.
    fn stop_task(&self, place: &ClusterRef, arn: &str, why: &str) -> impl Future<Output = Result<(), ApiError>>;

    /// Opens a shell in a task that was started with [`OneOffTask::entered`], or runs a command there, as soon as it can be.
    fn enter(&self, place: &ClusterRef, arn: &str, command: &str)
    -> impl Future<Output = Result<ShellState, ApiError>>;

    /// Tells how many tasks a service has; `None` where AWS knows of it no more.
    fn service(&self, place: &ClusterRef, arn: &str) -> impl Future<Output = Result<Option<ServiceState>, ApiError>>;

    /// Sets how many tasks a service is to have.
    fn set_count(&self, place: &ClusterRef, arn: &str, count: u32) -> impl Future<Output = Result<(), ApiError>>;

    /// Reads a secret, for somebody who asks for it.
    fn reveal(&self, arn: &str) -> impl Future<Output = Result<SecretValue, ApiError>>;

    /// Tells the time, in milliseconds since 1970.
    fn now(&self) -> i64;

    /// Reads on in a log, from where the last page has ended, or from its beginning.
    fn read_log(&self, log: &Log, after: Option<&str>) -> impl Future<Output = Result<Page, ApiError>>;

    /// Begins to copy a database or a file system, and returns the copy's id. One that was begun under the same name is
    /// taken up.
    fn back_up(&self, backup: &Backup) -> impl Future<Output = Result<String, ApiError>>;

    /// Tells how far a copy has come.
    fn backup(&self, backup: &Backup, id: &str) -> impl Future<Output = Result<Progress, ApiError>>;

    /// Lists the copies of a stack that are whole, from its tags.
    fn copies(&self, of: &BackupFilter) -> impl Future<Output = Result<Vec<RecoveryPoint>, ApiError>>;

    /// Tells how far AWS has come with a file system that it makes from a copy.
    fn restored(&self, restore: &Restore) -> impl Future<Output = Result<Progress, ApiError>>;
}

/// All that the deployer asks of AWS, or of what stands in for it.
pub trait Cloud: Provider + Operations {}

impl<T: Provider + Operations> Cloud for T {}

/// The cluster that tasks run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterRef {
    /// The region.
    pub region: String,
    /// The cluster's ARN.
    pub cluster: String,
}

/// A task that runs once and ends by itself.
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
    /// What the container runs in place of what the task definition says; empty for that.
    pub command: Vec<String>,
    /// What it is started by, as AWS keeps it: at most 128 letters, digits, hyphens, underscores and slashes.
    pub started_by: String,
    /// A client token: 32 hexadecimal digits.
    pub token: String,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// Whether somebody will work in it, by ECS Exec.
    pub entered: bool,
}

/// Which tasks are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskFilter {
    /// Those of a family of task definitions.
    Family(String),
    /// Those that one has started.
    StartedBy(String),
}

/// How a task is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskState {
    /// It comes, runs or goes: AWS's word for it, as `PROVISIONING`.
    Running(String),
    /// It has stopped.
    Stopped {
        /// What its container ended with; nothing where none ran.
        exit: Option<i32>,
        /// Why, in AWS's words.
        reason: String,
    },
}

/// Whether a shell can be opened in a task.
#[derive(Debug)]
pub enum ShellState {
    /// Not yet: AWS's word for how far the task is, as `PROVISIONING`.
    Opening(String),
    /// It is open.
    Open(Shell),
    /// Never: why, in AWS's words.
    Closed(String),
}

/// An open shell, for the program that joins a terminal to it.
#[derive(Debug)]
pub struct Shell {
    /// AWS's answer, with the token that lets one in.
    pub answer: SecretValue,
    /// What is joined, as AWS Systems Manager names it.
    pub target: String,
}

/// How a service is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceState {
    /// How many tasks it is to have.
    pub desired: u32,
    /// How many run.
    pub running: u32,
    /// Whether nothing is being started, stopped or replaced.
    pub steady: bool,
    /// The last trouble that AWS tells of, and when, in milliseconds since 1970.
    pub problem: Option<(i64, String)>,
}

/// A log, or one stream of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// The region.
    pub region: String,
    /// The log group.
    pub group: String,
    /// What the names of the streams begin with; a whole name for one alone; empty for all.
    pub stream: String,
    /// From when on, in milliseconds since 1970.
    pub since: i64,
}

/// A page of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its lines, oldest first.
    pub lines: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A line of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The stream that it is in.
    pub stream: String,
    /// What it says.
    pub text: String,
}

/// A copy that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The region.
    pub region: String,
    /// What is copied.
    pub of: Source,
    /// The copy's name, where it has one, and what tells a repeated call from another.
    pub name: String,
    /// Its tags.
    pub tags: Vec<(String, String)>,
}

/// What is copied.
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
        /// The backup vault that the copy is put into.
        vault: String,
        /// The role that makes the copy.
        role: String,
    },
}

/// Whose copies are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFilter {
    /// The region.
    pub region: String,
    /// The stack that they are of.
    pub stack: String,
    /// The backup vault that copies of files are in.
    pub vault: String,
}

/// A copy of a database or a file system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryPoint {
    /// Its name: a copy of the database and one of the files that were made together have the same.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// Whether it is of files.
    pub of_files: bool,
    /// When it was made, in seconds since 1970.
    pub at: i64,
}

/// A file system that AWS makes from a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restore {
    /// The region.
    pub region: String,
    /// The file system's id.
    pub file_system: String,
}

/// How far something that takes its time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It goes on: AWS's word for it.
    Running(String),
    /// It is done: what came of it, as a snapshot's ARN.
    Done(String),
    /// It failed: why, in AWS's words.
    Failed(String),
}
