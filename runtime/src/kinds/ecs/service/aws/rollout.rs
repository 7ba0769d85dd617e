//! Rollouts: whether the tasks of a service run, and if not, why.

use crate::aws::operations::log;
use crate::aws::{Cx, absent, api_error};
use crate::kinds::ecs::CONTAINER;
use crate::kinds::ecs::Service;
use crate::kinds::ecs::task_definition::aws::log_of;
use crate::operations::Log;
use crate::provider::{ApiError, Live, State};
use aws_sdk_ecs::primitives::DateTime;
use aws_sdk_ecs::types::{
    Deployment, DeploymentRolloutState, DesiredStatus, Service as Found, ServiceEvent, Task, TaskStopCode,
};
use std::collections::BTreeSet;

/// How many of the service's last events are reported for a failed rollout.
const EVENTS: usize = 3;
/// How many of the last lines of a task's log are reported.
const LINES: usize = 8;
/// How long before a task's end its log is read from, in milliseconds.
const SPAN: i64 = 10 * 60 * 1000;

/// The fields that a rollback restores.
const REVISED: [&str; 6] = ["task_definition", "shares", "subnets", "groups", "target_group", "port"];

/// Returns after how many failed tasks the circuit breaker ends a deployment as failed: half of the desired count, but
/// at least 3 and at most 200: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html>
fn threshold(desired: i32) -> usize {
    usize::try_from(desired).unwrap_or_default().div_ceil(2).clamp(3, 200)
}

/// The state of a rollout, as the service itself reports it.
#[derive(Debug, PartialEq)]
enum RolloutState<'a> {
    /// All of its tasks run.
    Done,
    /// It is in progress: how far it is.
    UnderWay(String),
    /// It is in progress, and tasks are missing: the deployment's ID, its desired count, and how far it is.
    Wanting(&'a str, i32, String),
    /// ECS has ended it as failed: the reason in ECS's words, and the task definition that runs instead.
    Undone(Vec<String>),
}

impl Service {
    /// Returns the state of the requested rollout, with the cause if it failed. `live` holds the service's settings.
    pub(super) async fn rollout(&self, cx: &Cx<'_>, one: &Found, live: &Live) -> Result<State, ApiError> {
        Ok(match self.rollout_state(one, live) {
            RolloutState::Done => State::Ready,
            RolloutState::UnderWay(word) => State::Pending(with_problems(&word, one)),
            RolloutState::Undone(mut lines) => {
                lines.extend(self.explain(cx, one, &self.stopped(cx, one).await?).await);
                State::Failed(lines.join("\n"))
            }
            RolloutState::Wanting(deployment, desired, word) => {
                let stopped = self.stopped(cx, one).await?;
                let is_of_it = |task: &&Task| task.started_by() == Some(deployment) && has_failed(task);
                let count = stopped.iter().filter(is_of_it).count();
                // The circuit breaker does not count a task that ran for a moment:
                // https://github.com/aws/containers-roadmap/issues/1206
                if count < threshold(desired) {
                    return Ok(State::Pending(with_problems(&word, one)));
                }
                let mut lines = vec![format!(
                    "{count} tasks ended one after the other, and ECS keeps starting more"
                )];
                lines.extend(self.explain(cx, one, &stopped).await);
                State::Failed(lines.join("\n"))
            }
        })
    }

    /// Explains why the rollout takes long: the service's events, how the last task ended, and why the load balancer does not
    /// send requests to a task.
    pub(super) async fn explain_rollout(&self, cx: &Cx<'_>, one: &Found) -> Vec<String> {
        let stopped = self.stopped(cx, one).await.unwrap_or_default();
        let mut lines = self.explain(cx, one, &stopped).await;
        lines.extend(self.unhealthy(cx).await);
        lines
    }

