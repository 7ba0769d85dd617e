//! One-off tasks.

use crate::aws::clients::Clients;
use crate::aws::error::{absent, api_error, missing};
use crate::aws::request::unbuilt;
use crate::kinds::ecs::CONTAINER;
use crate::operations::{ClusterRef, OneOffTask, TaskFilter, TaskState};
use crate::provider::{ApiError, ApiErrorKind};
use aws_sdk_ecs::Client;
use aws_sdk_ecs::types::{
    AssignPublicIp, AwsVpcConfiguration, ContainerOverride, DesiredStatus, Failure, LaunchType, NetworkConfiguration,
    Tag, TaskOverride,
};

fn client(clients: &Clients, place: &ClusterRef) -> Client {
    clients.client(&place.region, Client::new)
}

/// Starts a task, on Fargate and not on Fargate Spot: a one-off task must not be interrupted to save costs.
pub(super) async fn start(clients: &Clients, task: &OneOffTask) -> Result<String, ApiError> {
    const CALL: &str = "ecs:RunTask";
    let vpc = AwsVpcConfiguration::builder()
        .set_subnets(Some(task.subnets.clone()))
        .set_security_groups(Some(task.groups.clone()))
        .assign_public_ip(AssignPublicIp::Disabled);
    let vpc = vpc.build().map_err(unbuilt(CALL))?;
    let mut container = ContainerOverride::builder().name(CONTAINER);
    if !task.command.is_empty() {
        container = container.set_command(Some(task.command.clone()));
    }
    let tags = task.tags.iter();
    let tags = tags.map(|(key, value)| Tag::builder().key(key).value(value).build());
    let call = client(clients, &task.place)
        .run_task()
        .cluster(&task.place.cluster)
        .task_definition(&task.task_definition)
        .launch_type(LaunchType::Fargate)
        .platform_version("LATEST")
        .count(1)
        .network_configuration(NetworkConfiguration::builder().awsvpc_configuration(vpc).build())
        .overrides(TaskOverride::builder().container_overrides(container.build()).build())
        .started_by(&task.started_by)
        // At most 64 characters: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
        .client_token(&task.token)
        .enable_ecs_managed_tags(true)
        .enable_execute_command(task.entered)
        .set_tags(Some(tags.collect()));
    let answer = call.send().await.map_err(api_error(CALL))?;
    if let Some(failure) = answer.failures().first() {
        return Err(not_placed(CALL, failure));
    }
    let arn = answer.tasks().first().and_then(|task| task.task_arn());
    arn.map(str::to_owned).ok_or_else(|| missing(CALL, "task ARN"))
}

/// Returns the error of a task that could not be placed, which can be retried: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html>
fn not_placed(call: &str, failure: &Failure) -> ApiError {
    let reason = failure.reason().unwrap_or("the task was not placed");
    let detail = failure.detail().map(|detail| format!(": {detail}"));
    let message = format!("{reason}{}", detail.unwrap_or_default());
    ApiError::new(ApiErrorKind::Unavailable, call, "NotPlaced", message)
}

/// Lists the tasks whose desired status is running.
pub(super) async fn running(
    clients: &Clients,
    place: &ClusterRef,
    which: &TaskFilter,
) -> Result<Vec<String>, ApiError> {
    let call = client(clients, place).list_tasks().cluster(&place.cluster);
    // `startedBy` must be the only filter, and running is the default:
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
    let call = match which {
        TaskFilter::Family(family) => call.family(family).desired_status(DesiredStatus::Running),
        TaskFilter::StartedBy(one) => call.started_by(one),
    };
    let mut pages = call.into_paginator().items().send();
    let mut tasks = Vec::new();
    while let Some(task) = pages.next().await {
        tasks.push(task.map_err(api_error("ecs:ListTasks"))?);
    }
    Ok(tasks)
}

/// Returns the state of a task.
pub(super) async fn state(clients: &Clients, place: &ClusterRef, arn: &str) -> Result<Option<TaskState>, ApiError> {
    let call = client(clients, place).describe_tasks().cluster(&place.cluster);
    let answer = absent(call.tasks(arn).send().await.map_err(api_error("ecs:DescribeTasks")))?;
    let task = answer.and_then(|answer| answer.tasks.unwrap_or_default().into_iter().next());
    Ok(task.map(|task| {
        let word = task.last_status().unwrap_or("PENDING");
        if word != "STOPPED" {
            return TaskState::Running(word.into());
        }
        let container = task.containers().iter().find(|one| one.name() == Some(CONTAINER));
        let reasons = [task.stopped_reason(), container.and_then(|one| one.reason())];
        let reasons: Vec<&str> = reasons.into_iter().flatten().collect();
        TaskState::Stopped {
            exit: container.and_then(aws_sdk_ecs::types::Container::exit_code),
            reason: if reasons.is_empty() {
                "AWS gave no reason".into()
            } else {
                reasons.join("; ")
            },
        }
    }))
}

/// Asks a task to stop.
pub(super) async fn stop(clients: &Clients, place: &ClusterRef, arn: &str, why: &str) -> Result<(), ApiError> {
    let call = client(clients, place).stop_task().cluster(&place.cluster).task(arn);
    absent(call.reason(why).send().await.map_err(api_error("ecs:StopTask")))?;
    Ok(())
}
