//! Amazon EventBridge Scheduler.

use super::Schedule;
use crate::aws::answer::in_order;
use crate::aws::listing::{belonging, gather};
use crate::aws::request::{list, unbuilt, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_owned};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::operation::get_schedule::GetScheduleOutput;
use aws_sdk_scheduler::types::{
    AssignPublicIp, AwsVpcConfiguration, EcsParameters, FlexibleTimeWindow, FlexibleTimeWindowMode, LaunchType,
    NetworkConfiguration, PropagateTags, RetryPolicy, ScheduleState, Target,
};

const MARK: &str = "moodle-stack: ";

impl Cx<'_> {
    /// Returns the description that marks a schedule as owned: only groups of schedules have tags.
    fn schedule_mark(&self) -> String {
        format!("{MARK}{} of {}", self.target.address, self.target.stack)
    }
}

/// Returns the address in the description of a schedule that the stack owns.
fn marked<'d>(description: &'d str, stack: &str) -> Option<&'d str> {
    let (address, of) = description.strip_prefix(MARK)?.split_once(" of ")?;
    (of == stack).then_some(address)
}

impl Schedule {
    fn state(&self) -> ScheduleState {
        if self.enabled {
            ScheduleState::Enabled
        } else {
            ScheduleState::Disabled
        }
    }

    fn task(&self, call: &'static str) -> Result<Target, ApiError> {
        let vpc = AwsVpcConfiguration::builder()
            .set_subnets(Some(list(&self.subnets)))
            .set_security_groups(Some(list(&self.groups)))
            .assign_public_ip(AssignPublicIp::Disabled)
            .build()
            .map_err(unbuilt(call))?;
        let ecs = EcsParameters::builder()
            .task_definition_arn(self.task_definition.value())
            .task_count(1)
            .launch_type(LaunchType::Fargate)
            .platform_version("LATEST")
            .network_configuration(NetworkConfiguration::builder().awsvpc_configuration(vpc).build())
            .enable_ecs_managed_tags(true)
            .propagate_tags(PropagateTags::TaskDefinition)
            .build()
            .map_err(unbuilt(call))?;
        // A task that fails to start is not retried: the next run starts soon, and two at once would only wait for each
        // other's locks. A minute is the shortest age that AWS accepts:
        // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
        let once = RetryPolicy::builder()
            .maximum_retry_attempts(0)
            .maximum_event_age_in_seconds(60);
        Target::builder()
            .arn(self.cluster.value())
            .role_arn(self.role.value())
            .ecs_parameters(ecs)
            .retry_policy(once.build())
            .build()
            .map_err(unbuilt(call))
    }
}

fn on_time(call: &'static str) -> Result<FlexibleTimeWindow, ApiError> {
    let window = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off);
    window.build().map_err(unbuilt(call))
}

async fn get(client: &Client, name: &str) -> Result<Option<GetScheduleOutput>, ApiError> {
    let answer = client.get_schedule().name(name).send().await;
    absent(answer.map_err(api_error("scheduler:GetSchedule")))
}

impl Adapter for Schedule {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        match get(&cx.scheduler(), name).await? {
            None => Ok(None),
            Some(one) if one.description() == Some(&cx.schedule_mark()) => Ok(Some(name.clone())),
            Some(_) => {
                let what = format!("the schedule `{name}`");
                Err(not_owned("scheduler:GetSchedule", &what))
            }
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.scheduler().list_schedules().name_prefix(lx.prefix());
        let pages = call.into_paginator().items().send();
        let names = gather("scheduler:ListSchedules", pages, |one| one.name).await?;
        let mut owned = Vec::new();
        for name in names {
            let one = get(&lx.scheduler(), &name).await?;
            let address = one.as_ref().and_then(|one| marked(one.description()?, lx.scope.stack));
            owned.extend(address.map(|address| Owned {
                address: address.into(),
                name: name.clone(),
                ..belonging("", &name)
            }));
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "scheduler:CreateSchedule";
        let call = cx
            .scheduler()
            .create_schedule()
            .name(&cx.target.name)
            .description(cx.schedule_mark())
            .schedule_expression(&self.expression)
            .state(self.state())
            .flexible_time_window(on_time(CALL)?)
            .target(self.task(CALL)?)
            // At most 64 characters: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
            .client_token(&cx.target.token);
        call.send().await.map_err(api_error(CALL))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        const CALL: &str = "scheduler:UpdateSchedule";
        // An update replaces everything: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
        let sent = [
            "enabled",
            "expression",
            "cluster",
            "task_definition",
            "role",
            "subnets",
            "groups",
        ];
        if changed.is_new() || !changed.take(&sent) {
            return Ok(());
        }
        let call = cx
            .scheduler()
            .update_schedule()
            .name(id)
            .description(cx.schedule_mark())
            .schedule_expression(&self.expression)
            .state(self.state())
            .flexible_time_window(on_time(CALL)?)
            .target(self.task(CALL)?);
        call.send().await.map_err(api_error(CALL))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = get(&cx.scheduler(), id).await? else {
            return Ok(None);
        };
        let mut live = Live::new(State::Ready)
            .output("arn", one.arn.clone())
            .field("enabled", one.state() != Some(&ScheduleState::Disabled))
            .reported("expression", one.schedule_expression());
        if let Some(target) = one.target() {
            live = live.field("cluster", target.arn()).field("role", target.role_arn());
            if let Some(ecs) = target.ecs_parameters() {
                live = live.field("task_definition", ecs.task_definition_arn());
                let network = ecs.network_configuration().and_then(|one| one.awsvpc_configuration());
                if let Some(network) = network {
                    let subnets = in_order(values(&self.subnets), network.subnets());
                    let groups = in_order(values(&self.groups), network.security_groups());
                    live = live.field("subnets", subnets).field("groups", groups);
                }
            }
        }
        Ok(Some(live))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.scheduler().delete_schedule().name(id).send().await;
        absent(sent.map_err(api_error("scheduler:DeleteSchedule")))?;
        Ok(Deletion::Accepted)
    }
}
