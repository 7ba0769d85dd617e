//! The number of tasks of a service.

use crate::aws::clients::Clients;
use crate::aws::error::{absent, api_error};
use crate::aws::request::int;
use crate::operations::{ClusterRef, ServiceState};
use crate::provider::ApiError;
use aws_sdk_ecs::Client;
use aws_sdk_ecs::types::{Deployment, DeploymentRolloutState, Service};

/// The words in ECS's events about problems:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html>.
const PROBLEMS: [&str; 3] = ["unable", "failed", "unhealthy"];

/// Returns how many tasks a service has.
pub(super) async fn state(clients: &Clients, place: &ClusterRef, arn: &str) -> Result<Option<ServiceState>, ApiError> {
    let client = clients.client(&place.region, Client::new);
    let call = client.describe_services().cluster(&place.cluster).services(arn);
    let answer = absent(call.send().await.map_err(api_error("ecs:DescribeServices")))?;
    let one = answer.and_then(|answer| answer.services.unwrap_or_default().into_iter().next());
    // A deleted service stays visible for a while.
    let one = one.filter(|one| one.status() == Some("ACTIVE"));
    Ok(one.map(|one| ServiceState {
        desired: count(one.desired_count),
        running: count(one.running_count),
        steady: is_steady(&one),
        problem: problem(&one),
    }))
}

/// Sets the desired number of tasks of a service.
pub(super) async fn set_count(clients: &Clients, place: &ClusterRef, arn: &str, count: u32) -> Result<(), ApiError> {
    let client = clients.client(&place.region, Client::new);
    let call = client.update_service().cluster(&place.cluster).service(arn);
    let call = call.desired_count(int(count));
    call.send().await.map_err(api_error("ecs:UpdateService"))?;
    Ok(())
}

fn is_steady(one: &Service) -> bool {
    let completed = |deployment: &Deployment| deployment.rollout_state() == Some(&DeploymentRolloutState::Completed);
    one.running_count == one.desired_count && one.pending_count == 0 && one.deployments().iter().all(completed)
}

/// Returns the last problem; the newest event is first.
fn problem(one: &Service) -> Option<(i64, String)> {
    one.events().iter().find_map(|event| {
        let message = event.message()?;
        let at = event.created_at()?.to_millis().ok()?;
        let is_problem = PROBLEMS.iter().any(|word| message.contains(word));
        is_problem.then(|| (at, message.to_owned()))
    })
}

fn count(count: i32) -> u32 {
    u32::try_from(count).unwrap_or_default()
}
