//! Shared by the adapters of Amazon RDS and Aurora.

pub(super) mod parameter_group;

use super::final_snapshot;
use crate::aws::answer::{newest, with_events};
use crate::aws::request::int;
use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Owned, State};
use crate::resource::Retention;
use aws_sdk_rds::Client;
use aws_sdk_rds::primitives::DateTime;
use aws_sdk_rds::types::{CloudwatchLogsExportConfiguration, SourceType, Tag};
use moodle_stack_model::facts::version::at_least;
use serde_json::Value;

/// The setting that keeps a database out of RDS's extended support, which costs extra:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html>
pub(super) const NO_EXTENDED_SUPPORT: &str = "open-source-rds-extended-support-disabled";

/// Returns the setting for an engine; RDS has it for MySQL, PostgreSQL and Aurora, and not for MariaDB:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html>
pub(super) fn lifecycle_support(engine: &str) -> Option<String> {
    (engine != "mariadb").then(|| NO_EXTENDED_SUPPORT.into())
}

/// Returns the applied version if RDS runs it, a release of that branch, or a newer minor version, which RDS installs by
/// itself; otherwise the live one. A minor version keeps the first number of PostgreSQL's, and the first two of the others':
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Updates.AMVU.html>
pub(super) fn installed(engine: &str, applied: &str, live: String) -> String {
    let parts = if engine.ends_with("postgres") || engine.ends_with("postgresql") {
        1
    } else {
        2
    };
    let is_same_major = applied.split('.').take(parts).eq(live.split('.').take(parts));
    if is_same_major && at_least(&live, applied) {
        applied.into()
    } else {
        live
    }
}

/// For how many days Performance Insights keeps its data without a charge:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.cost.html>
pub(super) const INSIGHTS_DAYS: i32 = 7;

impl Listing<'_> {
    /// Returns the resources that the stack owns by their tags, for kinds whose describe call returns no tags. Each is
    /// given as its name and its ARN.
    pub(super) async fn owned_rds(&self, named: Vec<(String, String)>) -> Result<Vec<Owned>, ApiError> {
        self.owned_by_tags(named, async |arn| Ok(tags(&self.rds(), arn).await?.unwrap_or_default()))
            .await
    }
}

impl Cx<'_> {
    pub(super) fn rds_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }

    /// Gives a resource its tags again; does nothing if it does not exist.
    pub(super) async fn tag_rds(&self, arn: Option<String>) -> Result<(), ApiError> {
        let Some(arn) = arn else { return Ok(()) };
        let call = self.rds().add_tags_to_resource().resource_name(arn);
        let sent = call.set_tags(Some(self.rds_tags())).send().await;
        sent.map(drop).map_err(api_error("rds:AddTagsToResource"))
    }

    /// Returns the resource's name if the tags on `arn` are this resource's; other tags are an error. For kinds whose
    /// describe call returns no tags.
    pub(super) async fn claim_rds(&self, call: &'static str, arn: Option<String>) -> Result<Option<String>, ApiError> {
        let Some(tags) = tags(&self.rds(), &arn.unwrap_or_default()).await? else {
            return Ok(None);
        };
        self.claim(call, self.target.name.clone(), pairs(&tags))
    }

    /// Returns the state of a database, from RDS's status.
    pub(super) async fn database_state(&self, status: Option<&str>, id: &str, of: SourceType) -> State {
        let word = status.unwrap_or("unknown");
        match word {
            _ if serves(word) => State::Ready,
            _ if is_going(Some(word)) => State::Deleting(word.into()),
            "failed"
            | "insufficient-capacity"
            | "restore-error"
            | "storage-full"
            | "stopped"
            | "cloning-failed"
            | "migration-failed" => State::Failed(self.database_cause(word, id, of).await),
            _ if word.starts_with("incompatible-") || word.starts_with("inaccessible-") => {
                State::Failed(self.database_cause(word, id, of).await)
            }
            _ => State::Pending(word.into()),
        }
    }

    /// Explains why a database failed: RDS keeps the reason among its events. If they cannot be read, only the status
    /// is returned.
    pub(super) async fn database_cause(&self, word: &str, id: &str, of: SourceType) -> String {
        with_events(word, self.database_events(id, of).await)
    }

    /// Returns the last events of a database, none if they cannot be read: RDS reports there why it takes long.
    pub(super) async fn explain_database(&self, id: &str, of: SourceType) -> Vec<String> {
        newest(self.database_events(id, of).await)
    }

    async fn database_events(&self, id: &str, of: SourceType) -> Vec<(Option<DateTime>, String)> {
        const DAY: i32 = 24 * 60;
        let events = self
            .rds()
            .describe_events()
            .source_identifier(id)
            .source_type(of)
            .duration(DAY);
        let mut pages = events.into_paginator().items().send();
        let mut messages = Vec::new();
        while let Some(Ok(event)) = pages.next().await {
            messages.extend(event.message.map(|message| (event.date, message)));
        }
        messages
    }
}

