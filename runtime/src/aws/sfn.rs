//! AWS Step Functions.

use super::policy::{as_applied, parse};
use super::{Adapter, Changed, Cx, absent, fault};
use crate::provider::{Deletion, Fault, FaultKind, Live, State};
use crate::resource::sfn::StateMachine;
use aws_sdk_sfn::operation::describe_state_machine::DescribeStateMachineOutput;
use aws_sdk_sfn::types::{StateMachineStatus, StateMachineType, Tag};

async fn get(cx: &Cx<'_>, arn: &str) -> Result<Option<DescribeStateMachineOutput>, Fault> {
    let answer = cx.sfn().describe_state_machine().state_machine_arn(arn).send().await;
    absent(answer.map_err(fault("states:DescribeStateMachine")))
}

impl Adapter for StateMachine {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, Fault> {
        const CALL: &str = "states:ListTagsForResource";
        let mut pages = cx.sfn().list_state_machines().into_paginator().items().send();
        while let Some(machine) = pages.next().await {
            let machine = machine.map_err(fault("states:ListStateMachines"))?;
            if machine.name != cx.target.name {
                continue;
            }
            let arn = machine.state_machine_arn;
            // One that is being deleted is still listed, and ends with its last execution:
            // https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
            match get(cx, &arn).await? {
                Some(found) if found.status != Some(StateMachineStatus::Deleting) => {}
                _ => continue,
            }
            let tags = match cx
                .sfn()
                .list_tags_for_resource()
                .resource_arn(&arn)
                .send()
                .await
                .map_err(fault(CALL))
            {
                Ok(answer) => answer.tags.unwrap_or_default(),
                Err(fault) if fault.kind == FaultKind::NotFound => continue,
                Err(fault) => return Err(fault),
            };
            let tags = tags.iter().filter_map(|tag| Some((tag.key()?, tag.value()?)));
            return cx.claim(CALL, arn, tags);
        }
        Ok(None)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, Fault> {
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
        let made = call.send().await.map_err(fault(CALL))?;
        Ok(made.state_machine_arn)
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: Changed<'_>) -> Result<(), Fault> {
        if changed.is_new() || !changed.any(&["definition", "role"]) {
            return Ok(());
        }
        let call = cx
            .sfn()
            .update_state_machine()
            .state_machine_arn(id)
            .definition(self.definition.to_string())
            .role_arn(self.role.value());
        call.send().await.map_err(fault("states:UpdateStateMachine"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, Fault> {
        let found = get(cx, id).await?;
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

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, Fault> {
        let answer = cx.sfn().delete_state_machine().state_machine_arn(id).send().await;
        absent(answer.map_err(fault("states:DeleteStateMachine")))?;
        Ok(Deletion::Accepted)
    }
}
