//! File systems.

use super::super::aws::{is_going, state};
use super::{FileCopy, FileSystem};
use crate::aws::listing::gather;
use crate::aws::policy::{as_applied, parse};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, STACK_TAG, State};
use aws_sdk_efs::types::{
    BackupPolicy, FileSystemDescription, LifecyclePolicy, PerformanceMode, Status, ThroughputMode, TransitionToIaRules,
    TransitionToPrimaryStorageClassRules,
};

const DESCRIBE: &str = "elasticfilesystem:DescribeFileSystems";

impl FileSystem {
    /// Has AWS Backup create the file system from a backup. It restores into a new file system or into the original
    /// one, and into no other: <https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html>. The file system
    /// exists, with its creation token, some time after the job has started.
    async fn restore(&self, cx: &Cx<'_>, copy: &FileCopy) -> Result<String, ApiError> {
        const CALL: &str = "backup:StartRestoreJob";
        let client = cx.backup();
        let call = client.get_recovery_point_restore_metadata();
        let call = call.backup_vault_name(&copy.vault).recovery_point_arn(&copy.arn);
        let answer = call
            .send()
            .await
            .map_err(api_error("backup:GetRecoveryPointRestoreMetadata"))?;
        // The metadata names the original file system, which AWS requires.
        let mut metadata = answer.restore_metadata.unwrap_or_default();
        for (key, value) in [
            ("newFileSystem", "true"),
            ("CreationToken", cx.target.name.as_str()),
            ("Encrypted", "true"),
            ("PerformanceMode", "generalPurpose"),
        ] {
            metadata.insert(key.into(), value.into());
        }
        let call = client
            .start_restore_job()
            .recovery_point_arn(&copy.arn)
            .iam_role_arn(copy.role.value())
            .resource_type("EFS")
            .idempotency_token(&cx.target.token)
            .set_metadata(Some(metadata));
        call.send().await.map_err(api_error(CALL))?;
        let Some(created) = self.by_creation_token(cx).await? else {
            let message = "AWS Backup has not created the file system yet";
            return Err(ApiError::new(ApiErrorKind::NotReady, CALL, "NotCreatedYet", message));
        };
        cx.tag_efs(&created.file_system_id).await?;
        Ok(created.file_system_id)
    }

