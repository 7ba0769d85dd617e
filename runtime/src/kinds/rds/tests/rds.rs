//! Answers calls as RDS does where emulators do not: it changes names, versions and lists to forms of its own, lists a
//! parameter that was set to its default like one that was never set, and takes some time.

use crate::aws::responder::{Call, Respond, refusal};
use moodle_stack_model::facts::database::Engine;
use moodle_stack_model::facts::database::versions::{Branch, branches};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The value that a parameter has in a group before anybody sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defaults {
    /// As the documentation says for the family.
    Documented,
    /// Each parameter that is set later has already that value.
    Equal,
    /// Each has another value.
    Other,
}

/// How many parameters a page has.
const PAGE: usize = 5;

/// What a database is: the parameters of the calls that made it, by AWS's names.
type Settings = BTreeMap<String, String>;

#[derive(Debug, Default)]
struct Group {
    family: String,
    description: String,
    tags: Settings,
    set: Settings,
}

/// The state of RDS and CloudWatch Logs in one region.
#[derive(Debug)]
pub(super) struct Rds {
    defaults: Defaults,
    /// By their names, which RDS stores in lower case.
    groups: BTreeMap<String, Group>,
    pub(super) instances: BTreeMap<String, Settings>,
    pub(super) clusters: BTreeMap<String, Settings>,
    pub(super) subscriptions: BTreeMap<String, Settings>,
    subnet_groups: BTreeMap<String, Settings>,
    /// The retention of each log group.
    pub(super) logs: BTreeMap<String, Option<u64>>,
    /// The tags, by ARN.
    tags: BTreeMap<String, Settings>,
}

/// Whether `rds.force_ssl` and `require_secure_transport` are on by default:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Upgrade-v3-v84-security.html>
fn requires_tls(family: &str) -> bool {
    let major = |of: &str| family.strip_prefix(of).and_then(|major| major.parse::<f64>().ok());
    match () {
        () if family.starts_with("aurora-postgresql") => major("aurora-postgresql") >= Some(17.0),
        () if family.starts_with("postgres") => major("postgres") >= Some(15.0),
        () if family.starts_with("mariadb") => major("mariadb") >= Some(11.8),
        () => family == "aurora-mysql8.4",
    }
}

impl Rds {
    pub(super) fn new(defaults: Defaults) -> Self {
        Self {
            defaults,
            groups: BTreeMap::new(),
            instances: BTreeMap::new(),
            clusters: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
            subnet_groups: BTreeMap::new(),
            logs: BTreeMap::new(),
            tags: BTreeMap::new(),
        }
    }

    /// Sets a parameter as somebody does in the console.
    pub(super) fn set_parameter(&mut self, name: &str, value: &str) {
        for group in self.groups.values_mut() {
            group.set.insert(name.into(), value.into());
        }
    }

    /// Installs the newest minor version, as RDS does in the maintenance window.
    pub(super) fn upgrade(&mut self) {
        for database in self.instances.values_mut().chain(self.clusters.values_mut()) {
            // An instance of a cluster has the cluster's version.
            if let Some(version) = database.get("EngineVersion") {
                let newest = newest(&database["Engine"], version);
                database.insert("EngineVersion".into(), newest);
            }
        }
    }

    /// Returns all parameters of a group, each with its value and source.
    fn parameters(&self, group: &Group) -> Vec<(String, Option<String>, &'static str)> {
        let switch = |on: bool| match (group.family.starts_with("aurora-mysql"), on) {
            (true, true) => "ON",
            (true, false) => "OFF",
            (false, true) => "1",
            (false, false) => "0",
        };
        let tls = switch(requires_tls(&group.family));
        let mut defaults: BTreeMap<String, Option<String>> = [
            ("character_set_server", None),
            ("collation_server", None),
            ("log_min_duration_statement", None),
            ("log_output", Some("TABLE")),
            ("long_query_time", None),
            ("rds.force_ssl", Some(tls)),
            ("require_secure_transport", Some(tls)),
            ("slow_query_log", None),
            // One of hundreds that nobody sets.
            ("wait_timeout", Some("28800")),
        ]
        .map(|(name, value)| (name.to_owned(), value.map(str::to_owned)))
        .into();
        for (name, value) in &group.set {
            match self.defaults {
                Defaults::Documented => {}
                _ if name == "wait_timeout" => {}
                Defaults::Equal => drop(defaults.insert(name.clone(), Some(value.clone()))),
                Defaults::Other => drop(defaults.insert(name.clone(), Some(format!("not {value}")))),
            }
        }
        let all = defaults.into_iter().map(|(name, default)| {
            // Only a value that differs has this source: https://github.com/hashicorp/terraform-provider-aws/issues/23335
            let set = group.set.get(&name).filter(|value| Some(*value) != default.as_ref());
            let source = if set.is_some() { "user" } else { "engine-default" };
            let value = set.cloned().or(default);
            (name, value, source)
        });
        all.collect()
    }

