//! Shells in tasks, with ECS Exec.

use crate::aws::clients::Clients;
use crate::aws::error::{absent, api_error, missing};
use crate::kinds::ecs::CONTAINER;
use crate::operations::{ClusterRef, Shell, ShellState};
use crate::provider::ApiError;
use crate::secret::SecretValue;
use aws_sdk_ecs::Client;
use aws_sdk_ecs::types::{Container, ManagedAgentName, Task};
use serde_json::json;

/// Opens a shell in a task, once its agent is connected.
pub(super) async fn open(
    clients: &Clients,
    place: &ClusterRef,
    arn: &str,
    command: &str,
) -> Result<ShellState, ApiError> {
    const CALL: &str = "ecs:ExecuteCommand";
    let client = clients.client(&place.region, Client::new);
    let call = client.describe_tasks().cluster(&place.cluster).tasks(arn);
    let answer = absent(call.send().await.map_err(api_error("ecs:DescribeTasks")))?;
    let task = answer.and_then(|answer| answer.tasks.unwrap_or_default().into_iter().next());
    let Some(task) = task else {
        return Ok(ShellState::Unavailable("ECS does not know the task".into()));
    };
    let container = match ready_container(&task) {
        Ok(container) => container,
        Err(state) => return Ok(state),
    };
    let call = client.execute_command().cluster(&place.cluster).task(arn);
    let call = call.container(CONTAINER).interactive(true).command(command);
    let answer = match call.send().await.map_err(api_error(CALL)) {
        Ok(answer) => answer,
        // The agent reports that it runs a moment before it is connected.
        Err(error) if error.code == "TargetNotConnectedException" => {
            return Ok(ShellState::Pending("waiting for its agent to connect".into()));
        }
        Err(error) => return Err(error),
    };
    let session = answer.session().ok_or_else(|| missing(CALL, "session"))?;
    let answer = json!({
        "SessionId": session.session_id(),
        "StreamUrl": session.stream_url(),
        "TokenValue": session.token_value(),
    });
    let last = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_owned();
    let runtime = container.runtime_id().unwrap_or_default();
    Ok(ShellState::Open(Shell {
        answer: SecretValue::new(answer.to_string()),
        target: format!("ecs:{}_{}_{runtime}", last(&place.cluster), last(arn)),
    }))
}

/// Returns the container of a task once its agent runs; until then, the error is the state of the task. The states:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html>.
fn ready_container(task: &Task) -> Result<&Container, ShellState> {
    let container = task.containers().iter().find(|one| one.name() == Some(CONTAINER));
    let word = task.last_status().unwrap_or("PENDING");
    if matches!(
        word,
        "DEACTIVATING" | "STOPPING" | "DEPROVISIONING" | "STOPPED" | "DELETED"
    ) {
        let reasons = [task.stopped_reason(), container.and_then(Container::reason)];
        let reasons: Vec<&str> = reasons.into_iter().flatten().collect();
        return Err(ShellState::Unavailable(format!("{word}: {}", reasons.join("; "))));
    }
    let Some(container) = container.filter(|_| word == "RUNNING") else {
        return Err(ShellState::Pending(word.into()));
    };
    let mut agents = container.managed_agents().iter();
    let agent = agents.find(|agent| agent.name() == Some(&ManagedAgentName::ExecuteCommandAgent));
    match agent.and_then(|agent| agent.last_status()) {
        Some("RUNNING") => Ok(container),
        Some("STOPPED") => {
            let why = agent.and_then(|agent| agent.reason()).unwrap_or("AWS gave no reason");
            Err(ShellState::Unavailable(format!("its agent has stopped: {why}")))
        }
        _ => Err(ShellState::Pending("waiting for its agent to start".into())),
    }
}
