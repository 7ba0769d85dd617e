//! Flow logs.

use super::super::aws::refused;
use super::FlowLog;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_ec2::types::{FlowLogsResourceType, LogDestinationType, ResourceType, TrafficType};

impl Adapter for FlowLog {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .ec2()
            .describe_flow_logs()
            .set_filter(Some(cx.ec2_filters()))
            .into_paginator()
            .items()
            .send();
        while let Some(log) = pages.next().await {
            let log = log.map_err(api_error("ec2:DescribeFlowLogs"))?;
            if cx.owns_ec2(log.tags()) {
                return Ok(log.flow_log_id);
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_flow_logs().filter(lx.ec2_filter());
        gather("ec2:DescribeFlowLogs", call.into_paginator().items().send(), |one| {
            lx.owned_ec2(one.flow_log_id(), one.tags())
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "ec2:CreateFlowLogs";
        let call = cx
            .ec2()
            .create_flow_logs()
            .resource_type(FlowLogsResourceType::Vpc)
            .resource_ids(self.vpc.value())
            .traffic_type(TrafficType::All)
            .log_destination_type(LogDestinationType::CloudWatchLogs)
            .log_group_name(self.log_group.value())
            .deliver_logs_permission_arn(self.role.value())
            .client_token(&cx.target.token)
            .tag_specifications(cx.ec2_tags(ResourceType::VpcFlowLog));
        let answer = call.send().await.map_err(api_error(CALL))?;
        refused(CALL, answer.unsuccessful())?;
        let id = answer.flow_log_ids.unwrap_or_default().into_iter().next();
        id.ok_or_else(|| missing(CALL, "flow log ID"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx.ec2().describe_flow_logs().flow_log_ids(id).send().await;
        let answer = absent(answer.map_err(api_error("ec2:DescribeFlowLogs")))?;
        let logs = answer.and_then(|answer| answer.flow_logs).unwrap_or_default();
        let log = logs.into_iter().find(|log| log.flow_log_id() == Some(id));
        Ok(log.map(|log| {
            // A `FAILED` delivery is not final: AWS keeps trying, and the first ones fail if the role was just created.
            Live::new(State::Ready)
                .owned_by(cx.ec2_owner(log.tags()))
                .output("id", id.to_owned())
                .field("vpc", log.resource_id)
                .field("log_group", log.log_group_name)
                .field("role", log.deliver_logs_permission_arn)
        }))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        const CALL: &str = "ec2:DeleteFlowLogs";
        let answer = cx.ec2().delete_flow_logs().flow_log_ids(id).send().await;
        let answer = answer
            .map_err(api_error(CALL))
            .and_then(|answer| refused(CALL, answer.unsuccessful()));
        absent(answer)?;
        Ok(Deletion::Accepted)
    }
}
