//! Answers calls as RDS does where emulators do not: it changes names, versions and lists to forms of its own, lists a
//! parameter that was set to its default like one that was never set, and takes some time.

mod answer;
mod database;
mod parameters;
mod version;

use self::answer::{answer, list, same, settings, tags, tags_of, text};
pub(super) use self::parameters::Defaults;
use self::parameters::Group;
use self::version::newest;
pub(super) use self::version::{ENGINES, versions};
use crate::aws::responder::{Call, Respond, refusal};
use serde_json::json;
use std::collections::BTreeMap;

/// What a database is: the parameters of the calls that made it, by AWS's names.
type Settings = BTreeMap<String, String>;

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
