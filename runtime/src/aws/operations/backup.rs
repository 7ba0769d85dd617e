//! Backups of databases and file systems.

use crate::aws::clients::Clients;
use crate::aws::error::{absent, api_error, missing};
use crate::operations::{Backup, BackupFilter, Progress, RecoveryPoint, Restore, Source};
use crate::provider::{ApiError, ApiErrorKind, STACK_TAG};
use aws_sdk_backup::types::{BackupJobState, RecoveryPointStatus, RestoreJobStatus};
use aws_sdk_rds::types::Tag;

const DESCRIBE: &str = "rds:DescribeDBSnapshots";
const DESCRIBE_OF_CLUSTER: &str = "rds:DescribeDBClusterSnapshots";

/// Starts a backup, or continues one of the same name.
pub(super) async fn begin(clients: &Clients, backup: &Backup) -> Result<String, ApiError> {
    let rds = clients.client(&backup.region, aws_sdk_rds::Client::new);
    match &backup.of {
        Source::Instance(id) => {
            let call = rds.create_db_snapshot().db_instance_identifier(id);
            let call = call.db_snapshot_identifier(&backup.name).set_tags(Some(tags(backup)));
            existing(call.send().await.map_err(api_error("rds:CreateDBSnapshot")))?;
            Ok(backup.name.clone())
        }
        Source::Cluster(id) => {
            let call = rds.create_db_cluster_snapshot().db_cluster_identifier(id);
            let call = call.db_cluster_snapshot_identifier(&backup.name);
            let call = call.set_tags(Some(tags(backup)));
            existing(call.send().await.map_err(api_error("rds:CreateDBClusterSnapshot")))?;
            Ok(backup.name.clone())
        }
        Source::Files { arn, vault, role } => {
            const CALL: &str = "backup:StartBackupJob";
            let client = clients.client(&backup.region, aws_sdk_backup::Client::new);
            let call = client
                .start_backup_job()
                .resource_arn(arn)
                .backup_vault_name(vault)
                .iam_role_arn(role)
                .idempotency_token(&backup.name)
                .set_recovery_point_tags(Some(backup.tags.iter().cloned().collect()));
            let answer = call.send().await.map_err(api_error(CALL))?;
            answer.backup_job_id.ok_or_else(|| missing(CALL, "job id"))
        }
    }
}

/// Returns the progress of a backup. One that AWS does not show is "not found".
pub(super) async fn progress(clients: &Clients, backup: &Backup, id: &str) -> Result<Progress, ApiError> {
    let rds = clients.client(&backup.region, aws_sdk_rds::Client::new);
    let (status, arn) = match &backup.of {
        Source::Instance(_) => {
            let call = rds.describe_db_snapshots().db_snapshot_identifier(id);
            let answer = call.send().await.map_err(api_error(DESCRIBE))?;
            let one = answer.db_snapshots.unwrap_or_default().into_iter().next();
            let one = one.ok_or_else(|| gone(DESCRIBE, id))?;
            (one.status, one.db_snapshot_arn)
        }
        Source::Cluster(_) => {
            let call = rds.describe_db_cluster_snapshots().db_cluster_snapshot_identifier(id);
            let answer = call.send().await.map_err(api_error(DESCRIBE_OF_CLUSTER))?;
            let one = answer.db_cluster_snapshots.unwrap_or_default().into_iter().next();
            let one = one.ok_or_else(|| gone(DESCRIBE_OF_CLUSTER, id))?;
            (one.status, one.db_cluster_snapshot_arn)
        }
        Source::Files { .. } => return job(clients, backup, id).await,
    };
    let (status, arn) = (status.unwrap_or_default(), arn.unwrap_or_default());
    Ok(match status.as_str() {
        "available" => Progress::Done(arn),
        "failed" | "incompatible-restore" => Progress::Failed(status),
        _ => Progress::Running(status),
    })
}

fn gone(call: &'static str, id: &str) -> ApiError {
    let message = format!("the snapshot {id} does not exist");
    ApiError::new(ApiErrorKind::NotFound, call, "DBSnapshotNotFound", message)
}

/// Turns "already exists" into success: an earlier call, whose response was lost, has created it.
fn existing<T>(result: Result<T, ApiError>) -> Result<(), ApiError> {
    match result {
        Err(error) if error.kind == ApiErrorKind::AlreadyExists => Ok(()),
        result => result.map(drop),
    }
}

async fn job(clients: &Clients, backup: &Backup, id: &str) -> Result<Progress, ApiError> {
    let client = clients.client(&backup.region, aws_sdk_backup::Client::new);
    let answer = client.describe_backup_job().backup_job_id(id).send().await;
    let job = answer.map_err(api_error("backup:DescribeBackupJob"))?;
    let word = job.state.as_ref().map_or("CREATED", BackupJobState::as_str);
    Ok(match word {
        "COMPLETED" => Progress::Done(job.recovery_point_arn.unwrap_or_default()),
        "ABORTED" | "EXPIRED" | "FAILED" | "PARTIAL" => {
            Progress::Failed(job.status_message.unwrap_or_else(|| word.into()))
        }
        _ => Progress::Running(match job.percent_done {
            Some(percent) => format!("{word}, {percent} %"),
            None => word.into(),
        }),
    })
}

