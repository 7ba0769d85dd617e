//! `compute`: the cluster, its service, and the tasks that run beside it.

use super::container::{Container, Work, port};
use super::draft::Draft;
use super::linked_roles::LinkedRoles;
use super::load_balancer::Front;
use super::network::Network;
use super::roles;
use super::security::Groups;
use crate::resource::Handle;
use crate::resource::ecs::{Cluster, Service, Shares, TaskDefinition};
use crate::resource::scheduler::Schedule;
use moodle_stack_model::Capacity;

const KEY: &str = "compute";

/// What other parts may refer to.
pub(super) struct Compute {
    /// The cluster.
    pub(super) cluster: Handle<Cluster>,
    /// The service.
    pub(super) service: Handle<Service>,
}

/// Adds the cluster, the task definitions, the service and the schedule of cron.
pub(super) fn compute(
    draft: &mut Draft,
    network: &Network,
    groups: &Groups,
    linked_roles: &LinkedRoles,
    front: &Front,
    container: &Container,
) -> Compute {
    let cluster = Cluster {
        container_insights: draft.site.observability.container_insights,
        log_days: draft.site.observability.retention_days,
        linked_role: linked_roles.ecs.clone(),
    };
    let name = draft.names.of("cluster");
    let cluster = draft.add_as("compute.cluster", name, KEY, &cluster);
    let web = task(draft, container, Work::Web);
    // Nobody waits for these two: they are there to be run by hand, or by a deployment.
    task(draft, container, Work::Install);
    task(draft, container, Work::Upgrade);
    cron(draft, network, groups, &cluster, container);

    let declared = draft.site.compute;
    let Capacity::Spread(spread) = declared.capacity;
    let service = Service {
        cluster: cluster.arn(),
        task_definition: web.arn(),
        target_group: front.sent_to.clone(),
        port: port(draft),
        subnets: network.routed.clone(),
        groups: vec![groups.tasks.clone()],
        shares: Shares {
            fargate: spread.fargate,
            spot: spread.spot,
            base: spread.base,
        },
        initial_count: declared.replicas.min,
        grace_period: declared.grace_period,
    };
    let name = draft.names.of("moodle");
    let service = draft.add_as("compute.service", name, KEY, &service);
    Compute { cluster, service }
}

/// Adds the task definition of some work.
fn task(draft: &mut Draft, container: &Container, work: Work) -> Handle<TaskDefinition> {
    let task = container.task(draft, work);
    let name = draft.names.of(work.name());
    draft.add_as(&format!("compute.task-{}", work.name()), name, KEY, &task)
}

/// Runs Moodle's cron every minute: once for the site, however many tasks serve it.
/// <https://docs.moodle.org/502/en/Cron>
fn cron(draft: &mut Draft, network: &Network, groups: &Groups, cluster: &Handle<Cluster>, container: &Container) {
    let task = task(draft, container, Work::Cron);
    let family = draft.names.of(Work::Cron.name());
    let passed = [container.execution_role.clone(), container.task_role.clone()];
    let role = roles::scheduler(draft, &family, &cluster.arn(), &passed);
    let schedule = Schedule {
        expression: "rate(1 minute)".into(),
        cluster: cluster.arn(),
        task_definition: task.arn(),
        role,
        subnets: network.routed.clone(),
        groups: vec![groups.tasks.clone()],
    };
    draft.add("compute.cron", KEY, &schedule);
}