    fn describe_parameters(&self, call: &Call, name: &str) -> (u16, String) {
        let Some(group) = self.groups.get(name) else {
            return refusal("DBParameterGroupNotFound", "no such group");
        };
        let named = call.list("Filters.Filter.1.Values.Value");
        let source = call.get("Source");
        let all = self.parameters(group).into_iter().filter(|(name, _, of)| {
            (source.is_empty() || source == *of) && (named.is_empty() || named.contains(&&**name))
        });
        // Two pages, so that a caller that reads only the first one fails.
        let all: Vec<_> = all.collect();
        let from: usize = call.get("Marker").parse().unwrap_or(0);
        let mut body = String::from("<Parameters>");
        for (name, value, source) in all.iter().skip(from).take(PAGE) {
            let value = value
                .as_ref()
                .map_or_else(String::new, |value| text("ParameterValue", value));
            let rest = text("Source", source) + &text("ApplyType", "dynamic");
            let _ = write!(
                body,
                "<Parameter>{}{value}{rest}</Parameter>",
                text("ParameterName", name)
            );
        }
        body += "</Parameters>";
        if from + PAGE < all.len() {
            body += &text("Marker", &(from + PAGE).to_string());
        }
        answer(call, &body)
    }

    fn logs(&mut self, call: &Call) -> (u16, String) {
        let name = call.json["logGroupName"].as_str().unwrap_or_default().to_owned();
        let answer = match call.operation.as_str() {
            "CreateLogGroup" => {
                self.logs.entry(name).or_insert(None);
                json!({})
            }
            "PutRetentionPolicy" => {
                self.logs.insert(name, call.json["retentionInDays"].as_u64());
                json!({})
            }
            _ => {
                let prefix = call.json["logGroupNamePrefix"].as_str().unwrap_or_default();
                let groups = self.logs.iter().filter(|(name, _)| name.starts_with(prefix));
                let groups = groups.map(|(name, days)| match days {
                    Some(days) => json!({ "logGroupName": name, "retentionInDays": days }),
                    None => json!({ "logGroupName": name }),
                });
                json!({ "logGroups": groups.collect::<Vec<_>>() })
            }
        };
        (200, answer.to_string())
    }
}

/// Returns RDS's newest version of the major version that a version belongs to.
fn newest(engine: &str, version: &str) -> String {
    let engine = ENGINES.into_iter().find(|one| one.code() == engine).unwrap();
    let branch = Branch::of(engine, version).unwrap_or_else(|| panic!("{version} has no branch"));
    let newest = branch.creatable.split(' ').next_back().unwrap_or_default();
    if newest.is_empty() {
        return version.into();
    }
    format!("{}{newest}", branch.prefix)
}

/// Every engine.
pub(super) const ENGINES: [Engine; 5] = [
    Engine::Mysql,
    Engine::MariaDb,
    Engine::Postgres,
    Engine::AuroraMysql,
    Engine::AuroraPostgres,
];

/// Lists every version of an engine in the tables: each branch, and each release of it.
pub(super) fn versions(engine: Engine) -> Vec<String> {
    let versions = branches(engine).iter().flat_map(|branch| {
        let releases = branch.creatable.split(' ').chain(branch.withdrawn.split(' '));
        let releases = releases.filter(|release| !release.is_empty());
        let releases = releases.map(|release| format!("{}{release}", branch.prefix));
        releases.chain([branch.name.to_owned()])
    });
    versions.collect()
}

/// Writes an element, unless it is empty.
fn text(name: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    format!("<{name}>{value}</{name}>")
}

fn answer(call: &Call, body: &str) -> (u16, String) {
    let operation = &call.operation;
    let body = format!("<{operation}Response><{operation}Result>{body}</{operation}Result></{operation}Response>");
    (200, body)
}

fn tags(tags: &Settings) -> String {
    let tags = tags
        .iter()
        .map(|(key, value)| format!("<Tag>{}{}</Tag>", text("Key", key), text("Value", value)));
    text("TagList", &tags.collect::<String>())
}

fn tags_of(call: &Call) -> Settings {
    let tag = |number: usize| {
        let key = call.form.get(&format!("Tags.Tag.{number}.Key"))?;
        Some((key.clone(), call.get(&format!("Tags.Tag.{number}.Value")).to_owned()))
    };
    (1..).map_while(tag).collect()
}