impl Cx<'_> {
    /// Continues the deletion of a database that no longer exists: RDS leaves the logs that it sent to CloudWatch, and the
    /// final snapshot of a database that is declared with one. While RDS takes the snapshot, the database is being deleted:
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html>
    pub(super) async fn finish_deletion(
        &self,
        of: LogsOf,
        id: &str,
        on_destroy: Retention,
    ) -> Result<Deletion, ApiError> {
        if self.remove_service_logs(&of.path(id)).await? {
            return Ok(Deletion::NotYet("its log groups to be deleted".into()));
        }
        if on_destroy != Retention::Snapshot {
            return Ok(Deletion::Accepted);
        }
        let name = self.final_snapshot(id);
        let snapshot = match of {
            LogsOf::Instance => self.instance_snapshot(&name).await?,
            LogsOf::Cluster => self.cluster_snapshot(&name).await?,
        };
        Ok(match snapshot.as_deref() {
            None => Deletion::Accepted,
            Some("available") => Deletion::Kept(format!("its data is in the final snapshot `{name}`")),
            Some(word @ ("failed" | "incompatible-restore")) => Deletion::Kept(format!(
                "RDS reports that its final snapshot `{name}` is {word}: its data may be lost"
            )),
            Some(word) => Deletion::NotYet(format!("the final snapshot `{name}` to be available, {word}")),
        })
    }

    /// Returns the name of a database's final snapshot.
    pub(super) fn final_snapshot(&self, id: &str) -> String {
        final_snapshot(id, &self.target.token, &self.target.deployment)
    }

    /// Returns the status of a snapshot of an instance; `None` if it does not exist.
    async fn instance_snapshot(&self, name: &str) -> Result<Option<String>, ApiError> {
        let call = self.rds().describe_db_snapshots().db_snapshot_identifier(name);
        let answer = absent(call.send().await.map_err(api_error("rds:DescribeDBSnapshots")))?;
        let one = answer.and_then(|answer| answer.db_snapshots?.into_iter().next());
        Ok(one.map(|one| one.status.unwrap_or_default()))
    }

    /// Returns the status of a snapshot of a cluster; `None` if it does not exist.
    async fn cluster_snapshot(&self, name: &str) -> Result<Option<String>, ApiError> {
        let call = self.rds().describe_db_cluster_snapshots();
        let call = call.db_cluster_snapshot_identifier(name);
        let answer = absent(call.send().await.map_err(api_error("rds:DescribeDBClusterSnapshots")))?;
        let one = answer.and_then(|answer| answer.db_cluster_snapshots?.into_iter().next());
        Ok(one.map(|one| one.status.unwrap_or_default()))
    }

    /// Creates the log groups for the logs that a database sends to CloudWatch, and sets their retention.
    pub(super) async fn keep_database_logs(
        &self,
        of: LogsOf,
        id: &str,
        logs: &[String],
        days: u32,
    ) -> Result<(), ApiError> {
        self.keep_service_logs(of.names(id, logs), int(days)).await
    }

    /// Returns for how many days CloudWatch keeps a database's logs: the applied number if that is true of all of them.
    pub(super) async fn database_log_days(
        &self,
        of: LogsOf,
        id: &str,
        logs: &[String],
        days: u32,
    ) -> Result<Value, ApiError> {
        let names: Vec<String> = of.names(id, logs).collect();
        self.service_log_days(&of.path(id), &names, int(days)).await
    }
}

/// The prefix of the log groups of instances.
pub(in crate::kinds) const INSTANCE_LOGS: &str = "/aws/rds/instance/";
/// The prefix of the log groups of clusters.
pub(in crate::kinds) const CLUSTER_LOGS: &str = "/aws/rds/cluster/";

/// Whose logs RDS sends to CloudWatch.
#[derive(Clone, Copy)]
pub(super) enum LogsOf {
    Instance,
    Cluster,
}

impl LogsOf {
    /// Returns the prefix of the log groups. RDS puts each log into its own group:
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html>,
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.CloudWatch.html>
    pub(super) fn path(self, id: &str) -> String {
        match self {
            Self::Instance => format!("{INSTANCE_LOGS}{id}/"),
            Self::Cluster => format!("{CLUSTER_LOGS}{id}/"),
        }
    }

    /// Returns the names of the log groups.
    fn names(self, id: &str, logs: &[String]) -> impl Iterator<Item = String> {
        let path = self.path(id);
        logs.iter().map(move |log| format!("{path}{log}"))
    }
}

/// Reads the tags of a resource; `None` if it does not exist.
pub(super) async fn tags(client: &Client, arn: &str) -> Result<Option<Vec<Tag>>, ApiError> {
    let answer = client.list_tags_for_resource().resource_name(arn).send().await;
    let answer = absent(answer.map_err(api_error("rds:ListTagsForResource")))?;
    Ok(answer.map(|answer| answer.tag_list.unwrap_or_default()))
}