    /// Finds the file system by its creation token, which is the name.
    async fn by_creation_token(&self, cx: &Cx<'_>) -> Result<Option<FileSystemDescription>, ApiError> {
        let call = cx.efs().describe_file_systems().creation_token(&cx.target.name);
        let mut pages = call.into_paginator().items().send();
        while let Some(found) = pages.next().await {
            let found = found.map_err(api_error(DESCRIBE))?;
            if found.creation_token == cx.target.name && !is_going(Some(&found.life_cycle_state)) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

impl Adapter for FileSystem {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let Some(found) = self.by_creation_token(cx).await? else {
            return Ok(None);
        };
        // AWS Backup adds no tags to what it creates, and only this stack uses the name. A run that was killed before it set the
        // tags has created it.
        if self.copy.is_some() && !pairs(&found.tags).any(|(key, _)| key == STACK_TAG) {
            return Ok(Some(found.file_system_id));
        }
        cx.claim(DESCRIBE, found.file_system_id, pairs(&found.tags))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.efs().describe_file_systems().into_paginator().items().send();
        gather(DESCRIBE, pages, |one| {
            let lives = !is_going(Some(&one.life_cycle_state));
            lives.then(|| lx.owned(&one.file_system_id, pairs(&one.tags)))?
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "elasticfilesystem:CreateFileSystem";
        if let Some(copy) = &self.copy {
            return self.restore(cx, copy).await;
        }
        let call = cx
            .efs()
            .create_file_system()
            .creation_token(&cx.target.name)
            .performance_mode(PerformanceMode::GeneralPurpose)
            .throughput_mode(ThroughputMode::from(self.throughput.as_str()))
            .encrypted(true)
            .set_tags(Some(cx.efs_tags(CALL)?));
        let created = call.send().await.map_err(api_error(CALL))?;
        Ok(created.file_system_id)
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() && self.copy.is_some() {
            cx.tag_efs(id).await?;
        }
        // The policy comes first, so no client mounts the file system under its initial policy, which allows everyone.
        if changed.take(&["policy"]) {
            let call = cx
                .efs()
                .put_file_system_policy()
                .file_system_id(id)
                .policy(self.policy.to_string());
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:PutFileSystemPolicy"))?;
        }
        if changed.take(&["infrequent_after_days", "other_transitions"]) {
            let call = cx
                .efs()
                .put_lifecycle_configuration()
                .file_system_id(id)
                .set_lifecycle_policies(Some(self.lifecycle()));
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:PutLifecycleConfiguration"))?;
        }
        if changed.take(&["backups"]) {
            let status = if self.backups {
                Status::Enabled
            } else {
                Status::Disabled
            };
            let call = cx.efs().put_backup_policy().file_system_id(id);
            // The builder fails only without a status.
            let call = call.set_backup_policy(BackupPolicy::builder().status(status).build().ok());
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:PutBackupPolicy"))?;
        }
        // Only if it differs: the mode can be changed only once a day.
        // https://docs.aws.amazon.com/efs/latest/ug/API_UpdateFileSystem.html
        if (!changed.is_new() || self.copy.is_some())
            && changed.take(&["throughput"])
            && self.has_other_throughput(cx, id).await?
        {
            let call = cx.efs().update_file_system().file_system_id(id);
            let call = call.throughput_mode(ThroughputMode::from(self.throughput.as_str()));
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:UpdateFileSystem"))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(found) = describe(cx, id).await? else {
            return Ok(None);
        };
        let Some(state) = state(Some(&found.life_cycle_state)) else {
            return Ok(None);
        };
        let ready = state == State::Ready;
        let live = Live::new(state)
            .owned_by(cx.target.owner(pairs(found.tags())))
            .output("id", id.to_owned())
            .output("arn", found.file_system_arn.clone())
            .reported("throughput", found.throughput_mode.as_ref().map(ThroughputMode::as_str));
        if !ready {
            return Ok(Some(live));
        }
        let call = cx.efs().describe_lifecycle_configuration().file_system_id(id);
        let lifecycle = call
            .send()
            .await
            .map_err(api_error("elasticfilesystem:DescribeLifecycleConfiguration"))?;
        let days = lifecycle
            .lifecycle_policies()
            .iter()
            .find_map(|policy| days(policy.transition_to_ia()?));
        let others = other_transitions(lifecycle.lifecycle_policies());
        let call = cx.efs().describe_backup_policy().file_system_id(id);
        let backups = absent(
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:DescribeBackupPolicy")),
        )?;
        let backups = backups.and_then(|answer| Some(answer.backup_policy?.status));
        let call = cx.efs().describe_file_system_policy().file_system_id(id);
        let policy = absent(
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:DescribeFileSystemPolicy")),
        )?;
        let policy = policy.and_then(|answer| answer.policy).unwrap_or_default();
        // The policy can only be about the file system itself, and EFS may return its ARN instead of `*`.
        let itself = format!("\"{}\"", found.file_system_arn.unwrap_or_default());
        let policy = policy.replace(&itself, "\"*\"");
        Ok(Some(
            live.field("infrequent_after_days", days.unwrap_or(0))
                .field("backups", matches!(backups, Some(Status::Enabled | Status::Enabling)))
                .field("policy", as_applied(parse(&policy), &self.policy))
                .constant("other_transitions", other_transitions(&self.lifecycle()), others),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_efs(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let call = cx.efs().delete_file_system().file_system_id(id);
        absent(
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:DeleteFileSystem")),
        )?;
        Ok(Deletion::Accepted)
    }
}

async fn describe(cx: &Cx<'_>, id: &str) -> Result<Option<FileSystemDescription>, ApiError> {
    let call = cx.efs().describe_file_systems().file_system_id(id);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.file_systems?.into_iter().next()))
}

impl FileSystem {
    async fn has_other_throughput(&self, cx: &Cx<'_>, id: &str) -> Result<bool, ApiError> {
        let mode = describe(cx, id).await?.and_then(|found| found.throughput_mode);
        Ok(mode.is_none_or(|mode| mode.as_str() != self.throughput))
    }

    /// Returns the lifecycle policies, each with one transition:
    /// <https://docs.aws.amazon.com/efs/latest/ug/API_PutLifecycleConfiguration.html>
    fn lifecycle(&self) -> Vec<LifecyclePolicy> {
        let rule = match self.infrequent_after_days {
            0 => return Vec::new(),
            1 => "AFTER_1_DAY".to_owned(),
            days => format!("AFTER_{days}_DAYS"),
        };
        let away = LifecyclePolicy::builder().transition_to_ia(TransitionToIaRules::from(rule.as_str()));
        let back = LifecyclePolicy::builder()
            .transition_to_primary_storage_class(TransitionToPrimaryStorageClassRules::After1Access);
        vec![away.build(), back.build()]
    }
}

/// Returns the transitions besides that to infrequent access.
fn other_transitions(policies: &[LifecyclePolicy]) -> Vec<String> {
    let mut others = Vec::new();
    for policy in policies {
        let back = policy.transition_to_primary_storage_class();
        others.extend(back.map(|rule| format!("back {rule}")));
        others.extend(policy.transition_to_archive().map(|rule| format!("to archive {rule}")));
    }
    others.sort();
    others
}

/// Returns the days in a rule such as `AFTER_30_DAYS`.
fn days(rule: &TransitionToIaRules) -> Option<u32> {
    rule.as_str().strip_prefix("AFTER_")?.split('_').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Retention;

    #[test]
    fn days_of_a_rule_are_read_back() {
        for count in [1, 7, 14, 30, 60, 90, 180, 270, 365] {
            let system = FileSystem {
                copy: None,
                throughput: "elastic".into(),
                infrequent_after_days: count,
                backups: true,
                policy: serde_json::Value::Null,
                on_destroy: Retention::Delete,
            };
            let rules = system.lifecycle();
            let rule = rules[0].transition_to_ia().expect("a rule");
            assert!(TransitionToIaRules::values().contains(&rule.as_str()), "{rule:?}");
            assert_eq!(days(rule), Some(count));
        }
    }
}
