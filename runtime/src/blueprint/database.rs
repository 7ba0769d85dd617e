//! `database`: an RDS instance or an Aurora cluster, and what goes with it.

use super::engine::Engine;
use super::graph_builder::GraphBuilder;
use super::linked_roles::LinkedRoles;
use super::network::Network;
use super::security::Groups;
use crate::kinds::rds::{
    DbCluster, DbClusterInstance, DbClusterParameterGroup, DbInstance, DbParameterGroup, DbSubnetGroup,
};
use crate::resource::id::{
    DbIdentifier, DbParameterGroupName, DbSubnetGroupName, HostName, Port, RoleArn, SecretArn, SecurityGroupId,
};
use crate::resource::{Joined, Ref, Retention};
use moodle_stack_model::{Aurora, Instance, KeepDatabase, Range};

const KEY: &str = "database";
/// The database in it, and its master user.
pub(super) const SCHEMA: &str = "moodle";
const USER: &str = "dbadmin";
const PARAMETERS_OF: &str = "The database of a Moodle site";

/// What other parts may refer to.
pub(super) struct Database {
    /// The host that takes writes.
    pub(super) host: Ref<HostName>,
    /// Its port.
    pub(super) port: Ref<Port>,
    /// RDS's own secret, with user and password in it.
    pub(super) secret: Ref<SecretArn>,
    /// The engine.
    pub(super) engine: Engine,
    /// The instances, the one that takes writes first.
    pub(super) instances: Vec<Ref<DbIdentifier>>,
    /// The cluster, of Aurora.
    pub(super) cluster: Option<Ref<DbIdentifier>>,
}

/// What an instance and a cluster have in common.
struct Common {
    engine: Engine,
    subnet_group: Ref<DbSubnetGroupName>,
    groups: Vec<Ref<SecurityGroupId>>,
    linked_role: Ref<RoleArn>,
}

/// Adds the database.
pub(super) fn database(
    draft: &mut GraphBuilder,
    network: &Network,
    groups: &Groups,
    linked_roles: &LinkedRoles,
) -> Database {
    let subnets = DbSubnetGroup {
        vpc: network.vpc.clone(),
        description: format!("The database of {}", draft.site.domain),
        subnets: network.private.clone(),
    };
    let common = Common {
        engine: Engine::of(&draft.site.database),
        subnet_group: draft.add("database.subnets", "network.zones", &subnets).name(),
        groups: vec![groups.database.clone()],
        linked_role: linked_roles.rds.clone(),
    };
    match draft.site.database {
        moodle_stack_model::Database::Mysql(declared)
        | moodle_stack_model::Database::MariaDb(declared)
        | moodle_stack_model::Database::Postgres(declared) => instance(draft, common, declared),
        moodle_stack_model::Database::AuroraMysql(declared)
        | moodle_stack_model::Database::AuroraPostgres(declared) => cluster(draft, common, declared),
    }
}

fn instance(draft: &mut GraphBuilder, common: Common, declared: Instance) -> Database {
    let engine = common.engine;
    let parameters = DbParameterGroup {
        family: engine.family(declared.version),
        // It cannot be changed, so that it says nothing that the declaration may.
        description: PARAMETERS_OF.into(),
        parameters: engine.parameters(),
    };
    let parameter_group: Ref<DbParameterGroupName> =
        draft.add("database.parameters", "database.version", &parameters).name();
    let instance = DbInstance {
        snapshot: draft.origin.as_ref().map(|origin| origin.database.clone()),
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
        database: SCHEMA.into(),
        user: USER.into(),
        port: engine.port,
        log_exports: exports(&engine),
        log_days: draft.site.observability.retention_days,
        deletion_protection: declared.deletion_protection,
        on_destroy: on_destroy(declared.on_destroy),
        linked_role: common.linked_role,
    };
    let name = draft.names.of("database");
    let instance = draft.add_as("database.instance", name, KEY, &instance);
    Database {
        host: instance.endpoint(),
        port: instance.port(),
        secret: instance.secret(),
        engine,
        instances: vec![instance.id()],
        cluster: None,
    }
}

fn cluster(draft: &mut GraphBuilder, common: Common, declared: Aurora) -> Database {
    let engine = common.engine;
    let parameters = DbClusterParameterGroup {
        family: engine.family(declared.version),
        // It cannot be changed, so that it says nothing that the declaration may.
        description: PARAMETERS_OF.into(),
        parameters: engine.parameters(),
    };
    let parameter_group = draft.add("database.parameters", "database.version", &parameters).name();
    let cluster = DbCluster {
        snapshot: draft.origin.as_ref().map(|origin| origin.database.clone()),
        engine: engine.name.into(),
        version: declared.version.into(),
        capacity: declared.capacity.map(halves),
        backup_days: declared.backup_days,
        subnet_group: common.subnet_group,
        groups: common.groups,
        parameter_group,
        database: SCHEMA.into(),
        user: USER.into(),
        port: engine.port,
        log_exports: exports(&engine),
        log_days: draft.site.observability.retention_days,
        deletion_protection: declared.deletion_protection,
        on_destroy: on_destroy(declared.on_destroy),
        linked_role: common.linked_role,
    };
    let name = draft.names.of("database");
    let cluster = draft.add_as("database.cluster", name, KEY, &cluster);
    let mut add = |part: &str, tier: u32, key: &'static str| {
        let instance = DbClusterInstance {
            cluster: cluster.id(),
            engine: engine.name.into(),
            class: declared.class.unwrap_or("db.serverless").into(),
            tier,
        };
        let name = draft.names.of(&format!("database-{part}"));
        draft.add_as(&format!("database.{part}"), name, key, &instance)
    };
    let writer = add("writer", 0, KEY);
    // AWS knows the tiers 0 to 15, and promotes the reader of the lowest:
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
    /// Returns the identifier of the whole, and whether that is a cluster.
    pub(super) fn whole(&self) -> (Ref<DbIdentifier>, bool) {
        match &self.cluster {
            Some(cluster) => (cluster.clone(), true),
            None => (self.instances[0].clone(), false),
        }
    }

    /// Makes the value that ECS takes for one key of the secret:
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html>.
    pub(super) fn secret_key(&self, key: &str) -> Joined {
        Joined::reference(&self.secret).push(format!(":{key}::"))
    }
}

fn exports(engine: &Engine) -> Vec<String> {
    engine.logs.iter().map(|log| (*log).into()).collect()
}

fn on_destroy(declared: KeepDatabase) -> Retention {
    match declared {
        KeepDatabase::Snapshot => Retention::Snapshot,
        KeepDatabase::Delete => Retention::Delete,
    }
}

/// Counts capacity in half ACUs.
fn halves(capacity: Range<f64>) -> (u32, u32) {
    // The rules allow 0 to 256 in steps of a half.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let half = |units: f64| (units * 2.0).round() as u32;
    (half(capacity.min), half(capacity.max))
}
