//! AWS Step Functions.

use super::StateMachine;
use crate::aws::listing::gather;
use crate::aws::policy::{as_applied, parse};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_sfn::Client;
use aws_sdk_sfn::operation::describe_state_machine::DescribeStateMachineOutput;
use aws_sdk_sfn::types::{StateMachineStatus, StateMachineType, Tag};

const LIST: &str = "states:ListStateMachines";
const TAGS: &str = "states:ListTagsForResource";

async fn get(client: &Client, arn: &str) -> Result<Option<DescribeStateMachineOutput>, ApiError> {
    let answer = client.describe_state_machine().state_machine_arn(arn).send().await;
    absent(answer.map_err(api_error("states:DescribeStateMachine")))
}

/// Reads the tags of a state machine; `None` if it is being deleted or does not exist.
async fn tags(client: &Client, arn: &str) -> Result<Option<Vec<Tag>>, ApiError> {
    // A state machine that is being deleted is still listed until its last execution ends:
    // https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
    match get(client, arn).await? {
        Some(found) if found.status != Some(StateMachineStatus::Deleting) => {}
        _ => return Ok(None),
    }
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    let answer = absent(answer.map_err(api_error(TAGS)))?;
    Ok(answer.map(|answer| answer.tags.unwrap_or_default()))
}

impl Adapter for StateMachine {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx.sfn().list_state_machines().into_paginator().items().send();
        while let Some(machine) = pages.next().await {
            let machine = machine.map_err(api_error(LIST))?;
            if machine.name != cx.target.name {
                continue;
            }
            let arn = machine.state_machine_arn;
            let Some(tags) = tags(&cx.sfn(), &arn).await? else {
                continue;
            };
            return cx.claim(TAGS, arn, pairs(&tags));
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.sfn().list_state_machines().into_paginator().items().send();
        let arns = gather(LIST, pages, |one| {
            lx.is_named_for_stack(&one.name).then_some(one.state_machine_arn)
        });
        let tags = async |arn: &str| Ok(tags(&lx.sfn(), arn).await?.unwrap_or_default());
        lx.owned_by_tags(arns.await?, tags).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "states:CreateStateMachine";
        let tags = cx.tags(|key, value| Tag::builder().key(key).value(value).build());
        let call = cx
            .sfn()
            .create_state_machine()
            .name(&cx.target.name)
            .r#type(StateMachineType::Standard)
            .definition(self.definition.to_string())
            .role_arn(self.role.value())
            .set_tags(Some(tags));
        let created = call.send().await.map_err(api_error(CALL))?;
        Ok(created.state_machine_arn)
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["definition", "role"]) {
            return Ok(());
        }
        let call = cx
            .sfn()
            .update_state_machine()
            .state_machine_arn(id)
            .definition(self.definition.to_string())
            .role_arn(self.role.value());
        call.send().await.map_err(api_error("states:UpdateStateMachine"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let found = get(&cx.sfn(), id).await?;
        Ok(found.map(|found| {
            let state = match found.status {
                Some(StateMachineStatus::Deleting) => State::Deleting("deleting".into()),
                _ => State::Ready,
            };
            Live::new(state)
                .output("arn", found.state_machine_arn)
                .field("definition", as_applied(parse(&found.definition), &self.definition))
                .field("role", found.role_arn)
        }))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let answer = cx.sfn().delete_state_machine().state_machine_arn(id).send().await;
        absent(answer.map_err(api_error("states:DeleteStateMachine")))?;
        Ok(Deletion::Accepted)
    }
}