/// Returns the settings of a call, with its lists joined by commas.
fn settings(call: &Call) -> Settings {
    let mut settings = Settings::new();
    for (name, value) in &call.form {
        let list = name
            .rsplit_once('.')
            .filter(|(_, number)| number.parse::<u32>().is_ok());
        let name = list.map_or(name.as_str(), |(name, _)| name);
        if name.starts_with("Tags.") {
            continue;
        }
        settings
            .entry(name.to_owned())
            .and_modify(|all| *all = format!("{all},{value}"))
            .or_insert_with(|| value.clone());
    }
    settings
}

/// Writes a list in another order than it was given.
fn list(name: &str, items: &str, item: impl Fn(&str) -> String) -> String {
    let items = items.split(',').filter(|item| !item.is_empty()).rev().map(item);
    text(name, &items.collect::<String>())
}

/// Writes the settings of a database that have the same name in calls and answers.
fn same(settings: &Settings, names: &[&str]) -> String {
    let found = names
        .iter()
        .filter_map(|name| settings.get(*name).map(|value| text(name, value)));
    found.collect()
}

/// The word for the state of a database: it is not available at once.
fn status(settings: &mut Settings) -> String {
    let next = settings.insert("Status".into(), "available".into());
    next.unwrap_or_else(|| "available".into())
}

/// Settings of a database that take effect a little later.
fn pending(settings: &mut Settings) -> String {
    let pending = settings.remove("Pending").unwrap_or_default();
    text("PendingModifiedValues", &pending)
}

fn managed_secret(settings: &Settings) -> String {
    let is_managed = settings
        .get("ManageMasterUserPassword")
        .is_some_and(|managed| managed == "true");
    let arn = text(
        "SecretArn",
        "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:rds!db-1",
    );
    if is_managed {
        text("MasterUserSecret", &arn)
    } else {
        String::new()
    }
}

fn logs(settings: &Settings) -> String {
    let logs = settings
        .get("EnableCloudwatchLogsExports.member")
        .map_or("", String::as_str);
    list("EnabledCloudwatchLogsExports", logs, |log| text("member", log))
}

fn groups(settings: &Settings) -> String {
    let groups = settings
        .get("VpcSecurityGroupIds.VpcSecurityGroupId")
        .map_or("", String::as_str);
    list("VpcSecurityGroups", groups, |group| {
        text("VpcSecurityGroupMembership", &text("VpcSecurityGroupId", group))
    })
}

impl Rds {
    fn describe_instance(&mut self, id: &str) -> Option<String> {
        let clusters = &self.clusters;
        let tags = self.tags.get(id).map(tags).unwrap_or_default();
        let one = self.instances.get_mut(id)?;
        let get = |name: &str| one.get(name).cloned().unwrap_or_default();
        let endpoint = text("Address", "database.example") + &text("Port", &get("Port"));
        let parameter_group = text("DBParameterGroupName", &get("DBParameterGroupName"));
        let of_cluster = clusters.get(&get("DBClusterIdentifier"));
        let mut body = String::new();
        body += &text("Endpoint", &endpoint);
        body += &text("DBParameterGroups", &text("DBParameterGroup", &parameter_group));
        body += &text("DBSubnetGroup", &text("DBSubnetGroupName", &get("DBSubnetGroupName")));
        body += &text(
            "IAMDatabaseAuthenticationEnabled",
            &get("EnableIAMDatabaseAuthentication"),
        );
        body += &text("MultiAZ", &get("MultiAZ"));
        body += &(managed_secret(one) + &logs(one) + &groups(one) + &tags);
        body += &text("EngineVersion", &of_cluster.unwrap_or(one)["EngineVersion"]);
        body += &same(
            one,
            &[
                "DBInstanceIdentifier",
                "DBClusterIdentifier",
                "DBInstanceClass",
                "Engine",
                "AllocatedStorage",
                "MaxAllocatedStorage",
                "BackupRetentionPeriod",
                "DBName",
                "MasterUsername",
                "DeletionProtection",
                "PubliclyAccessible",
                "StorageType",
                "AutoMinorVersionUpgrade",
                "CopyTagsToSnapshot",
                "MonitoringInterval",
                "PromotionTier",
            ],
        );
        let is_available = one.get("Status").is_some_and(|status| status == "available");
        body += &text("DBInstanceStatus", &status(one));
        // RDS makes the endpoint of a cluster's instance when it is available.
        if is_available {
            body += &pending(one);
        }
        Some(text("DBInstance", &body))
    }

