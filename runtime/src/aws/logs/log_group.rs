//! Log groups.

use crate::aws::{Adapter, Changed, Cx, absent, fault};
use crate::provider::{Deletion, Fault, Live, State};
use crate::resource::logs::LogGroup;
use aws_sdk_cloudwatchlogs::types;

async fn describe(cx: &Cx<'_>, name: &str) -> Result<Option<types::LogGroup>, Fault> {
    // There is no call for one group, only for all that begin alike.
    let mut pages = cx
        .logs()
        .describe_log_groups()
        .log_group_name_prefix(name)
        .into_paginator()
        .items()
        .send();
    while let Some(group) = pages.next().await {
        let group = group.map_err(fault("logs:DescribeLogGroups"))?;
        if group.log_group_name() == Some(name) {
            return Ok(Some(group));
        }
    }
    Ok(None)
}

/// The ARN without `:*`, as tags and other services take it; the older of the two fields has it at the end:
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html>
fn arn(group: &types::LogGroup) -> Option<String> {
    let arn = group.log_group_arn().or(group.arn())?;
    Some(arn.strip_suffix(":*").unwrap_or(arn).to_owned())
}

impl Adapter for LogGroup {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, Fault> {
        let Some(group) = describe(cx, &cx.target.name).await? else {
            return Ok(None);
        };
        let call = cx.logs().list_tags_for_resource().set_resource_arn(arn(&group));
        let Some(answer) = absent(call.send().await.map_err(fault("logs:ListTagsForResource")))? else {
            return Ok(None);
        };
        cx.claim_logs("logs:ListTagsForResource", answer.tags())
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, Fault> {
        let name = &cx.target.name;
        let call = cx
            .logs()
            .create_log_group()
            .log_group_name(name)
            .set_tags(Some(cx.logs_tags()));
        call.send().await.map_err(fault("logs:CreateLogGroup"))?;
        Ok(name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: Changed<'_>) -> Result<(), Fault> {
        if !changed.any(&["retention_days"]) {
            return Ok(());
        }
        let days = i32::try_from(self.retention_days).unwrap_or(i32::MAX);
        let call = cx
            .logs()
            .put_retention_policy()
            .log_group_name(id)
            .retention_in_days(days);
        call.send().await.map(drop).map_err(fault("logs:PutRetentionPolicy"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, Fault> {
        let group = describe(cx, id).await?;
        Ok(group.map(|group| {
            Live::new(State::Ready)
                .output("arn", arn(&group))
                .output("name", id.to_owned())
                .field("retention_days", group.retention_in_days)
        }))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, Fault> {
        let answer = cx.logs().delete_log_group().log_group_name(id).send().await;
        absent(answer.map_err(fault("logs:DeleteLogGroup")))?;
        Ok(Deletion::Accepted)
    }
}
