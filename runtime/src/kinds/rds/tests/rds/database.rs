//! Instances and clusters: RDS changes their names, versions and lists to forms of its own, and takes some time.

use super::answer::{list, same, settings, tags, text};
use super::version::{ENGINES, newest};
use super::{Rds, Settings};
use crate::aws::responder::Call;
use moodle_stack_model::facts::database::versions::branches;

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
    pub(super) fn describe_instance(&mut self, id: &str) -> Option<String> {
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

    pub(super) fn describe_cluster(&mut self, id: &str) -> Option<String> {
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
    pub(super) fn create(call: &Call) -> Settings {
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
    pub(super) fn modify(database: &mut Settings, call: &Call) {
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
