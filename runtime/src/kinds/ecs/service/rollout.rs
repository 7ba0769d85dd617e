//! Rollouts: how the tasks of a service come to run, and why they do not.

use super::Service;
use crate::aws::operations::log;
use crate::aws::{Cx, absent, api_error};
use crate::kinds::ecs::CONTAINER;
use crate::kinds::ecs::task_definition::aws::log_of;
use crate::operations::Log;
use crate::provider::{ApiError, Live, State};
use aws_sdk_ecs::primitives::DateTime;
use aws_sdk_ecs::types::{Deployment, DeploymentRolloutState, DesiredStatus, Service as Found, Task, TaskStopCode};

/// How many of the service's last events are told of a rollout that failed.
const EVENTS: usize = 3;
/// How many of the last lines are told of the log of a task.
const LINES: usize = 8;
/// How long before its end a task's log is read from, in milliseconds.
const SPAN: i64 = 10 * 60 * 1000;

/// The fields that a rollback puts back.
const REVISED: [&str; 6] = ["task_definition", "shares", "subnets", "groups", "target_group", "port"];

/// At how many tasks that did not get well the circuit breaker gives a deployment up: half of those desired, but from 3 to
/// 200: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html>
fn threshold(desired: i32) -> usize {
    usize::try_from(desired).unwrap_or_default().div_ceil(2).clamp(3, 200)
}

/// How a rollout stands, by what the service itself tells.
#[derive(Debug, PartialEq)]
enum RolloutState<'a> {
    /// All of its tasks run.
    Done,
    /// It goes on: how far it is.
    UnderWay(String),
    /// It goes on, and tasks are missing: of this deployment, which wants so many.
    Wanting(&'a str, i32, String),
    /// ECS has given it up: in its words, and what goes on instead.
    Undone(Vec<String>),
}

impl Service {
    /// How the rollout stands that was asked for, with the cause where it failed. `live` is what the service is set to.
    pub(super) async fn rollout(&self, cx: &Cx<'_>, one: &Found, live: &Live) -> Result<State, ApiError> {
        Ok(match self.standing(one, live) {
            RolloutState::Done => State::Ready,
            RolloutState::UnderWay(word) => State::Pending(word),
            RolloutState::Undone(mut lines) => {
                lines.extend(self.told(cx, one, &self.stopped(cx, one).await?).await);
                State::Failed(lines.join("\n"))
            }
            RolloutState::Wanting(deployment, desired, word) => {
                let stopped = self.stopped(cx, one).await?;
                let is_of_it = |task: &&Task| task.started_by() == Some(deployment) && is_unwell(task);
                let count = stopped.iter().filter(is_of_it).count();
                // The circuit breaker does not count a task that ran for a moment:
                // https://github.com/aws/containers-roadmap/issues/1206
                if count < threshold(desired) {
                    return Ok(State::Pending(word));
                }
                let mut lines = vec![format!(
                    "{count} tasks ended one after the other, and ECS goes on to start more"
                )];
                lines.extend(self.told(cx, one, &stopped).await);
                State::Failed(lines.join("\n"))
            }
        })
    }

