//! Mount targets. They have no tags on AWS: the file system and the subnet identify them.

use super::super::aws::{is_going, state};
use super::MountTarget;
use crate::aws::answer::in_order;
use crate::aws::listing::{belonging, gather};
use crate::aws::request::{list, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::kinds::efs::FileSystem;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::Kind as _;

const DESCRIBE: &str = "elasticfilesystem:DescribeMountTargets";

impl Adapter for MountTarget {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .efs()
            .describe_mount_targets()
            .file_system_id(self.file_system.value())
            .into_paginator()
            .items()
            .send();
        while let Some(found) = pages.next().await {
            let found = match found.map_err(api_error(DESCRIBE)) {
                Ok(found) => found,
                // Its file system no longer exists.
                Err(error) if error.kind == ApiErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            };
            if found.subnet_id == self.subnet.value() && !is_going(Some(&found.life_cycle_state)) {
                return Ok(Some(found.mount_target_id));
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for arn in lx.known_here(&FileSystem::INFO, ":file-system/") {
            let system = arn.rsplit('/').next().unwrap_or_default();
            let pages = lx
                .efs()
                .describe_mount_targets()
                .file_system_id(system)
                .into_paginator()
                .items()
                .send();
            let found = gather(DESCRIBE, pages, |one| {
                let lives = !is_going(Some(&one.life_cycle_state));
                lives.then(|| belonging("files", &one.mount_target_id))
            });
            owned.extend(absent(found.await)?.unwrap_or_default());
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .efs()
            .create_mount_target()
            .file_system_id(self.file_system.value())
            .subnet_id(self.subnet.value())
            .set_security_groups(Some(list(&self.groups)));
        let created = call
            .send()
            .await
            .map_err(api_error("elasticfilesystem:CreateMountTarget"))?;
        Ok(created.mount_target_id)
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["groups"]) {
            return Ok(());
        }
        let call = cx.efs().modify_mount_target_security_groups().mount_target_id(id);
        let call = call.set_security_groups(Some(list(&self.groups)));
        call.send()
            .await
            .map_err(api_error("elasticfilesystem:ModifyMountTargetSecurityGroups"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let call = cx.efs().describe_mount_targets().mount_target_id(id);
        let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
        let Some(found) = answer.and_then(|answer| answer.mount_targets?.into_iter().next()) else {
            return Ok(None);
        };
        let Some(state) = state(Some(&found.life_cycle_state)) else {
            return Ok(None);
        };
        let ready = state == State::Ready;
        let live = Live::new(state)
            .output("id", id.to_owned())
            .output("file_system", found.file_system_id.clone())
            .field("file_system", found.file_system_id)
            .field("subnet", found.subnet_id);
        if !ready {
            return Ok(Some(live));
        }
        let call = cx.efs().describe_mount_target_security_groups().mount_target_id(id);
        let groups = absent(
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:DescribeMountTargetSecurityGroups")),
        )?;
        let Some(groups) = groups else {
            return Ok(None);
        };
        Ok(Some(live.field(
            "groups",
            in_order(values(&self.groups), groups.security_groups),
        )))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let call = cx.efs().delete_mount_target().mount_target_id(id);
        absent(
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:DeleteMountTarget")),
        )?;
        Ok(Deletion::Accepted)
    }
}
