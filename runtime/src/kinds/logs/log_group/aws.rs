//! Log groups.

use super::LogGroup;
use crate::aws::listing::{WAF_LOGS, gather};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::kinds::ecs::aws::INSIGHTS;
use crate::kinds::rds::aws::{CLUSTER_LOGS, INSTANCE_LOGS};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_cloudwatchlogs::types;

pub(in crate::kinds::logs) const DESCRIBE: &str = "logs:DescribeLogGroups";
const TAGS: &str = "logs:ListTagsForResource";

async fn describe(cx: &Cx<'_>, name: &str) -> Result<Option<types::LogGroup>, ApiError> {
    // There is no call for one group, only for all groups with a prefix.
    let mut pages = cx
        .logs()
        .describe_log_groups()
        .log_group_name_prefix(name)
        .into_paginator()
        .items()
        .send();
    while let Some(group) = pages.next().await {
        let group = group.map_err(api_error(DESCRIBE))?;
        if group.log_group_name() == Some(name) {
            return Ok(Some(group));
        }
    }
    Ok(None)
}

/// Returns the ARN without `:*`, as tags and other services expect it; the older of the two fields ends with it:
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html>
pub(in crate::kinds::logs) fn arn(group: &types::LogGroup) -> Option<String> {
    let arn = group.log_group_arn().or(group.arn())?;
    Some(arn.strip_suffix(":*").unwrap_or(arn).to_owned())
}

impl Listing<'_> {
    /// Returns a log group if the stack owns it by its tags.
    pub(in crate::kinds::logs) async fn owned_log_group(
        &self,
        name: &str,
        arn: &str,
    ) -> Result<Option<Owned>, ApiError> {
        let answer = self.logs().list_tags_for_resource().resource_arn(arn).send().await;
        let answer = absent(answer.map_err(api_error(TAGS)))?;
        let tags = answer.and_then(|answer| answer.tags).unwrap_or_default();
        Ok(self.owned(name, pairs(&tags)))
    }
}

impl Adapter for LogGroup {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let Some(group) = describe(cx, &cx.target.name).await? else {
            return Ok(None);
        };
        let call = cx.logs().list_tags_for_resource().set_resource_arn(arn(&group));
        let Some(answer) = absent(call.send().await.map_err(api_error(TAGS)))? else {
            return Ok(None);
        };
        cx.claim_logs(TAGS, answer.tags())
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for prefix in [lx.scope.stack.to_owned(), format!("{WAF_LOGS}{}", lx.prefix())] {
            let call = lx.logs().describe_log_groups().log_group_name_prefix(prefix);
            let pages = call.into_paginator().items().send();
            let named = gather(DESCRIBE, pages, |group| {
                let arn = arn(&group)?;
                Some((group.log_group_name.filter(|name| lx.is_named_for_stack(name))?, arn))
            });
            for (name, arn) in named.await? {
                owned.extend(lx.owned_log_group(&name, &arn).await?);
            }
        }
        let left = lx.left_service_logs(INSIGHTS, async |name| lx.has_cluster(name).await);
        owned.extend(left.await?);
        let left = lx.left_service_logs(INSTANCE_LOGS, async |name| lx.has_instance(name).await);
        owned.extend(left.await?);
        let left = lx.left_service_logs(CLUSTER_LOGS, async |name| lx.has_database_cluster(name).await);
        owned.extend(left.await?);
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let name = &cx.target.name;
        let call = cx
            .logs()
            .create_log_group()
            .log_group_name(name)
            .set_tags(Some(cx.logs_tags()));
        call.send().await.map_err(api_error("logs:CreateLogGroup"))?;
        Ok(name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.take(&["retention_days"]) {
            return Ok(());
        }
        let days = i32::try_from(self.retention_days).unwrap_or(i32::MAX);
        let call = cx
            .logs()
            .put_retention_policy()
            .log_group_name(id)
            .retention_in_days(days);
        call.send()
            .await
            .map(drop)
            .map_err(api_error("logs:PutRetentionPolicy"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let group = describe(cx, id).await?;
        Ok(group.map(|group| {
            Live::new(State::Ready)
                .output("arn", arn(&group))
                .output("name", id.to_owned())
                .field("retention_days", group.retention_in_days)
        }))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.logs().delete_log_group().log_group_name(id).send().await;
        absent(answer.map_err(api_error("logs:DeleteLogGroup")))?;
        Ok(Deletion::Accepted)
    }
}
