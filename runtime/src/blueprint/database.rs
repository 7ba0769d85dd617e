//! `database`: an RDS instance or an Aurora cluster, with its subnet group and parameters.

use super::engine::Engine;
use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::network::Network;
use super::security::SecurityGroups;
use crate::kinds::rds::{
    DbCluster, DbClusterInstance, DbClusterParameterGroup, DbInstance, DbParameterGroup, DbSubnetGroup,
};
use crate::resource::id::{
    DbIdentifier, DbParameterGroupName, DbSubnetGroupName, HostName, Port, RoleArn, SecretArn, SecurityGroupId,
};
use crate::resource::{Joined, Ref, Retention};
use moodle_stack_model::{Aurora, Instance, KeepDatabase, Range};

const KEY: &str = "database";
/// The name of the database that the server creates.
pub(super) const DATABASE_NAME: &str = "moodle";
const MASTER_USER: &str = "dbadmin";
const PARAMETER_GROUP_DESCRIPTION: &str = "The database of a Moodle site";

/// The resources that other parts refer to.
pub(super) struct Database {
    /// The host that takes writes.
    pub(super) host: Ref<HostName>,
    pub(super) port: Ref<Port>,
    /// The secret that RDS manages, with the master user's name and password.
    pub(super) secret: Ref<SecretArn>,
    pub(super) engine: Engine,
    /// The instances, starting with the one that takes writes.
    pub(super) instances: Vec<Ref<DbIdentifier>>,
    /// The cluster, if the engine is Aurora.
    pub(super) cluster: Option<Ref<DbIdentifier>>,
}

/// The settings that an instance and a cluster share.
struct Common {
    engine: Engine,
    subnet_group: Ref<DbSubnetGroupName>,
    groups: Vec<Ref<SecurityGroupId>>,
    linked_role: Ref<RoleArn>,
}

pub(super) fn database(
    graph: &mut GraphBuilder,
    network: &Network,
    groups: &SecurityGroups,
    linked_roles: &LinkedRoles,
) -> Database {
    let subnets = DbSubnetGroup {
        vpc: network.vpc.clone(),
        description: format!("The database of {}", graph.architecture.domain),
        subnets: network.private.clone(),
    };
    let common = Common {
        engine: Engine::of(&graph.architecture.database),
        subnet_group: graph.add("database.subnets", "network.zones", &subnets).name(),
        groups: vec![groups.database.clone()],
        linked_role: linked_roles.rds.clone(),
    };
    match graph.architecture.database {
        moodle_stack_model::Database::Mysql(declared)
        | moodle_stack_model::Database::MariaDb(declared)
        | moodle_stack_model::Database::Postgres(declared) => instance(graph, common, declared),
        moodle_stack_model::Database::AuroraMysql(declared)
        | moodle_stack_model::Database::AuroraPostgres(declared) => cluster(graph, common, declared),
    }
}

fn instance(graph: &mut GraphBuilder, common: Common, declared: Instance) -> Database {
    let engine = common.engine;
    let parameters = DbParameterGroup {
        family: engine.family(declared.version),
        // It cannot be changed in place, so it has nothing from the declaration in it.
        description: PARAMETER_GROUP_DESCRIPTION.into(),
        parameters: engine.parameters(),
    };
    let parameter_group: Ref<DbParameterGroupName> =
        graph.add("database.parameters", "database.version", &parameters).name();
    let instance = DbInstance {
        snapshot: graph.restore_source.as_ref().map(|source| source.database.clone()),
        engine: engine.name.into(),
        version: declared.version.into(),
        class: declared.class.into(),
        storage: declared.storage.min,
        max_storage: declared.storage.max,
        multi_az: declared.multi_az,
        backup_days: declared.backup_days,
        subnet_group: common.subnet_group,
        groups: common.groups,
        parameter_group,
        database: DATABASE_NAME.into(),
        user: MASTER_USER.into(),
        port: engine.port,
        log_exports: log_exports(&engine),
        log_days: graph.architecture.observability.retention_days,
        deletion_protection: declared.deletion_protection,
        on_destroy: on_destroy(declared.on_destroy),
        linked_role: common.linked_role,
    };
    let name = graph.names.of("database");
    let instance = graph.add_as("database.instance", name, KEY, &instance);
    Database {
        host: instance.endpoint(),
        port: instance.port(),
        secret: instance.secret(),
        engine,
        instances: vec![instance.id()],
        cluster: None,
    }
}

