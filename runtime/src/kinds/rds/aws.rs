//! What the adapters share.

use crate::aws::answer::with_events;
use crate::aws::request::int;
use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Owned, State, Target};
use aws_sdk_rds::Client;
use aws_sdk_rds::types::{CloudwatchLogsExportConfiguration, SourceType, Tag};
use sha2::{Digest as _, Sha256};

/// What keeps a database out of RDS's extended support, which costs extra:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html>
pub(super) const NO_EXTENDED_SUPPORT: &str = "open-source-rds-extended-support-disabled";

/// For how many days Performance Insights keeps its data without a charge:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.cost.html>
pub(super) const INSIGHTS_DAYS: i32 = 7;

impl Listing<'_> {
    /// Returns those of some resources that are the stack's by their tags, where a description does not have them: each
    /// is given by its name and its ARN.
    pub(super) async fn owned_rds(&self, named: Vec<(String, String)>) -> Result<Vec<Owned>, ApiError> {
        self.owned_by_tags(named, async |arn| Ok(tags(&self.rds(), arn).await?.unwrap_or_default()))
            .await
    }
}

impl Cx<'_> {
    /// The tags of a resource that one call creates.
    pub(super) fn rds_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }

    /// Judges by its tags what has the resource's name, where a description does not have them.
    pub(super) async fn claim_rds(&self, call: &'static str, arn: Option<String>) -> Result<Option<String>, ApiError> {
        let Some(tags) = tags(&self.rds(), &arn.unwrap_or_default()).await? else {
            return Ok(None);
        };
        self.claim(call, self.target.name.clone(), pairs(&tags))
    }

    /// Tells how a database is, from RDS's word for it:
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html>,
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html>
    pub(super) async fn database_state(&self, status: Option<&str>, id: &str, of: SourceType) -> State {
        let word = status.unwrap_or("unknown");
        match word {
            "available" | "storage-optimization" | "storage-config-upgrade" | "storage-initialization" => State::Ready,
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

    /// Says why a database failed: RDS keeps the reason among its events. The state alone will do where they are not to
    /// be had.
    pub(super) async fn database_cause(&self, word: &str, id: &str, of: SourceType) -> String {
        const DAY: i32 = 24 * 60;
        let events = self
            .rds()
            .describe_events()
            .source_identifier(id)
            .source_type(of)
            .duration(DAY);
        let mut pages = events.into_paginator().items().send();
        let mut told = Vec::new();
        while let Some(Ok(event)) = pages.next().await {
            told.extend(event.message.map(|message| (event.date, message)));
        }
        with_events(word, told)
    }
}

impl Cx<'_> {
    /// Goes on with the deletion of a database that is gone: RDS leaves the logs that it has sent to CloudWatch.
    pub(super) async fn delete_database_logs(&self, of: LogsOf, id: &str) -> Result<Deletion, ApiError> {
        Ok(if self.remove_service_logs(&of.path(id)).await? {
            Deletion::NotYet("its log groups to be gone".into())
        } else {
            Deletion::Accepted
        })
    }

    /// Sees to it that the logs that a database sends to CloudWatch have where to go to.
    pub(super) async fn keep_database_logs(
        &self,
        of: LogsOf,
        id: &str,
        logs: &[String],
        days: u32,
    ) -> Result<(), ApiError> {
        let path = of.path(id);
        let names = logs.iter().map(|log| format!("{path}{log}"));
        self.keep_service_logs(names, int(days)).await
    }
}

/// Under which names the logs of databases are.
pub(in crate::kinds) const INSTANCE_LOGS: &str = "/aws/rds/instance/";
/// Under which names the logs of clusters of databases are.
pub(in crate::kinds) const CLUSTER_LOGS: &str = "/aws/rds/cluster/";

/// Whose logs RDS sends to CloudWatch.
#[derive(Clone, Copy)]
pub(super) enum LogsOf {
    Instance,
    Cluster,
}

impl LogsOf {
    /// Says where RDS puts them, each log into a group of its own:
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html>,
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.CloudWatch.html>
    pub(super) fn path(self, id: &str) -> String {
        match self {
            Self::Instance => format!("{INSTANCE_LOGS}{id}/"),
            Self::Cluster => format!("{CLUSTER_LOGS}{id}/"),
        }
    }
}

/// Reads the tags of something; nothing if it is gone.
pub(super) async fn tags(client: &Client, arn: &str) -> Result<Option<Vec<Tag>>, ApiError> {
    let answer = client.list_tags_for_resource().resource_name(arn).send().await;
    let answer = absent(answer.map_err(api_error("rds:ListTagsForResource")))?;
    Ok(answer.map(|answer| answer.tag_list.unwrap_or_default()))
}

/// Tells whether RDS's word for how a database is says that it is on its way out.
pub(super) fn is_going(status: Option<&str>) -> bool {
    matches!(status, Some("deleting" | "delete-precheck"))
}

/// Tells whether Performance Insights runs on a class:
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

/// Tells which logs to start and to stop sending to CloudWatch; nothing where they are as wanted.
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

/// Names the last snapshot of a database: the same for every try, another for the next database of that name. At most
/// 255 letters, digits and single hyphens:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html>
pub(super) fn final_snapshot(cx: &Cx<'_>, id: &str) -> String {
    format!("{id}-final-{}", last(cx.target))
}

/// Returns the token of a database's creation, as a part of a name. Of one whose journal was lost there is another one, which
/// RDS would not take.
pub(super) fn last(target: &Target) -> String {
    let Target { token, deployment, .. } = target;
    if token.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
        return token.clone();
    }
    hex::encode(&Sha256::digest(format!("{token} {deployment}"))[..16])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::info;

    #[test]
    fn a_last_snapshot_has_a_name_that_rds_takes_also_after_the_journal_was_lost() {
        let target = |token: &str, deployment: &str| Target {
            stack: "campus".into(),
            account: "111122223333".into(),
            address: "database.instance".into(),
            kind: info("AWS::RDS::DBInstance").expect("a kind"),
            region: "ap-southeast-1".into(),
            name: "campus-database".into(),
            spec_hash: "0f0f0".into(),
            deployment: deployment.into(),
            token: token.into(),
            references: Vec::new(),
        };
        let token = "61420a8df6ddf0ffe9ebb0c927d95ff2";
        assert_eq!(last(&target(token, "1")), token);
        let found = last(&target("database.instance", "1"));
        assert!(found.bytes().all(|letter| letter.is_ascii_alphanumeric()), "{found}");
        assert_eq!(found.len(), token.len());
        assert_ne!(found, last(&target("database.instance", "2")));
    }

    #[test]
    fn insights_are_off_where_the_class_is_too_small_for_them() {
        assert!(has_insights("mysql", "db.r6g.large"));
        assert!(has_insights("mysql", "db.t4g.medium"));
        assert!(!has_insights("mariadb", "db.t4g.small"));
        assert!(has_insights("postgres", "db.t4g.micro"));
        assert!(!has_insights("aurora-mysql", "db.t3.medium"));
        assert!(has_insights("aurora-mysql", "db.serverless"));
    }

    #[test]
    fn only_the_logs_that_differ_are_switched() {
        let logs = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert!(log_changes(&logs(&["error"]), &logs(&["error"])).is_none());
        let changes = log_changes(&logs(&["error", "audit"]), &logs(&["error", "slowquery"])).expect("two changes");
        assert_eq!(changes.enable_log_types(), ["audit"]);
        assert_eq!(changes.disable_log_types(), ["slowquery"]);
    }
}
