//! Copies of databases and file systems.

use crate::aws::{Clients, absent, fault, missing};
use crate::operations::{Backup, Progress, Source};
use crate::provider::Fault;
use aws_sdk_backup::types::BackupJobState;
use aws_sdk_rds::types::Tag;

/// Begins a copy, or takes up one of the same name.
pub(super) async fn begin(clients: &Clients, backup: &Backup) -> Result<String, Fault> {
    let rds = clients.client(&backup.region, aws_sdk_rds::Client::new);
    match &backup.of {
        Source::Instance(_) | Source::Cluster(_) if progress(clients, backup, &backup.name).await? != gone(backup) => {
            Ok(backup.name.clone())
        }
        Source::Instance(id) => {
            let call = rds.create_db_snapshot().db_instance_identifier(id);
            let call = call.db_snapshot_identifier(&backup.name).set_tags(Some(tags(backup)));
            call.send().await.map_err(fault("rds:CreateDBSnapshot"))?;
            Ok(backup.name.clone())
        }
        Source::Cluster(id) => {
            let call = rds.create_db_cluster_snapshot().db_cluster_identifier(id);
            let call = call.db_cluster_snapshot_identifier(&backup.name);
            let call = call.set_tags(Some(tags(backup)));
            call.send().await.map_err(fault("rds:CreateDBClusterSnapshot"))?;
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
            let answer = call.send().await.map_err(fault(CALL))?;
            answer.backup_job_id.ok_or_else(|| missing(CALL, "job id"))
        }
    }
}

/// Tells how far a copy has come.
pub(super) async fn progress(clients: &Clients, backup: &Backup, id: &str) -> Result<Progress, Fault> {
    let rds = clients.client(&backup.region, aws_sdk_rds::Client::new);
    let (status, arn) = match &backup.of {
        Source::Instance(_) => {
            let call = rds.describe_db_snapshots().db_snapshot_identifier(id);
            let answer = absent(call.send().await.map_err(fault("rds:DescribeDBSnapshots")))?;
            let one = answer.and_then(|answer| answer.db_snapshots.unwrap_or_default().into_iter().next());
            let Some(one) = one else { return Ok(gone(backup)) };
            (one.status, one.db_snapshot_arn)
        }
        Source::Cluster(_) => {
            let call = rds.describe_db_cluster_snapshots().db_cluster_snapshot_identifier(id);
            let answer = absent(call.send().await.map_err(fault("rds:DescribeDBClusterSnapshots")))?;
            let one = answer.and_then(|answer| answer.db_cluster_snapshots.unwrap_or_default().into_iter().next());
            let Some(one) = one else { return Ok(gone(backup)) };
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

fn gone(backup: &Backup) -> Progress {
    Progress::Failed(format!("the snapshot {} is not there", backup.name))
}

async fn job(clients: &Clients, backup: &Backup, id: &str) -> Result<Progress, Fault> {
    let client = clients.client(&backup.region, aws_sdk_backup::Client::new);
    let answer = client.describe_backup_job().backup_job_id(id).send().await;
    let job = answer.map_err(fault("backup:DescribeBackupJob"))?;
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
