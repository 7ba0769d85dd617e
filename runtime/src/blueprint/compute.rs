//! `compute`: the cluster, its service, and the tasks that run beside it.

use super::container::{Container, TaskRole, port};
use super::database::Database;
use super::files::Files;
use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::load_balancer::Front;
use super::network::Network;
use super::roles;
use super::security::Groups;
use crate::kinds::ecs::{Cluster, Service, Shares, TaskDefinition};
use crate::kinds::moodle::{BringIn, Schema};
use crate::kinds::scheduler::Schedule;
use crate::resource::id::SchemaId;
use crate::resource::{Handle, Ref};
use moodle_stack_model::Capacity;

const KEY: &str = "compute";
/// Where Moodle's tables stand in the graph.
pub(crate) const SCHEMA: &str = "compute.schema";
/// Where the schedule of Moodle's cron stands in the graph.
pub(crate) const CRON: &str = "compute.cron";

/// Where the service that serves the site stands in the graph.
pub(crate) const SERVICE: &str = "compute.service";
/// Where the task definition of the task that somebody works in stands in the graph.
pub(crate) const EXEC: &str = "compute.task-exec";

/// What other parts may refer to.
pub(super) struct Compute {
    /// The cluster.
    pub(super) cluster: Handle<Cluster>,
    /// The service.
    pub(super) service: Handle<Service>,
}

/// Where Moodle keeps what people put into it.
pub(super) struct Store<'a> {
    /// The database.
    pub(super) database: &'a Database,
    /// The file system.
    pub(super) files: &'a Files,
}

/// Adds the cluster, the task definitions, the service and the schedule of cron.
pub(super) fn compute(
    draft: &mut GraphBuilder,
    network: &Network,
    groups: &Groups,
    linked_roles: &LinkedRoles,
    front: &Front,
    container: &Container,
    store: &Store<'_>,
) -> Compute {
    let cluster = Cluster {
        container_insights: draft.site.observability.container_insights,
        log_days: draft.site.observability.retention_days,
        linked_role: linked_roles.ecs.clone(),
    };
    let name = draft.names.of("cluster");
    let cluster = draft.add_as("compute.cluster", name, KEY, &cluster);
    let web = task(draft, container, TaskRole::Web);
    let schema = schema(draft, network, groups, &cluster, container, store);
    cron(draft, network, groups, &cluster, container, &schema);
    // It is there for whoever wants a shell.
    task(draft, container, TaskRole::Exec);

    let declared = draft.site.compute;
    let Capacity::Spread(spread) = declared.capacity;
    let service = Service {
        cluster: cluster.arn(),
        schema,
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
    let service = draft.add_as(SERVICE, name, KEY, &service);
    Compute { cluster, service }
}

/// Adds the task definition of some work.
fn task(draft: &mut GraphBuilder, container: &Container, work: TaskRole) -> Handle<TaskDefinition> {
    let task = container.task(draft, work);
    let name = draft.names.of(work.name());
    draft.add_as(&format!("compute.task-{}", work.name()), name, KEY, &task)
}

/// Adds Moodle's tables, and the tasks that make and upgrade them.
fn schema(
    draft: &mut GraphBuilder,
    network: &Network,
    groups: &Groups,
    cluster: &Handle<Cluster>,
    container: &Container,
    store: &Store<'_>,
) -> Ref<SchemaId> {
    let install = task(draft, container, TaskRole::Install);
    let upgrade = task(draft, container, TaskRole::Upgrade);
    let (database, clustered) = store.database.whole();
    let schema = Schema {
        version: draft.site.moodle.version.into(),
        image: draft.site.moodle.image.into(),
        cluster: cluster.arn(),
        install: install.arn(),
        upgrade: upgrade.arn(),
        subnets: network.routed.clone(),
        groups: vec![groups.tasks.clone()],
        log_group: container.maintenance_log(),
        database,
        clustered,
        file_system: store.files.arn.clone(),
        vault: store.files.vault.clone(),
        backup_role: store.files.backup_role.clone(),
        bring_in: bring_in(draft, container, store.files),
    };
    draft.add(SCHEMA, "moodle.version", &schema).id()
}

/// Adds what brings the files of another stack in, where that is to be done.
fn bring_in(draft: &mut GraphBuilder, container: &Container, files: &Files) -> Option<BringIn> {
    let root = files.root.as_ref()?;
    let task = container.adopt(draft, files, root);
    let name = draft.names.of("adopt");
    let task = draft.add_as("compute.task-adopt", name, KEY, &task);
    Some(BringIn {
        file_system: root.volume.file_system.clone(),
        adopt: task.arn(),
    })
}

/// Runs Moodle's cron every minute: once for the site, however many tasks serve it.
/// <https://docs.moodle.org/502/en/Cron>
fn cron(
    draft: &mut GraphBuilder,
    network: &Network,
    groups: &Groups,
    cluster: &Handle<Cluster>,
    container: &Container,
    schema: &Ref<SchemaId>,
) {
    let task = task(draft, container, TaskRole::Cron);
    let family = draft.names.of(TaskRole::Cron.name());
    let passed = [container.execution_role.clone(), container.task_role.clone()];
    let role = roles::scheduler(draft, &family, &cluster.arn(), &passed);
    let schedule = Schedule {
        enabled: true,
        schema: schema.clone(),
        expression: "rate(1 minute)".into(),
        cluster: cluster.arn(),
        task_definition: task.arn(),
        role,
        subnets: network.routed.clone(),
        groups: vec![groups.tasks.clone()],
    };
    draft.add(CRON, KEY, &schedule);
}
