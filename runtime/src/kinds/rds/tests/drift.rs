//! A deployment of every engine and version: a second plan finds nothing to change, and finds what was changed by hand.

use super::rds::{Defaults, ENGINES, Rds, versions};
use crate::aws::Aws;
use crate::aws::responder::Responder;
use crate::blueprint::Graph;
use crate::blueprint::tests::campus::{CAMPUS, INSTANCE, graph};
use crate::blueprint::tests::variants::AURORA;
use crate::journal::{Entry, Phase};
use crate::kinds::rds::EventSubscription;
use crate::plan::{FieldChange, changes};
use crate::provider::{Provider as _, State};
use crate::resource::Kind as _;
use crate::resource::resolve;
use moodle_stack_model::facts::database::Engine;
use moodle_stack_model::facts::database::versions::branches;
use moodle_stack_model::{Architecture, Aurora, Database, Instance};
use std::collections::{BTreeMap, BTreeSet};

/// A deployed database, with everything of RDS around it.
struct Deployed {
    graph: Graph,
    entries: BTreeMap<String, Entry>,
    rds: Responder<Rds>,
    aws: Aws,
}

fn database(engine: Engine, version: String) -> Database {
    let version: &'static str = version.leak();
    let instance = Instance { version, ..INSTANCE };
    let aurora = Aurora { version, ..AURORA };
    match engine {
        Engine::Mysql => Database::Mysql(instance),
        Engine::MariaDb => Database::MariaDb(instance),
        Engine::Postgres => Database::Postgres(instance),
        Engine::AuroraMysql => Database::AuroraMysql(aurora),
        Engine::AuroraPostgres => Database::AuroraPostgres(aurora),
    }
}

impl Deployed {
    /// Deploys what the declaration has of RDS. All other resources exist.
    async fn new(engine: Engine, version: String, defaults: Defaults) -> Self {
        let database = database(engine, version);
        let rds = Responder::new(Rds::new(defaults));
        let mut deployed = Self {
            graph: graph(&Architecture { database, ..CAMPUS }),
            entries: BTreeMap::new(),
            aws: rds.aws(),
            rds,
        };
        let mut left: BTreeSet<String> = deployed.addresses().map(str::to_owned).collect();
        while !left.is_empty() {
            let is_next = |address: &&String| deployed.graph.resources[*address].depends.is_disjoint(&left);
            let next = left.iter().find(is_next).cloned().unwrap();
            left.remove(&next);
            deployed.create(&next).await;
        }
        deployed
    }

    fn addresses(&self) -> impl Iterator<Item = &str> {
        let resources = self.graph.resources.iter();
        let of_rds = resources.filter(|(_, resource)| resource.kind.service == "rds");
        of_rds.map(|(address, _)| address.as_str())
    }

    fn output(&self, address: &str, output: &str) -> Option<String> {
        match self.entries.get(address) {
            Some(entry) => entry.outputs.get(output).cloned(),
            None => Some(format!("{address}-{output}")),
        }
    }

    async fn create(&mut self, address: &str) {
        let desired = &self.graph.resources[address];
        let fields = resolve(&desired.fields, &|address, output| self.output(address, output)).unwrap();
        let mut entry = Entry::intend(address, desired, fields, "1", "0".repeat(32));
        let target = entry.target(&self.graph.stack, &self.graph.account).unwrap();
        assert_eq!(self.aws.find(&target, &entry.fields).await.unwrap(), None);
        let id = self.aws.create(&target, &entry.fields).await.unwrap();
        assert_eq!(self.aws.find(&target, &entry.fields).await.unwrap().as_ref(), Some(&id));
        self.aws.configure(&target, &id, &entry.fields, &[]).await.unwrap();
        entry.id = Some(id);
        entry.phase = Phase::Ready;
        self.entries.insert(address.into(), entry);
        self.wait(address).await;
    }