    fn describe_cluster(&mut self, id: &str) -> Option<String> {
        let tags = self.tags.get(id).map(tags).unwrap_or_default();
        let one = self.clusters.get_mut(id)?;
        let get = |name: &str| one.get(name).cloned().unwrap_or_default();
        let mut body = String::new();
        body += &text("Endpoint", "cluster.example");
        body += &text("DBClusterParameterGroup", &get("DBClusterParameterGroupName"));
        body += &text("DBSubnetGroup", &get("DBSubnetGroupName"));
        body += &text(
            "IAMDatabaseAuthenticationEnabled",
            &get("EnableIAMDatabaseAuthentication"),
        );
        let capacity = |name: &str| text(name, &get(&format!("ServerlessV2ScalingConfiguration.{name}")));
        if one.contains_key("ServerlessV2ScalingConfiguration.MinCapacity") {
            let capacity = capacity("MinCapacity") + &capacity("MaxCapacity");
            body += &text("ServerlessV2ScalingConfiguration", &capacity);
        }
        body += &(managed_secret(one) + &logs(one) + &groups(one) + &tags);
        body += &same(
            one,
            &[
                "DBClusterIdentifier",
                "Engine",
                "EngineVersion",
                "BackupRetentionPeriod",
                "DatabaseName",
                "MasterUsername",
                "Port",
                "DeletionProtection",
                "CopyTagsToSnapshot",
            ],
        );
        body += &text("Status", &status(one));
        body += &pending(one);
        Some(text("DBCluster", &body))
    }

    /// Makes a database with the settings of a call.
    fn create(call: &Call) -> Settings {
        let mut made = settings(call);
        made.insert("Status".into(), "creating".into());
        for name in [
            "DBParameterGroupName",
            "DBClusterParameterGroupName",
            "DBSubnetGroupName",
        ] {
            if let Some(value) = made.get_mut(name) {
                *value = value.to_lowercase();
            }
        }
        if let Some(version) = made.get("EngineVersion").cloned() {
            let engine = ENGINES.into_iter().find(|one| one.code() == made["Engine"]).unwrap();
            let is_branch = branches(engine).iter().any(|branch| branch.name == version);
            if is_branch {
                made.insert("EngineVersion".into(), newest(&made["Engine"], &version));
            }
        }
        made
    }

    /// Changes a database, which shows for a while that the change is pending.
    fn modify(database: &mut Settings, call: &Call) {
        for (name, value) in settings(call) {
            let name = match name.as_str() {
                "DBPortNumber" => "Port",
                "CloudwatchLogsExportConfiguration.EnableLogTypes.member" => "EnableCloudwatchLogsExports.member",
                name => name,
            };
            database.insert(name.into(), value);
        }
        let class = same(database, &["DBInstanceClass"]);
        database.insert("Pending".into(), class);
    }
}

