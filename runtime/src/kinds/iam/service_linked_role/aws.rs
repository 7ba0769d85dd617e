//! Service-linked roles.

use super::ServiceLinkedRole;
use crate::aws::{Adapter, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::Retention;
use aws_sdk_iam::types::DeletionTaskStatusType;

impl Adapter for ServiceLinkedRole {
    // The role belongs to the account and does not have the stack's tags, so it is found by its path.
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let path = format!("/aws-service-role/{}/", self.service);
        let mut pages = cx.iam().list_roles().path_prefix(&path).into_paginator().items().send();
        while let Some(role) = pages.next().await {
            let role = role.map_err(api_error("iam:ListRoles"))?;
            if role.path == path {
                return Ok(Some(role.role_name));
            }
        }
        Ok(None)
    }

    /// Lists nothing: the role belongs to the account, and all stacks in the account share it.
    async fn list(_lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        Ok(Vec::new())
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx.iam().create_service_linked_role().aws_service_name(&self.service);
        let answer = call.send().await.map_err(api_error("iam:CreateServiceLinkedRole"))?;
        let role = answer
            .role
            .ok_or_else(|| missing("iam:CreateServiceLinkedRole", "role"))?;
        Ok(role.role_name)
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = absent(
            cx.iam()
                .get_role()
                .role_name(id)
                .send()
                .await
                .map_err(api_error("iam:GetRole")),
        )?;
        let Some(role) = answer.and_then(|answer| answer.role) else {
            return Ok(None);
        };
        let service = role
            .path
            .strip_prefix("/aws-service-role/")
            .map(|path| path.trim_end_matches('/').to_owned());
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", role.arn)
                .field("service", service),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        // A change, such as of the region, may replace the role; other stacks still depend on it then.
        if self.on_destroy == Retention::Retain {
            return Ok(Deletion::Abandoned("all stacks in the account share the role".into()));
        }
        // AWS runs a task that first checks whether anything still uses the role. A second call while it runs returns
        // the same task:
        // https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
        let call = cx.iam().delete_service_linked_role().role_name(id);
        let Some(answer) = absent(call.send().await.map_err(api_error("iam:DeleteServiceLinkedRole")))? else {
            return Ok(Deletion::Accepted);
        };
        let call = cx
            .iam()
            .get_service_linked_role_deletion_status()
            .deletion_task_id(answer.deletion_task_id);
        let answer = call
            .send()
            .await
            .map_err(api_error("iam:GetServiceLinkedRoleDeletionStatus"))?;
        match answer.status {
            DeletionTaskStatusType::Succeeded => Ok(Deletion::Accepted),
            DeletionTaskStatusType::Failed => {
                let reason = answer.reason.and_then(|reason| reason.reason);
                Err(ApiError::new(
                    ApiErrorKind::InUse,
                    "iam:DeleteServiceLinkedRole",
                    "FAILED",
                    reason.unwrap_or_else(|| "AWS gives no reason".into()),
                ))
            }
            _ => Ok(Deletion::NotYet("AWS to check that nothing uses the role".into())),
        }
    }
}
