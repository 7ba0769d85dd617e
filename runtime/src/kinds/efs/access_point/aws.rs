//! Access points.

use super::super::aws::{is_going, state};
use super::AccessPoint;
use crate::aws::listing::gather;
use crate::aws::request::unbuilt;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned};
use aws_sdk_efs::types::{CreationInfo, PosixUser, RootDirectory};

const DESCRIBE: &str = "elasticfilesystem:DescribeAccessPoints";

impl Adapter for AccessPoint {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .efs()
            .describe_access_points()
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
            if cx.target.owns(pairs(found.tags())) && !is_going(found.life_cycle_state.as_ref()) {
                return Ok(found.access_point_id);
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.efs().describe_access_points().into_paginator().items().send();
        gather(DESCRIBE, pages, |one| {
            let lives = !is_going(one.life_cycle_state.as_ref());
            lives.then(|| lx.owned(one.access_point_id()?, pairs(one.tags())))?
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "elasticfilesystem:CreateAccessPoint";
        let (uid, gid) = (i64::from(self.uid), i64::from(self.gid));
        let user = PosixUser::builder().uid(uid).gid(gid).build().map_err(unbuilt(CALL))?;
        let owner = CreationInfo::builder()
            .owner_uid(uid)
            .owner_gid(gid)
            .permissions(&self.permissions)
            .build()
            .map_err(unbuilt(CALL))?;
        let root = RootDirectory::builder().path(&self.path).creation_info(owner).build();
        // At most 64 characters: https://docs.aws.amazon.com/efs/latest/ug/API_CreateAccessPoint.html
        let call = cx
            .efs()
            .create_access_point()
            .client_token(&cx.target.token)
            .file_system_id(self.file_system.value())
            .posix_user(user)
            .root_directory(root)
            .set_tags(Some(cx.efs_tags(CALL)?));
        let created = call.send().await.map_err(api_error(CALL))?;
        created.access_point_id.ok_or_else(|| missing(CALL, "access point ID"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let call = cx.efs().describe_access_points().access_point_id(id);
        let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
        let Some(found) = answer.and_then(|answer| answer.access_points?.into_iter().next()) else {
            return Ok(None);
        };
        let Some(state) = state(found.life_cycle_state.as_ref()) else {
            return Ok(None);
        };
        let owned_by = cx.target.owner(pairs(found.tags()));
        let root = found.root_directory;
        let path = root.as_ref().and_then(|root| root.path.clone());
        let owner = root.and_then(|root| root.creation_info);
        Ok(Some(
            Live::new(state)
                .owned_by(owned_by)
                .output("id", id.to_owned())
                .output("arn", found.access_point_arn)
                .reported("file_system", found.file_system_id)
                .reported("path", path)
                .reported("uid", found.posix_user.as_ref().map(|user| user.uid))
                .reported("gid", found.posix_user.as_ref().map(|user| user.gid))
                .reported("permissions", owner.map(|owner| owner.permissions)),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_efs(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let call = cx.efs().delete_access_point().access_point_id(id);
        absent(
            call.send()
                .await
                .map_err(api_error("elasticfilesystem:DeleteAccessPoint")),
        )?;
        Ok(Deletion::Accepted)
    }
}