impl Respond for Rds {
    #[allow(clippy::too_many_lines)] // One arm for each operation.
    fn respond(&mut self, call: &Call) -> (u16, String) {
        if !call.form.contains_key("Action") {
            return self.logs(call);
        }
        let group_name = match call.get("DBParameterGroupName") {
            "" => call.get("DBClusterParameterGroupName"),
            name => name,
        };
        let group = group_name.to_lowercase();
        let instance = call.get("DBInstanceIdentifier").to_lowercase();
        let cluster = call.get("DBClusterIdentifier").to_lowercase();
        let subscription = call.get("SubscriptionName").to_owned();
        match call.operation.as_str() {
            "CreateDBParameterGroup" | "CreateDBClusterParameterGroup" => {
                let made = Group {
                    family: call.get("DBParameterGroupFamily").into(),
                    description: call.get("Description").into(),
                    tags: tags_of(call),
                    set: Settings::new(),
                };
                self.tags.insert(format!("arn:{group}"), made.tags.clone());
                self.groups.insert(group, made);
                answer(call, "")
            }
            "DescribeDBParameterGroups" | "DescribeDBClusterParameterGroups" => match self.groups.get(&group) {
                None => refusal("DBParameterGroupNotFound", "no such group"),
                Some(found) => {
                    let of = if call.operation.contains("Cluster") {
                        "DBClusterParameterGroup"
                    } else {
                        "DBParameterGroup"
                    };
                    let body = text(&format!("{of}Name"), &group)
                        + &text(&format!("{of}Arn"), &format!("arn:{group}"))
                        + &text("DBParameterGroupFamily", &found.family)
                        + &text("Description", &found.description);
                    answer(call, &text(&format!("{of}s"), &text(of, &body)))
                }
            },
            "DescribeDBParameters" | "DescribeDBClusterParameters" => self.describe_parameters(call, &group),
            "ModifyDBParameterGroup" | "ModifyDBClusterParameterGroup" => {
                let found = self.groups.get_mut(&group).unwrap();
                for number in 1..=20 {
                    let get = |name: &str| call.get(&format!("Parameters.Parameter.{number}.{name}")).to_owned();
                    if !get("ParameterName").is_empty() {
                        found.set.insert(get("ParameterName"), get("ParameterValue"));
                    }
                }
                answer(call, "")
            }
            "ResetDBParameterGroup" | "ResetDBClusterParameterGroup" => {
                let found = self.groups.get_mut(&group).unwrap();
                for number in 1..=20 {
                    found
                        .set
                        .remove(call.get(&format!("Parameters.Parameter.{number}.ParameterName")));
                }
                answer(call, "")
            }
            "CreateDBSubnetGroup" => {
                let name = call.get("DBSubnetGroupName").to_lowercase();
                self.tags.insert(format!("arn:{name}"), tags_of(call));
                self.subnet_groups.insert(name, settings(call));
                answer(call, "")
            }
            "DescribeDBSubnetGroups" => {
                let name = call.get("DBSubnetGroupName").to_lowercase();
                let Some(found) = self.subnet_groups.get(&name) else {
                    return refusal("DBSubnetGroupNotFoundFault", "no such group");
                };
                let subnets = list("Subnets", &found["SubnetIds.SubnetIdentifier"], |subnet| {
                    text("Subnet", &text("SubnetIdentifier", subnet))
                });
                let body = text("DBSubnetGroupName", &name)
                    + &text("DBSubnetGroupArn", &format!("arn:{name}"))
                    + &text("VpcId", "network.vpc-id")
                    + &same(found, &["DBSubnetGroupDescription"])
                    + &subnets;
                answer(call, &text("DBSubnetGroups", &text("DBSubnetGroup", &body)))
            }
            "CreateDBInstance" => {
                // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
                if call.get("Engine") == "mariadb" && call.form.contains_key("EngineLifecycleSupport") {
                    return refusal(
                        "InvalidParameterCombination",
                        "EngineLifecycleSupport is not supported for mariadb",
                    );
                }
                self.tags.insert(instance.clone(), tags_of(call));
                self.instances.insert(instance, Self::create(call));
                answer(call, "")
            }
            "ModifyDBInstance" => {
                Self::modify(self.instances.get_mut(&instance).unwrap(), call);
                answer(call, "")
            }
            "DescribeDBInstances" => match self.describe_instance(&instance) {
                Some(found) => answer(call, &text("DBInstances", &found)),
                None => refusal("DBInstanceNotFound", "no such database"),
            },
            "CreateDBCluster" => {
                self.tags.insert(cluster.clone(), tags_of(call));
                self.clusters.insert(cluster, Self::create(call));
                answer(call, "")
            }
            "ModifyDBCluster" => {
                Self::modify(self.clusters.get_mut(&cluster).unwrap(), call);
                answer(call, "")
            }
            "DescribeDBClusters" => match self.describe_cluster(&cluster) {
                Some(found) => answer(call, &text("DBClusters", &found)),
                None => refusal("DBClusterNotFoundFault", "no such cluster"),
            },
            "CreateEventSubscription" | "ModifyEventSubscription" => {
                if call.operation.starts_with("Create") {
                    self.tags.insert(format!("arn:{subscription}"), tags_of(call));
                }
                self.subscriptions
                    .entry(subscription)
                    .or_default()
                    .extend(settings(call));
                answer(call, "")
            }
            "DescribeEventSubscriptions" => {
                let Some(found) = self.subscriptions.get(&subscription) else {
                    return refusal("SubscriptionNotFound", "no such subscription");
                };
                let categories = &found["EventCategories.EventCategory"];
                let body = text("CustSubscriptionId", &subscription)
                    + &text("EventSubscriptionArn", &format!("arn:{subscription}"))
                    + &same(found, &["SnsTopicArn", "SourceType", "Enabled"])
                    + &list("EventCategoriesList", categories, |one| text("EventCategory", one))
                    + &list("SourceIdsList", &found["SourceIds.SourceId"], |one| {
                        text("SourceId", one)
                    })
                    + &text("Status", "active");
                answer(call, &text("EventSubscriptionsList", &text("EventSubscription", &body)))
            }
            "ListTagsForResource" => {
                let found = self.tags.get(call.get("ResourceName")).map(tags).unwrap_or_default();
                answer(call, &found)
            }
            other => panic!("no answer to {other}"),
        }
    }
}