    /// Lists why the load balancer does not send requests to tasks, once for each reason:
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html>
    async fn unhealthy(&self, cx: &Cx<'_>) -> BTreeSet<String> {
        let call = cx.elb().describe_target_health();
        let answer = call.target_group_arn(self.target_group.value()).send().await.ok();
        let targets = answer
            .and_then(|answer| answer.target_health_descriptions)
            .unwrap_or_default();
        let health = targets.iter().filter_map(|target| target.target_health());
        let reasons = health.filter_map(|health| {
            let reason = health.reason()?.as_str();
            let text = health.description().map(|text| format!(": {text}"));
            Some(format!(
                "a target of the load balancer is unhealthy, {reason}{}",
                text.unwrap_or_default()
            ))
        });
        reasons.collect()
    }

    fn rollout_state<'a>(&self, one: &'a Found, live: &Live) -> RolloutState<'a> {
        let ours = Some(self.task_definition.value());
        let deployments = one.deployments();
        let primary = deployments.iter().find(|one| one.status() == Some("PRIMARY"));
        let Some(primary) = primary else {
            return RolloutState::UnderWay("no deployment yet".into());
        };
        let is_failed = |one: &&Deployment| one.rollout_state() == Some(&DeploymentRolloutState::Failed);
        // An earlier failure of the same revision does not count for a deployment that is in progress.
        let failed = if primary.task_definition() == ours {
            Some(primary).filter(is_failed)
        } else {
            let mut failed = deployments.iter().filter(is_failed);
            failed.find(|one| one.task_definition() == ours)
        };
        // The circuit breaker restores everything as of the last good deployment, and then reports that as a success:
        // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
        let is_undone = !self.is_set(live) && reports_rollback(one, primary);
        if failed.is_some() || is_undone {
            let reason = failed.and_then(Deployment::rollout_state_reason);
            let mut lines = vec![reason.unwrap_or("ECS rolled back the deployment").to_owned()];
            if primary.task_definition() != ours {
                let back = primary.task_definition().unwrap_or("of the previous deployment");
                lines.push(format!("ECS keeps running the task definition {back}"));
            }
            return RolloutState::Undone(lines);
        }
        let word = primary.rollout_state();
        let word = word.map_or("IN_PROGRESS", DeploymentRolloutState::as_str);
        let (running, desired) = (one.running_count, one.desired_count);
        let progress = format!("{word}, {running} of {desired} tasks running");
        match primary.id() {
            _ if word == "COMPLETED" && running == desired => RolloutState::Done,
            Some(id) if word == "IN_PROGRESS" && primary.running_count < primary.desired_count => {
                RolloutState::Wanting(id, primary.desired_count, progress)
            }
            _ => RolloutState::UnderWay(progress),
        }
    }

    /// Returns whether the service has the requested values in the fields that a rollback restores.
    fn is_set(&self, live: &Live) -> bool {
        let asked = serde_json::to_value(self).unwrap_or_default();
        let differs = |field: &&str| live.fields.get(*field).is_some_and(|value| *value != asked[*field]);
        !REVISED.iter().any(differs)
    }

    /// Explains the failure in AWS's words: the last events, how the last task ended, and its last output.
    async fn explain(&self, cx: &Cx<'_>, one: &Found, stopped: &[Task]) -> Vec<String> {
        let mut lines: Vec<String> = events(one).map(str::to_owned).collect();
        let last = stopped.iter().max_by_key(|task| task.stopped_at().map(DateTime::secs));
        if let Some(task) = last {
            lines.extend(ended(task));
            let output = last_lines(cx, task).await;
            if !output.is_empty() {
                lines.push("its last output:".into());
            }
            lines.extend(output.into_iter().map(|line| format!("  {line}")));
        }
        lines
    }

    /// Lists the tasks of the requested revision that have ended. AWS reports them for an hour.
    async fn stopped(&self, cx: &Cx<'_>, one: &Found) -> Result<Vec<Task>, ApiError> {
        let cluster = self.cluster.value();
        // One page of the newest is enough for a reason, and for any threshold that matters.
        let call = cx
            .ecs()
            .list_tasks()
            .cluster(cluster)
            .set_service_name(one.service_name.clone())
            .desired_status(DesiredStatus::Stopped);
        let answer = absent(call.send().await.map_err(api_error("ecs:ListTasks")))?;
        let arns = answer.and_then(|answer| answer.task_arns).unwrap_or_default();
        if arns.is_empty() {
            return Ok(Vec::new());
        }
        let call = cx.ecs().describe_tasks().cluster(cluster).set_tasks(Some(arns));
        let answer = call.send().await.map_err(api_error("ecs:DescribeTasks"))?;
        let tasks = answer.tasks.unwrap_or_default().into_iter();
        let ours = Some(self.task_definition.value());
        Ok(tasks.filter(|task| task.task_definition_arn() == ours).collect())
    }
}