fn tags(backup: &Backup) -> Vec<Tag> {
    let tags = backup.tags.iter();
    tags.map(|(key, value)| Tag::builder().key(key).value(value).build())
        .collect()
}

/// Lists the complete backups of a stack.
pub(super) async fn copies(clients: &Clients, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
    let rds = clients.client(&of.region, aws_sdk_rds::Client::new);
    let is_owned = |tags: &[Tag]| {
        let of_stack = |tag: &Tag| tag.key() == Some(STACK_TAG) && tag.value() == Some(&of.stack);
        tags.iter().any(of_stack)
    };
    let mut copies = Vec::new();
    // The daily snapshots of RDS itself are not listed here, and are left alone.
    let mut pages = rds
        .describe_db_snapshots()
        .snapshot_type("manual")
        .into_paginator()
        .items()
        .send();
    while let Some(one) = pages.next().await {
        let one = one.map_err(api_error("rds:DescribeDBSnapshots"))?;
        if one.status() == Some("available") && is_owned(one.tag_list()) {
            copies.extend(database_copy(
                one.db_snapshot_identifier(),
                one.db_snapshot_arn(),
                one.snapshot_create_time(),
            ));
        }
    }
    let call = rds.describe_db_cluster_snapshots().snapshot_type("manual");
    let mut pages = call.into_paginator().items().send();
    while let Some(one) = pages.next().await {
        let one = one.map_err(api_error("rds:DescribeDBClusterSnapshots"))?;
        if one.status() == Some("available") && is_owned(one.tag_list()) {
            let name = one.db_cluster_snapshot_identifier();
            copies.extend(database_copy(
                name,
                one.db_cluster_snapshot_arn(),
                one.snapshot_create_time(),
            ));
        }
    }
    copies.extend(file_copies(clients, of).await?);
    Ok(copies)
}

fn database_copy(
    name: Option<&str>,
    arn: Option<&str>,
    at: Option<&aws_smithy_types::DateTime>,
) -> Option<RecoveryPoint> {
    Some(RecoveryPoint {
        name: name?.into(),
        arn: arn?.into(),
        of_files: false,
        at: at.map_or(0, aws_smithy_types::DateTime::secs),
    })
}

/// Lists the recovery points in the stack's vault. The name of the backup is one of their tags.
async fn file_copies(clients: &Clients, of: &BackupFilter) -> Result<Vec<RecoveryPoint>, ApiError> {
    let client = clients.client(&of.region, aws_sdk_backup::Client::new);
    let call = client
        .list_recovery_points_by_backup_vault()
        .backup_vault_name(&of.vault);
    let mut pages = call.into_paginator().items().send();
    let mut copies = Vec::new();
    while let Some(one) = pages.next().await {
        let Some(one) = absent(one.map_err(api_error("backup:ListRecoveryPointsByBackupVault")))? else {
            break;
        };
        let Some(arn) = one.recovery_point_arn() else { continue };
        if one.status() != Some(&RecoveryPointStatus::Completed) {
            continue;
        }
        let answer = client.list_tags().resource_arn(arn).send().await;
        let answer = answer.map_err(api_error("backup:ListTags"))?;
        let name = answer.tags().and_then(|tags| tags.get("Name")).cloned();
        copies.extend(name.map(|name| RecoveryPoint {
            name,
            arn: arn.into(),
            of_files: true,
            at: one.creation_date().map_or(0, aws_smithy_types::DateTime::secs),
        }));
    }
    Ok(copies)
}

/// Returns the progress of restoring a file system.
pub(super) async fn restored(clients: &Clients, restore: &Restore) -> Result<Progress, ApiError> {
    let client = clients.client(&restore.region, aws_sdk_backup::Client::new);
    let mut pages = client
        .list_restore_jobs()
        .by_resource_type("EFS")
        .into_paginator()
        .items()
        .send();
    while let Some(job) = pages.next().await {
        let job = job.map_err(api_error("backup:ListRestoreJobs"))?;
        let made = job.created_resource_arn().unwrap_or_default();
        if made.rsplit('/').next() != Some(&restore.file_system) {
            continue;
        }
        let word = job.status().map_or("PENDING", RestoreJobStatus::as_str);
        return Ok(match word {
            "COMPLETED" => Progress::Done(made.into()),
            "ABORTED" | "FAILED" => Progress::Failed(job.status_message().unwrap_or(word).into()),
            _ => Progress::Running(match job.percent_done() {
                Some(percent) => format!("{word}, {percent} %"),
                None => word.into(),
            }),
        });
    }
    // A job only names its file system once that exists.
    Ok(Progress::Running("PENDING".into()))
}
