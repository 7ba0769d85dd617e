//! `compute`: the cluster, its service, and the tasks that run next to it.

use super::container::{Container, EntryPoint, port};
use super::database::Database;
use super::files::Files;
use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::load_balancer::LoadBalancer;
use super::network::Network;
use super::roles;
use super::security::SecurityGroups;
use crate::kinds::ecs::{Cluster, Service, Shares, TaskDefinition};
use crate::kinds::moodle::{BringIn, Schema};
use crate::kinds::scheduler::Schedule;
use crate::resource::id::SchemaId;
use crate::resource::{Handle, Ref};
use moodle_stack_model::Capacity;

const KEY: &str = "compute";
/// The address of Moodle's tables.
pub(crate) const SCHEMA: &str = "compute.schema";
/// The address of the schedule of Moodle's cron.
pub(crate) const CRON: &str = "compute.cron";

/// The address of the service that serves the site.
pub(crate) const SERVICE: &str = "compute.service";
/// The address of the task definition for shell sessions by ECS Exec.
pub(crate) const EXEC: &str = "compute.task-exec";

/// The resources that other parts refer to.
pub(super) struct Compute {
    pub(super) cluster: Handle<Cluster>,
    pub(super) service: Handle<Service>,
}

/// The stores that hold the site's data.
pub(super) struct DataStores<'a> {
    pub(super) database: &'a Database,
    pub(super) files: &'a Files,
}

/// Adds the cluster, the task definitions, the service and the schedule of cron.
pub(super) fn compute(
    graph: &mut GraphBuilder,
    network: &Network,
    groups: &SecurityGroups,
    linked_roles: &LinkedRoles,
    load_balancer: &LoadBalancer,
    container: &Container,
    stores: &DataStores<'_>,
) -> Compute {
    let cluster = Cluster {
        container_insights: graph.architecture.observability.container_insights,
        log_days: graph.architecture.observability.retention_days,
        session_log: container.session_log.clone(),
        linked_role: linked_roles.ecs.clone(),
    };
    let name = graph.names.of("cluster");
    let cluster = graph.add_as("compute.cluster", name, KEY, &cluster);
    let web = task(graph, container, EntryPoint::Web);
    let schema = schema(graph, network, groups, &cluster, container, stores);
    cron(graph, network, groups, &cluster, container, &schema);
    // It is for anyone who needs a shell.
    task(graph, container, EntryPoint::Exec);

    let declared = graph.architecture.compute;
    let Capacity::Spread(spread) = declared.capacity;
    let service = Service {
        cluster: cluster.arn(),
        schema,
        task_definition: web.arn(),
        target_group: load_balancer.associated_target_group.clone(),
        port: port(graph),
        subnets: network.private_with_egress.clone(),
        groups: vec![groups.tasks.clone()],
        shares: Shares {
            fargate: spread.fargate,
            spot: spread.spot,
            base: spread.base,
        },
        initial_count: declared.replicas.min,
        grace_period: declared.grace_period,
    };
    let name = graph.names.of("moodle");
    let service = graph.add_as(SERVICE, name, KEY, &service);
    Compute { cluster, service }
}

/// Adds the task definition of an entry point.
fn task(graph: &mut GraphBuilder, container: &Container, entry_point: EntryPoint) -> Handle<TaskDefinition> {
    let task = container.task(graph, entry_point);
    let name = graph.names.of(entry_point.name());
    graph.add_as(&format!("compute.task-{}", entry_point.name()), name, KEY, &task)
}

/// Adds Moodle's tables, and the tasks that create and upgrade them.
fn schema(
    graph: &mut GraphBuilder,
    network: &Network,
    groups: &SecurityGroups,
    cluster: &Handle<Cluster>,
    container: &Container,
    stores: &DataStores<'_>,
) -> Ref<SchemaId> {
    let install = task(graph, container, EntryPoint::Install);
    let upgrade = task(graph, container, EntryPoint::Upgrade);
    let (database, clustered) = stores.database.identifier();
    let schema = Schema {
        version: graph.architecture.moodle.version.into(),
        image: graph.architecture.moodle.image.into(),
        cluster: cluster.arn(),
        install: install.arn(),
        upgrade: upgrade.arn(),
        subnets: network.private_with_egress.clone(),
        groups: vec![groups.tasks.clone()],
        log_group: container.maintenance_log(),
        database,
        clustered,
        file_system: stores.files.arn.clone(),
        vault: stores.files.vault.clone(),
        backup_role: stores.files.backup_role.clone(),
        bring_in: bring_in(graph, container, stores.files),
    };
    graph.add(SCHEMA, "moodle.version", &schema).id()
}

/// Adds the task that brings in restored files, if the stack is restored from a backup.
fn bring_in(graph: &mut GraphBuilder, container: &Container, files: &Files) -> Option<BringIn> {
    let root = files.root.as_ref()?;
    let task = container.adopt(graph, files, root);
    let name = graph.names.of("adopt");
    let task = graph.add_as("compute.task-adopt", name, KEY, &task);
    Some(BringIn {
        file_system: root.volume.file_system.clone(),
        adopt: task.arn(),
    })
}

/// Adds the schedule that runs Moodle's cron every minute, once for the site regardless of how many tasks serve it:
/// <https://docs.moodle.org/502/en/Cron>.
fn cron(
    graph: &mut GraphBuilder,
    network: &Network,
    groups: &SecurityGroups,
    cluster: &Handle<Cluster>,
    container: &Container,
    schema: &Ref<SchemaId>,
) {
    let task = task(graph, container, EntryPoint::Cron);
    let family = graph.names.of(EntryPoint::Cron.name());
    let passed = [container.execution_role.clone(), container.task_role.clone()];
    let role = roles::scheduler(graph, &family, &cluster.arn(), &passed);
    let schedule = Schedule {
        enabled: true,
        schema: schema.clone(),
        expression: "rate(1 minute)".into(),
        cluster: cluster.arn(),
        task_definition: task.arn(),
        role,
        subnets: network.private_with_egress.clone(),
        groups: vec![groups.tasks.clone()],
    };
    graph.add(CRON, KEY, &schedule);
}