    fn standing<'a>(&self, one: &'a Found, live: &Live) -> RolloutState<'a> {
        let ours = Some(self.task_definition.value());
        let deployments = one.deployments();
        let primary = deployments.iter().find(|one| one.status() == Some("PRIMARY"));
        let Some(primary) = primary else {
            return RolloutState::UnderWay("no deployment yet".into());
        };
        let is_failed = |one: &&Deployment| one.rollout_state() == Some(&DeploymentRolloutState::Failed);
        // One that failed earlier with the same revision says nothing of one that goes on.
        let failed = if primary.task_definition() == ours {
            Some(primary).filter(is_failed)
        } else {
            let mut failed = deployments.iter().filter(is_failed);
            failed.find(|one| one.task_definition() == ours)
        };
        // The circuit breaker puts everything back as it was at the last good deployment, and then calls that a success:
        // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
        let is_undone = !self.is_set(live) && says_rollback(one, primary);
        if failed.is_some() || is_undone {
            let reason = failed.and_then(Deployment::rollout_state_reason);
            let mut lines = vec![reason.unwrap_or("ECS has undone the deployment").to_owned()];
            if primary.task_definition() != ours {
                let back = primary.task_definition().unwrap_or("the one before");
                lines.push(format!("ECS goes on with the task definition {back}"));
            }
            return RolloutState::Undone(lines);
        }
        let word = primary.rollout_state();
        let word = word.map_or("IN_PROGRESS", DeploymentRolloutState::as_str);
        let (running, desired) = (one.running_count, one.desired_count);
        let told = format!("{word}, {running} of {desired} tasks running");
        match primary.id() {
            _ if word == "COMPLETED" && running == desired => RolloutState::Done,
            Some(id) if word == "IN_PROGRESS" && primary.running_count < primary.desired_count => {
                RolloutState::Wanting(id, primary.desired_count, told)
            }
            _ => RolloutState::UnderWay(told),
        }
    }

    /// Tells whether the service is set to what is asked for, in what a rollback puts back.
    fn is_set(&self, live: &Live) -> bool {
        let asked = serde_json::to_value(self).unwrap_or_default();
        let differs = |field: &&str| live.fields.get(*field).is_some_and(|value| *value != asked[*field]);
        !REVISED.iter().any(differs)
    }

    /// Says in AWS's words what went wrong: the last events, how the last task ended, and what it said last.
    async fn told(&self, cx: &Cx<'_>, one: &Found, stopped: &[Task]) -> Vec<String> {
        let mut lines: Vec<String> = events(one).map(str::to_owned).collect();
        let last = stopped.iter().max_by_key(|task| task.stopped_at().map(DateTime::secs));
        if let Some(task) = last {
            lines.extend(ended(task));
            let said = last_lines(cx, task).await;
            if !said.is_empty() {
                lines.push("the last that it wrote:".into());
            }
            lines.extend(said.into_iter().map(|line| format!("  {line}")));
        }
        lines
    }

    /// Lists the tasks of the asked revision that have ended. AWS tells of them for an hour.
    async fn stopped(&self, cx: &Cx<'_>, one: &Found) -> Result<Vec<Task>, ApiError> {
        let cluster = self.cluster.value();
        // One page of the newest is enough for a reason, and to count to any threshold that matters.
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

/// Tells whether ECS says that it has gone back to an earlier deployment.
fn says_rollback(one: &Found, primary: &Deployment) -> bool {
    let says = |text: &str| text.contains("rolling back");
    primary.rollout_state_reason().is_some_and(says)
        || one.events().iter().filter_map(|event| event.message()).any(says)
}

/// The last events that tell of trouble, the newest first, as ECS lists them; the last of all where none does:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html>
fn events(one: &Found) -> impl Iterator<Item = &str> {
    let telling = ["failed", "unable", "unhealthy", "rolling back", "not able"];
    let is_telling = move |message: &&str| telling.iter().any(|word| message.contains(word));
    let messages = || one.events().iter().filter_map(|event| event.message());
    let any = messages().any(|message| is_telling(&message));
    messages()
        .filter(move |message| !any || is_telling(message))
        .take(EVENTS)
}

/// Tells whether a task ended by its own fault, and not for its price, or since it was told to.
fn is_unwell(task: &Task) -> bool {
    let failed_check = || {
        task.stopped_reason()
            .is_some_and(|reason| reason.contains("health checks"))
    };
    match task.stop_code() {
        Some(TaskStopCode::TaskFailedToStart | TaskStopCode::EssentialContainerExited) => true,
        _ => failed_check(),
    }
}

/// Says how a task ended, as a whole and by container.
fn ended(task: &Task) -> Vec<String> {
    let reason = task.stopped_reason().unwrap_or("AWS does not say why");
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

/// Reads the last that a task has written; nothing where that is not to be had, since the rest is told all the same.
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
    use aws_sdk_ecs::types::{Container, ServiceEvent};
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
    fn a_rollback_is_a_failure_for_whoever_asked_for_the_new_tasks_and_none_for_whoever_asked_for_the_old() {
        use DeploymentRolloutState::{Completed, Failed};
        let both = vec![
            deployment("PRIMARY", "web:1", Completed),
            deployment("ACTIVE", "web:2", Failed),
        ];
        let one = service(both, "rolling back to deployment ecs-svc/web:1");
        let back = "ECS goes on with the task definition web:1";
        let undone = RolloutState::Undone(vec![BROKEN.into(), back.into()]);
        assert_eq!(asked("web:2").standing(&one, &set("web:1", 3)), undone);
        assert_eq!(asked("web:1").standing(&one, &set("web:1", 3)), RolloutState::Done);
        // Once the failed deployment is gone from the list, the events tell.
        let one = service(
            vec![deployment("PRIMARY", "web:1", Completed)],
            "rolling back to deployment ecs-svc/web:1",
        );
        let undone = RolloutState::Undone(vec!["ECS has undone the deployment".into(), back.into()]);
        assert_eq!(asked("web:2").standing(&one, &set("web:1", 3)), undone);
    }

    #[test]
    fn a_rollback_to_the_same_task_definition_is_told_by_what_the_service_is_set_to() {
        let one = vec![deployment("PRIMARY", "web:1", DeploymentRolloutState::Completed)];
        let one = service(one, "rolling back to deployment ecs-svc/web:1");
        let undone = RolloutState::Undone(vec!["ECS has undone the deployment".into()]);
        assert_eq!(asked("web:1").standing(&one, &set("web:1", 0)), undone);
        assert_eq!(asked("web:1").standing(&one, &set("web:1", 3)), RolloutState::Done);
    }

    #[test]
    fn a_deployment_that_goes_on_is_not_called_failed_for_an_earlier_one_of_its_revision() {
        use DeploymentRolloutState::{Failed, InProgress};
        let mut next = deployment("PRIMARY", "web:2", InProgress);
        next.running_count = 0;
        let one = service(
            vec![next, deployment("ACTIVE", "web:2", Failed)],
            "rolling back to deployment ecs-svc/web:1",
        );
        let told = "IN_PROGRESS, 2 of 2 tasks running".to_owned();
        let wanting = RolloutState::Wanting("ecs-svc/web:2", 2, told);
        assert_eq!(asked("web:2").standing(&one, &set("web:2", 3)), wanting);
    }

    #[test]
    fn the_first_deployment_of_a_service_fails_without_one_to_go_back_to() {
        let one = service(
            vec![deployment("PRIMARY", "web:1", DeploymentRolloutState::Failed)],
            "unable",
        );
        let undone = RolloutState::Undone(vec![BROKEN.into()]);
        assert_eq!(asked("web:1").standing(&one, &set("web:1", 3)), undone);
    }

    #[test]
    fn the_breaker_waits_for_three_tasks_and_for_half_of_many() {
        assert_eq!([0, 1, 2, 6, 7, 1000].map(threshold), [3, 3, 3, 3, 4, 200]);
    }

    #[test]
    fn a_task_that_was_taken_away_is_no_failure() {
        let stopped = |code: TaskStopCode, reason: &str| {
            is_unwell(&Task::builder().stop_code(code).stopped_reason(reason).build())
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
    fn the_events_that_tell_of_trouble_are_told_before_all_others() {
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
    fn a_task_is_told_with_each_container_that_says_something() {
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
