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
use aws_smithy_types::DateTime;
use serde_json::{Value, json};

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

/// Returns when a schedule starts tasks, besides its expression: `None` for one that is as it was set.
fn window(schedule: Option<&GetScheduleOutput>) -> Value {
    let window = schedule
        .and_then(|one| one.flexible_time_window())
        .map(FlexibleTimeWindow::mode);
    let at = |time: Option<&DateTime>| time.map(ToString::to_string);
    json!({
        "flexible": window.unwrap_or(&FlexibleTimeWindowMode::Off).as_str(),
        // The default: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
        "time_zone": schedule.and_then(|one| one.schedule_expression_timezone()).unwrap_or("UTC"),
        "start": at(schedule.and_then(|one| one.start_date())),
        "end": at(schedule.and_then(|one| one.end_date())),
    })
}

/// Returns what runs, besides the task definition.
fn task(target: &Target) -> Value {
    let ecs = target.ecs_parameters();
    let network = ecs.and_then(|ecs| ecs.network_configuration()?.awsvpc_configuration());
    json!({
        "input": target.input(),
        "dead_letter_queue": target.dead_letter_config().and_then(|queue| queue.arn()),
        "count": ecs.and_then(EcsParameters::task_count).unwrap_or(1),
        "launch_type": ecs.and_then(|ecs| ecs.launch_type()).map(LaunchType::as_str),
        "platform_version": ecs.and_then(|ecs| ecs.platform_version()).unwrap_or("LATEST"),
        "public_ip": network.and_then(|network| network.assign_public_ip()).map(AssignPublicIp::as_str),
        "managed_tags": ecs.and_then(|ecs| ecs.enable_ecs_managed_tags).unwrap_or(false),
        "execute_command": ecs.and_then(|ecs| ecs.enable_execute_command).unwrap_or(false),
        "propagate_tags": ecs.and_then(|ecs| ecs.propagate_tags()).map(PropagateTags::as_str),
        "capacity_providers": ecs.map_or(0, |ecs| ecs.capacity_provider_strategy().len()),
    })
}

/// Returns how often and how long a task that does not start is tried again. The defaults are AWS's:
/// <https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html>.
fn retries(target: &Target) -> Value {
    let policy = target.retry_policy();
    json!({
        "attempts": policy.and_then(RetryPolicy::maximum_retry_attempts).unwrap_or(185),
        "seconds": policy.and_then(RetryPolicy::maximum_event_age_in_seconds).unwrap_or(86_400),
    })
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
            "window",
            "task",
            "retries",
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
            .reported("expression", one.schedule_expression())
            .constant("window", window(None), window(Some(&one)));
        if let Some(target) = one.target() {
            let expected = self.task("scheduler:GetSchedule")?;
            live = live
                .field("cluster", target.arn())
                .field("role", target.role_arn())
                .constant("task", task(&expected), task(target))
                .constant("retries", retries(&expected), retries(target));
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