fn cluster(graph: &mut GraphBuilder, common: Common, declared: Aurora) -> Database {
    let engine = common.engine;
    let parameters = DbClusterParameterGroup {
        family: engine.family(declared.version),
        // It cannot be changed in place, so it has nothing from the declaration in it.
        description: PARAMETER_GROUP_DESCRIPTION.into(),
        parameters: engine.parameters(),
    };
    let parameter_group = graph.add("database.parameters", "database.version", &parameters).name();
    let cluster = DbCluster {
        snapshot: graph.restore_source.as_ref().map(|source| source.database.clone()),
        engine: engine.name.into(),
        version: declared.version.into(),
        capacity: declared.capacity.map(half_acus),
        backup_days: declared.backup_days,
        subnet_group: common.subnet_group,
        groups: common.groups,
        parameter_group,
        database: DATABASE_NAME.into(),
        user: MASTER_USER.into(),
        port: engine.port,
        log_exports: log_exports(&engine),
        log_days: graph.architecture.observability.retention_days,
        deletion_protection: declared.deletion_protection,
        on_destroy: on_destroy(declared.on_destroy),
        linked_role: common.linked_role,
    };
    let name = graph.names.of("database");
    let cluster = graph.add_as("database.cluster", name, KEY, &cluster);
    let mut add = |part: &str, tier: u32, key: &'static str| {
        let instance = DbClusterInstance {
            cluster: cluster.id(),
            engine: engine.name.into(),
            class: declared.class.unwrap_or("db.serverless").into(),
            tier,
        };
        let name = graph.names.of(&format!("database-{part}"));
        graph.add_as(&format!("database.{part}"), name, key, &instance)
    };
    let writer = add("writer", 0, KEY);
    // Promotion tiers are 0 to 15, and AWS promotes the reader of the lowest tier:
    // <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html>.
    let readers =
        (1..=declared.readers).map(|number| add(&format!("reader-{number}"), number.min(15), "database.readers").id());
    let instances = std::iter::once(writer.id()).chain(readers).collect();
    Database {
        host: writer.endpoint(),
        port: writer.port(),
        secret: cluster.secret(),
        engine,
        instances,
        cluster: Some(cluster.id()),
    }
}

impl Database {
    /// Returns the identifier of the cluster, or else of the instance, and whether it is a cluster.
    pub(super) fn identifier(&self) -> (Ref<DbIdentifier>, bool) {
        match &self.cluster {
            Some(cluster) => (cluster.clone(), true),
            None => (self.instances[0].clone(), false),
        }
    }

    /// Returns the value that makes ECS read one key of the secret:
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html>.
    pub(super) fn secret_key(&self, key: &str) -> Joined {
        Joined::reference(&self.secret).push(format!(":{key}::"))
    }
}

fn log_exports(engine: &Engine) -> Vec<String> {
    engine.logs.iter().map(|log| (*log).into()).collect()
}

fn on_destroy(declared: KeepDatabase) -> Retention {
    match declared {
        KeepDatabase::Snapshot => Retention::Snapshot,
        KeepDatabase::Delete => Retention::Delete,
    }
}

/// Converts a capacity from ACUs to half ACUs.
fn half_acus(capacity: Range<f64>) -> (u32, u32) {
    // The rules allow 0 to 256 in steps of 0.5.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let half = |units: f64| (units * 2.0).round() as u32;
    (half(capacity.min), half(capacity.max))
}