/// Returns whether a database answers queries while it has this status: work such as a backup does not interrupt it.
/// The statuses of instances and of clusters, from
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Status.html> and
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html>. Some others, such as
/// `modifying` and `maintenance`, may include a restart, so they are waited for.
fn serves(status: &str) -> bool {
    matches!(
        status,
        "available"
            | "backing-up"
            | "configuring-enhanced-monitoring"
            | "configuring-iam-database-auth"
            | "configuring-log-exports"
            | "storage-config-upgrade"
            | "storage-initialization"
            | "storage-optimization"
            | "update-iam-db-auth"
    )
}

/// Returns whether RDS's status means that a database is being deleted.
pub(super) fn is_going(status: Option<&str>) -> bool {
    matches!(status, Some("deleting" | "delete-precheck"))
}

/// Returns whether Performance Insights runs on a class:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.Engines.html>
pub(super) fn has_insights(engine: &str, class: &str) -> bool {
    let small = matches!(class.rsplit('.').next(), Some("micro" | "small"));
    let burstable = class.starts_with("db.t");
    match engine {
        "mysql" | "mariadb" => !(burstable && small),
        "aurora-mysql" => !(class.starts_with("db.t2.") || class.starts_with("db.t3.") || (burstable && small)),
        _ => true,
    }
}

/// Returns which logs to start and to stop sending to CloudWatch; `None` if nothing differs.
pub(super) fn log_changes(wanted: &[String], live: &[String]) -> Option<CloudwatchLogsExportConfiguration> {
    let without = |from: &[String], other: &[String]| -> Vec<String> {
        from.iter().filter(|log| !other.contains(log)).cloned().collect()
    };
    let (enable, disable) = (without(wanted, live), without(live, wanted));
    let config = CloudwatchLogsExportConfiguration::builder()
        .set_enable_log_types((!enable.is_empty()).then_some(enable.clone()))
        .set_disable_log_types((!disable.is_empty()).then_some(disable.clone()));
    (!enable.is_empty() || !disable.is_empty()).then(|| config.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_version_that_rds_installed_counts_as_the_applied_one() {
        let installed = |engine: &str, applied: &str, live: &str| installed(engine, applied, live.into());
        for (engine, applied, live) in [
            ("mysql", "8.4", "8.4.8"),
            ("mysql", "8.4.5", "8.4.8"),
            ("mariadb", "10.11.7", "10.11.14"),
            ("postgres", "16", "16.4"),
            ("postgres", "16.4", "16.10"),
            ("aurora-postgresql", "17.4", "17.5"),
            ("aurora-mysql", "8.0.mysql_aurora.3.04.1", "8.0.mysql_aurora.3.10.0"),
        ] {
            assert_eq!(installed(engine, applied, live), applied, "{engine} {live}");
        }
        for (engine, applied, live) in [
            ("mysql", "8.4.8", "8.4.5"),
            ("mysql", "8.4", "8.40.1"),
            ("mysql", "8.0", "8.4.8"),
            ("mariadb", "10.11", "11.4.2"),
            ("postgres", "16", "17.2"),
            ("aurora-postgresql", "16.4", "17.4"),
            ("aurora-mysql", "8.0.mysql_aurora.3.10.0", "8.4.mysql_aurora.8.4.7"),
        ] {
            assert_eq!(installed(engine, applied, live), live, "{engine} {applied}");
        }
    }

    #[test]
    fn database_serves_while_it_is_backed_up_or_its_monitoring_changes() {
        for status in [
            "available",
            "backing-up",
            "configuring-log-exports",
            "storage-optimization",
        ] {
            assert!(serves(status), "{status}");
        }
        let interrupted = [
            "creating",
            "maintenance",
            "modifying",
            "rebooting",
            "upgrading",
            "stopped",
            "deleting",
        ];
        for status in interrupted {
            assert!(!serves(status), "{status}");
        }
    }

    #[test]
    fn insights_are_off_if_the_class_is_too_small() {
        assert!(has_insights("mysql", "db.r6g.large"));
        assert!(has_insights("mysql", "db.t4g.medium"));
        assert!(!has_insights("mariadb", "db.t4g.small"));
        assert!(has_insights("postgres", "db.t4g.micro"));
        assert!(!has_insights("aurora-mysql", "db.t3.medium"));
        assert!(has_insights("aurora-mysql", "db.serverless"));
    }

    #[test]
    fn only_differing_logs_are_switched() {
        let logs = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert!(log_changes(&logs(&["error"]), &logs(&["error"])).is_none());
        let changes = log_changes(&logs(&["error", "audit"]), &logs(&["error", "slowquery"])).expect("two changes");
        assert_eq!(changes.enable_log_types(), ["audit"]);
        assert_eq!(changes.disable_log_types(), ["slowquery"]);
    }
}
