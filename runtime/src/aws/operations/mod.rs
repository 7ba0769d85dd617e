//! Day-two operations on AWS.

mod backup;
pub(crate) mod log;
mod service;
mod shell;
mod task;

use super::provider::Aws;
use super::secret;
use crate::operations::{
    Backup, BackupFilter, ClusterRef, Log, OneOffTask, Operations, Page, Progress, RecoveryPoint, Restore,
    ServiceState, ShellState, TaskFilter, TaskState,
};
use crate::provider::ApiError;
use crate::secret::SecretValue;

// Boxed, so that the future of a command is not as large as that of its rarest call.
impl Operations for Aws {
    async fn start_task(&self, task: &OneOffTask) -> Result<String, ApiError> {
        Box::pin(task::start(&self.clients, task)).await
    }

    async fn tasks(&self, place: &ClusterRef, which: &TaskFilter) -> Result<Vec<String>, ApiError> {
        Box::pin(task::running(&self.clients, place, which)).await
    }

    async fn task(&self, place: &ClusterRef, arn: &str) -> Result<Option<TaskState>, ApiError> {
        Box::pin(task::state(&self.clients, place, arn)).await
    }

    async fn stop_task(&self, place: &ClusterRef, arn: &str, why: &str) -> Result<(), ApiError> {
        Box::pin(task::stop(&self.clients, place, arn, why)).await
    }

    async fn enter(&self, place: &ClusterRef, arn: &str, command: &str) -> Result<ShellState, ApiError> {
        Box::pin(shell::open(&self.clients, place, arn, command)).await
    }

    async fn service(&self, place: &ClusterRef, arn: &str) -> Result<Option<ServiceState>, ApiError> {
        Box::pin(service::state(&self.clients, place, arn)).await
    }

    async fn set_count(&self, place: &ClusterRef, arn: &str, count: u32) -> Result<(), ApiError> {
        Box::pin(service::set_count(&self.clients, place, arn, count)).await
    }

    async fn reveal(&self, arn: &str) -> Result<SecretValue, ApiError> {
        Box::pin(secret::read(&self.clients, arn)).await
    }

    fn now(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }

    async fn read_log(&self, log: &Log, after: Option<&str>) -> Result<Page, ApiError> {
        Box::pin(log::read(&self.clients, log, after)).await
    }

    async fn back_up(&self, backup: &Backup) -> Result<String, ApiError> {
        Box::pin(backup::begin(&self.clients, backup)).await
    }

    async fn backup(&self, backup: &Backup, id: &str) -> Result<Progress, ApiError> {
        Box::pin(backup::progress(&self.clients, backup, id)).await
    }

    async fn copies(&self, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
        Box::pin(backup::copies(&self.clients, of)).await
    }

    async fn restored(&self, restore: &Restore) -> Result<Progress, ApiError> {
        Box::pin(backup::restored(&self.clients, restore)).await
    }
}