    /// Reads a resource until it is ready, and records its outputs.
    async fn wait(&mut self, address: &str) {
        let entry = &self.entries[address];
        let target = entry.target(&self.graph.stack, &self.graph.account).unwrap();
        for _ in 0..5 {
            let live = self.aws.read(&target, entry.id.as_ref().unwrap(), &entry.fields).await;
            let live = live.unwrap().unwrap();
            if live.state == State::Ready {
                self.entries.get_mut(address).unwrap().outputs = live.outputs;
                return;
            }
        }
        panic!("{address} does not get ready");
    }

    /// Returns what a plan would change.
    async fn plan(&self) -> BTreeMap<String, Vec<FieldChange>> {
        let mut all = BTreeMap::new();
        for (address, entry) in &self.entries {
            let target = entry.target(&self.graph.stack, &self.graph.account).unwrap();
            let live = self.aws.read(&target, entry.id.as_ref().unwrap(), &entry.fields).await;
            let live = live.unwrap().unwrap();
            let known = |address: &str, output: &str| self.output(address, output);
            let changes = changes(&self.graph.resources[address], entry, Some(&live), &known);
            if !changes.is_empty() {
                all.insert(address.clone(), changes);
            }
        }
        all
    }

    /// Checks that a plan finds exactly this drift, and that a deployment puts it right.
    async fn check_put_right(&mut self, address: &str, field: &str) {
        let plan = self.plan().await;
        let found: Vec<(&str, &str, bool)> = plan
            .iter()
            .flat_map(|(address, changes)| {
                changes
                    .iter()
                    .map(|one| (address.as_str(), one.field.as_str(), one.drift))
            })
            .collect();
        assert_eq!(found, [(address, field, true)]);
        let entry = &self.entries[address];
        let target = entry.target(&self.graph.stack, &self.graph.account).unwrap();
        let id = entry.id.as_ref().unwrap();
        let put_right = self
            .aws
            .configure(&target, id, &entry.fields, &[field.to_owned()])
            .await;
        put_right.unwrap();
        self.wait(address).await;
        assert_eq!(self.plan().await, BTreeMap::new(), "{address}: {field} is put right");
    }
}

#[tokio::test]
async fn every_version_of_every_engine_is_deployed_and_then_has_nothing_to_change() {
    for engine in ENGINES {
        let name = engine.name();
        for version in versions(engine) {
            let deployed = Deployed::new(engine, version.clone(), Defaults::Documented).await;
            assert_eq!(deployed.plan().await, BTreeMap::new(), "{name} {version}");
            deployed.rds.0.lock().unwrap().upgrade();
            assert_eq!(
                deployed.plan().await,
                BTreeMap::new(),
                "{name} {version}, upgraded by RDS"
            );
        }
    }
}

#[tokio::test]
async fn parameters_have_nothing_to_change_whatever_the_defaults_are() {
    for engine in ENGINES {
        for branch in branches(engine) {
            for defaults in [Defaults::Equal, Defaults::Other] {
                let deployed = Deployed::new(engine, branch.name.into(), defaults).await;
                let name = engine.name();
                assert_eq!(
                    deployed.plan().await,
                    BTreeMap::new(),
                    "{name} {}, {defaults:?}",
                    branch.name
                );
            }
        }
    }
}

#[tokio::test]
async fn parameter_that_somebody_set_is_reset_and_another_value_is_put_right() {
    for engine in ENGINES {
        for branch in branches(engine) {
            let mut deployed = Deployed::new(engine, branch.name.into(), Defaults::Documented).await;
            let (tls, off) = match engine {
                Engine::Postgres | Engine::AuroraPostgres => ("rds.force_ssl", "0"),
                Engine::AuroraMysql => ("require_secure_transport", "OFF"),
                _ => ("require_secure_transport", "0"),
            };
            deployed.rds.0.lock().unwrap().set_parameter(tls, off);
            deployed.check_put_right("database.parameters", "parameters").await;
            deployed.rds.0.lock().unwrap().set_parameter("wait_timeout", "7");
            deployed.check_put_right("database.parameters", "parameters").await;
        }
    }
}