/// Returns whether ECS reports that it rolled back to an earlier deployment.
fn reports_rollback(one: &Found, primary: &Deployment) -> bool {
    let says = |text: &str| text.contains("rolling back");
    primary.rollout_state_reason().is_some_and(says)
        || one.events().iter().filter_map(|event| event.message()).any(says)
}

/// Returns the last events that report a problem, newest first as ECS lists them; without any, the last of all events.
fn events(one: &Found) -> impl Iterator<Item = &str> {
    let messages = || one.events().iter().filter_map(|event| event.message());
    let any = messages().any(is_problem);
    messages()
        .filter(move |message| !any || is_problem(message))
        .take(EVENTS)
}

/// Adds the problems to a word that the service has reported since its deployment began, with the newest first.
fn with_problems(word: &str, one: &Found) -> String {
    let mut deployments = one.deployments().iter();
    let primary = deployments.find(|one| one.status() == Some("PRIMARY"));
    let since = primary.and_then(Deployment::created_at).map(DateTime::secs);
    let is_recent = |event: &&ServiceEvent| event.created_at().map(DateTime::secs) >= since;
    let messages = one
        .events()
        .iter()
        .filter(is_recent)
        .filter_map(|event| event.message());
    let problems: Vec<&str> = messages.filter(|message| is_problem(message)).take(EVENTS).collect();
    if problems.is_empty() {
        word.to_owned()
    } else {
        format!("{word}\n{}", problems.join("\n"))
    }
}

/// Returns whether an event reports a problem:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html>
fn is_problem(message: &str) -> bool {
    let words = ["failed", "unable", "unhealthy", "rolling back", "not able"];
    words.iter().any(|word| message.contains(word))
}

/// Returns whether a task failed, and was not stopped on request or interrupted by Spot.
fn has_failed(task: &Task) -> bool {
    let failed_check = || {
        task.stopped_reason()
            .is_some_and(|reason| reason.contains("health checks"))
    };
    match task.stop_code() {
        Some(TaskStopCode::TaskFailedToStart | TaskStopCode::EssentialContainerExited) => true,
        _ => failed_check(),
    }
}

/// Explains how a task ended, as a whole and for each container.
fn ended(task: &Task) -> Vec<String> {
    let reason = task.stopped_reason().unwrap_or("AWS gives no reason");
    let mut lines = vec![format!("a task stopped: {reason}")];
    for container in task.containers() {
        let name = container.name().unwrap_or(CONTAINER);
        let code = container.exit_code().map(|code| format!("ended with {code}"));
        let words: Vec<String> = code.into_iter().chain(container.reason().map(str::to_owned)).collect();
        if !words.is_empty() {
            lines.push(format!("container {name} {}", words.join(": ")));
        }
    }
    lines
}

/// Reads the last lines of a task's log; none if they cannot be read, because the rest is reported anyway.
async fn last_lines(cx: &Cx<'_>, task: &Task) -> Vec<String> {
    let definition = task.task_definition_arn().unwrap_or_default();
    let id = task.task_arn().and_then(|arn| arn.rsplit('/').next());
    let (Ok(Some((group, prefix))), Some(id)) = (log_of(cx, definition).await, id) else {
        return Vec::new();
    };
    let end = task.stopped_at().and_then(|at| at.to_millis().ok()).unwrap_or_default();
    let log = Log {
        region: cx.target.region.clone(),
        group,
        stream: format!("{prefix}/{CONTAINER}/{id}"),
        since: (end - SPAN).max(0),
    };
    let page = log::read(cx.clients, &log, None).await.unwrap_or_default();
    let from = page.lines.len().saturating_sub(LINES);
    page.lines.into_iter().skip(from).map(|line| line.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_ecs::types::Container;
    use serde_json::json;

    const BROKEN: &str = "ECS deployment circuit breaker: tasks failed to start.";

    fn asked(task_definition: &str) -> Service {
        let fields = json!({
            "cluster": "campus", "schema": "tables", "task_definition": task_definition, "target_group": "web", "port": 8080,
            "subnets": ["subnet-1"], "groups": ["sg-1"], "shares": { "fargate": 1, "spot": 3, "base": 0 },
            "initial_count": 2, "grace_period": 120,
        });
        serde_json::from_value(fields).expect("a service")
    }

    fn deployment(status: &str, task_definition: &str, state: DeploymentRolloutState) -> Deployment {
        let reason = if state == DeploymentRolloutState::Failed {
            BROKEN
        } else {
            "fine"
        };
        Deployment::builder()
            .id(format!("ecs-svc/{task_definition}"))
            .status(status)
            .task_definition(task_definition)
            .rollout_state(state)
            .rollout_state_reason(reason)
            .desired_count(2)
            .running_count(2)
            .build()
    }

    fn service(deployments: Vec<Deployment>, event: &str) -> Found {
        Found::builder()
            .set_deployments(Some(deployments))
            .events(ServiceEvent::builder().message(event).build())
            .desired_count(2)
            .running_count(2)
            .build()
    }

    fn set(task_definition: &str, spot: u32) -> Live {
        let shares = json!({ "fargate": 1, "spot": spot, "base": 0 });
        Live::default()
            .field("task_definition", task_definition)
            .field("shares", shares)
    }

    #[test]
    fn rollback_is_a_failure_of_the_new_revision_and_not_of_the_old_one() {
        use DeploymentRolloutState::{Completed, Failed};
        let both = vec![
            deployment("PRIMARY", "web:1", Completed),
            deployment("ACTIVE", "web:2", Failed),
        ];
        let one = service(both, "rolling back to deployment ecs-svc/web:1");
        let back = "ECS keeps running the task definition web:1";
        let undone = RolloutState::Undone(vec![BROKEN.into(), back.into()]);
        assert_eq!(asked("web:2").rollout_state(&one, &set("web:1", 3)), undone);
        assert_eq!(asked("web:1").rollout_state(&one, &set("web:1", 3)), RolloutState::Done);
        // Once the failed deployment is no longer listed, the events show the rollback.
        let one = service(
            vec![deployment("PRIMARY", "web:1", Completed)],
            "rolling back to deployment ecs-svc/web:1",
        );
        let undone = RolloutState::Undone(vec!["ECS rolled back the deployment".into(), back.into()]);
        assert_eq!(asked("web:2").rollout_state(&one, &set("web:1", 3)), undone);
    }

    #[test]
    fn rollback_to_the_same_task_definition_is_detected_by_the_settings() {
        let one = vec![deployment("PRIMARY", "web:1", DeploymentRolloutState::Completed)];
        let one = service(one, "rolling back to deployment ecs-svc/web:1");
        let undone = RolloutState::Undone(vec!["ECS rolled back the deployment".into()]);
        assert_eq!(asked("web:1").rollout_state(&one, &set("web:1", 0)), undone);
        assert_eq!(asked("web:1").rollout_state(&one, &set("web:1", 3)), RolloutState::Done);
    }

    #[test]
    fn deployment_in_progress_is_not_failed_by_an_earlier_one_of_its_revision() {
        use DeploymentRolloutState::{Failed, InProgress};
        let mut next = deployment("PRIMARY", "web:2", InProgress);
        next.running_count = 0;
        let one = service(
            vec![next, deployment("ACTIVE", "web:2", Failed)],
            "rolling back to deployment ecs-svc/web:1",
        );
        let progress = "IN_PROGRESS, 2 of 2 tasks running".to_owned();
        let wanting = RolloutState::Wanting("ecs-svc/web:2", 2, progress);
        assert_eq!(asked("web:2").rollout_state(&one, &set("web:2", 3)), wanting);
    }

    #[test]
    fn first_deployment_fails_with_nothing_to_roll_back_to() {
        let one = service(
            vec![deployment("PRIMARY", "web:1", DeploymentRolloutState::Failed)],
            "unable",
        );
        let undone = RolloutState::Undone(vec![BROKEN.into()]);
        assert_eq!(asked("web:1").rollout_state(&one, &set("web:1", 3)), undone);
    }

    #[test]
    fn circuit_breaker_waits_for_half_of_the_tasks_and_at_least_three() {
        assert_eq!([0, 1, 2, 6, 7, 1000].map(threshold), [3, 3, 3, 3, 4, 200]);
    }

    #[test]
    fn stopped_or_interrupted_task_is_not_a_failure() {
        let stopped = |code: TaskStopCode, reason: &str| {
            has_failed(&Task::builder().stop_code(code).stopped_reason(reason).build())
        };
        assert!(stopped(
            TaskStopCode::TaskFailedToStart,
            "CannotPullContainerError: not found"
        ));
        assert!(stopped(
            TaskStopCode::EssentialContainerExited,
            "Essential container in task exited"
        ));
        assert!(stopped(
            TaskStopCode::ServiceSchedulerInitiated,
            "Task failed ELB health checks in (target-group a)"
        ));
        assert!(!stopped(
            TaskStopCode::ServiceSchedulerInitiated,
            "Scaling activity initiated by (deployment 1)"
        ));
        assert!(!stopped(
            TaskStopCode::SpotInterruption,
            "Your Spot Task was interrupted."
        ));
    }

    #[test]
    fn events_about_problems_are_reported_before_all_others() {
        let service = |messages: &[&str]| {
            let events = messages
                .iter()
                .map(|message| ServiceEvent::builder().message(*message).build());
            Found::builder().set_events(Some(events.collect())).build()
        };
        let one = service(&[
            "rolling back to deployment 1",
            "has started 1 tasks",
            "deployment failed",
            "unable",
            "unable",
        ]);
        assert_eq!(
            events(&one).collect::<Vec<_>>(),
            ["rolling back to deployment 1", "deployment failed", "unable"]
        );
        assert_eq!(
            events(&service(&["has started 1 tasks"])).collect::<Vec<_>>(),
            ["has started 1 tasks"]
        );
    }

    #[test]
    fn service_that_is_not_ready_reports_the_problems_of_its_deployment_and_not_earlier_ones() {
        const LIMIT: &str =
            "(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs";
        let event = |at: i64, message: &str| {
            let event = ServiceEvent::builder().message(message);
            event.created_at(DateTime::from_secs(at)).build()
        };
        let mut began = deployment("PRIMARY", "web:2", DeploymentRolloutState::InProgress);
        began.created_at = Some(DateTime::from_secs(100));
        let events = vec![
            event(130, "(service web) has started 1 tasks"),
            event(120, LIMIT),
            event(90, "(service web) (task 1) failed container health checks"),
        ];
        let one = Found::builder().deployments(began).set_events(Some(events)).build();
        assert_eq!(with_problems("IN_PROGRESS", &one), format!("IN_PROGRESS\n{LIMIT}"));
        let one = service(Vec::new(), "(service web) has reached a steady state");
        assert_eq!(with_problems("IN_PROGRESS", &one), "IN_PROGRESS");
    }

    #[test]
    fn ended_task_is_reported_with_each_container_that_gives_a_reason() {
        let quiet = Container::builder().name("quiet").build();
        let loud = Container::builder()
            .name("moodle")
            .exit_code(137)
            .reason("OutOfMemoryError")
            .build();
        let task = Task::builder().stopped_reason("Essential container in task exited");
        assert_eq!(
            ended(&task.containers(quiet).containers(loud).build()),
            [
                "a task stopped: Essential container in task exited",
                "container moodle ended with 137: OutOfMemoryError"
            ]
        );
    }
}