#[tokio::test]
async fn each_setting_of_a_database_that_somebody_changed_is_put_right() {
    let version = || "8.4".to_owned();
    let by_hand = [
        ("publicly_accessible", "PubliclyAccessible", "true"),
        ("storage_type", "StorageType", "io1"),
        ("managed_password", "ManageMasterUserPassword", "false"),
        ("iam_authentication", "EnableIAMDatabaseAuthentication", "true"),
        ("auto_minor_upgrades", "AutoMinorVersionUpgrade", "false"),
        ("copy_tags_to_snapshots", "CopyTagsToSnapshot", "false"),
        ("monitoring_interval", "MonitoringInterval", "60"),
        ("deletion_protection", "DeletionProtection", "false"),
        ("backup_days", "BackupRetentionPeriod", "1"),
        ("max_storage", "MaxAllocatedStorage", "1000"),
        ("multi_az", "MultiAZ", "false"),
        ("class", "DBInstanceClass", "db.t4g.micro"),
        ("groups", "VpcSecurityGroupIds.VpcSecurityGroupId", "sg-open"),
        ("parameter_group", "DBParameterGroupName", "default.mysql8.4"),
    ];
    let mut deployed = Deployed::new(Engine::Mysql, version(), Defaults::Documented).await;
    for (field, name, value) in by_hand {
        for database in deployed.rds.0.lock().unwrap().instances.values_mut() {
            database.insert(name.into(), value.into());
        }
        deployed.check_put_right("database.instance", field).await;
    }
    for group in deployed.rds.0.lock().unwrap().logs.values_mut() {
        *group = None;
    }
    deployed.check_put_right("database.instance", "log_days").await;
    deployed.rds.0.lock().unwrap().logs.pop_first();
    deployed.check_put_right("database.instance", "log_days").await;
}

#[tokio::test]
async fn each_setting_of_a_cluster_that_somebody_changed_is_put_right() {
    let version = || "8.0.mysql_aurora.3.10.0".to_owned();
    let by_hand = [
        ("managed_password", "ManageMasterUserPassword", "false"),
        ("iam_authentication", "EnableIAMDatabaseAuthentication", "true"),
        ("copy_tags_to_snapshots", "CopyTagsToSnapshot", "false"),
        ("deletion_protection", "DeletionProtection", "false"),
        ("backup_days", "BackupRetentionPeriod", "1"),
        ("capacity", "ServerlessV2ScalingConfiguration.MaxCapacity", "128"),
        ("groups", "VpcSecurityGroupIds.VpcSecurityGroupId", "sg-open"),
    ];
    let mut deployed = Deployed::new(Engine::AuroraMysql, version(), Defaults::Documented).await;
    for (field, name, value) in by_hand {
        for cluster in deployed.rds.0.lock().unwrap().clusters.values_mut() {
            cluster.insert(name.into(), value.into());
        }
        deployed.check_put_right("database.cluster", field).await;
    }
    for group in deployed.rds.0.lock().unwrap().logs.values_mut() {
        *group = Some(1);
    }
    deployed.check_put_right("database.cluster", "log_days").await;
    let of_writer = [
        ("publicly_accessible", "PubliclyAccessible", "true"),
        ("auto_minor_upgrades", "AutoMinorVersionUpgrade", "false"),
        ("monitoring_interval", "MonitoringInterval", "60"),
        ("tier", "PromotionTier", "9"),
    ];
    for (field, name, value) in of_writer {
        {
            let mut rds = deployed.rds.0.lock().unwrap();
            let (_, writer) = rds.instances.iter_mut().find(|(id, _)| id.contains("writer")).unwrap();
            writer.insert(name.into(), value.into());
        }
        deployed.check_put_right("database.writer", field).await;
    }
}

#[tokio::test]
async fn event_subscription_that_somebody_disabled_is_enabled() {
    let mut deployed = Deployed::new(Engine::Mysql, "8.4".to_owned(), Defaults::Documented).await;
    let is_subscription = |address: &&str| deployed.graph.resources[*address].kind.name == EventSubscription::INFO.name;
    let address = deployed.addresses().find(is_subscription).unwrap().to_owned();
    for subscription in deployed.rds.0.lock().unwrap().subscriptions.values_mut() {
        subscription.insert("Enabled".into(), "false".into());
    }
    deployed.check_put_right(&address, "enabled").await;
}
