//! Database instances.

use super::super::aws::{INSIGHTS_DAYS, LogsOf, has_insights, installed, is_going, lifecycle_support, log_changes};
use super::DbInstance;
use crate::aws::answer::{in_order, of_branch};
use crate::aws::listing::gather;
use crate::aws::request::{int, list, values};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_shown};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Retention;
use aws_sdk_rds::Client;
use aws_sdk_rds::types::SourceType;
use serde_json::json;

pub(in crate::kinds::rds) const DESCRIBE: &str = "rds:DescribeDBInstances";
const STORAGE_TYPE: &str = "gp3";

impl DbInstance {
    /// Creates the database from a snapshot, with everything that AWS accepts in that call.
    async fn restore(&self, cx: &Cx<'_>, snapshot: &str) -> Result<String, ApiError> {
        let call = cx
            .rds()
            .restore_db_instance_from_db_snapshot()
            .db_instance_identifier(&cx.target.name)
            .db_snapshot_identifier(snapshot)
            .engine(&self.engine)
            .set_engine_lifecycle_support(lifecycle_support(&self.engine))
            .auto_minor_version_upgrade(true)
            .db_instance_class(&self.class)
            .storage_type(STORAGE_TYPE)
            .multi_az(self.multi_az)
            .publicly_accessible(false)
            .db_subnet_group_name(self.subnet_group.value())
            .set_vpc_security_group_ids(Some(list(&self.groups)))
            .port(i32::from(self.port))
            .db_parameter_group_name(self.parameter_group.value())
            .manage_master_user_password(true)
            .enable_iam_database_authentication(false)
            .backup_retention_period(int(self.backup_days))
            .copy_tags_to_snapshot(true)
            .set_enable_cloudwatch_logs_exports(Some(self.log_exports.clone()))
            .deletion_protection(self.deletion_protection)
            .set_tags(Some(cx.rds_tags()));
        call.send()
            .await
            .map_err(api_error("rds:RestoreDBInstanceFromDBSnapshot"))?;
        Ok(cx.target.name.clone())
    }
}

impl Adapter for DbInstance {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        found(cx).await
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.rds().describe_db_instances().into_paginator().items().send();
        gather(DESCRIBE, pages, |one| {
            let lives = one.db_cluster_identifier().is_none() && !is_going(one.db_instance_status.as_deref());
            let owned = lives.then(|| lx.owned(one.db_instance_identifier()?, pairs(one.tag_list())))??;
            Some(owned.field(Retention::FIELD, json!(Retention::Snapshot)))
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        if let Some(snapshot) = &self.snapshot {
            return self.restore(cx, snapshot).await;
        }
        let insights = has_insights(&self.engine, &self.class);
        let call = cx
            .rds()
            .create_db_instance()
            .db_instance_identifier(&cx.target.name)
            .engine(&self.engine)
            .engine_version(&self.version)
            .set_engine_lifecycle_support(lifecycle_support(&self.engine))
            .auto_minor_version_upgrade(true)
            .db_instance_class(&self.class)
            .storage_type(STORAGE_TYPE)
            .allocated_storage(int(self.storage))
            // A maximum that equals the initial storage would not be autoscaling, and RDS refuses it.
            .set_max_allocated_storage((self.max_storage > self.storage).then(|| int(self.max_storage)))
            .storage_encrypted(true)
            .multi_az(self.multi_az)
            .publicly_accessible(false)
            .db_subnet_group_name(self.subnet_group.value())
            .set_vpc_security_group_ids(Some(list(&self.groups)))
            .port(i32::from(self.port))
            .db_parameter_group_name(self.parameter_group.value())
            .db_name(&self.database)
            .master_username(&self.user)
            .manage_master_user_password(true)
            .enable_iam_database_authentication(false)
            .backup_retention_period(int(self.backup_days))
            .copy_tags_to_snapshot(true)
            .monitoring_interval(0)
            .enable_performance_insights(insights)
            .set_performance_insights_retention_period(insights.then_some(INSIGHTS_DAYS))
            .set_enable_cloudwatch_logs_exports(Some(self.log_exports.clone()))
            .deletion_protection(self.deletion_protection)
            .set_tags(Some(cx.rds_tags()));
        call.send().await.map_err(api_error("rds:CreateDBInstance"))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let fields = [
            "version",
            "class",
            "storage",
            "max_storage",
            "multi_az",
            "backup_days",
            "groups",
            "parameter_group",
            "port",
            "log_exports",
            "deletion_protection",
            "publicly_accessible",
            "storage_type",
            "managed_password",
            "iam_authentication",
            "auto_minor_upgrades",
            "copy_tags_to_snapshots",
            "monitoring_interval",
        ];
        if changed.take(&["log_days"]) || changed.any(&["log_exports"]) {
            cx.keep_database_logs(LogsOf::Instance, id, &self.log_exports, self.log_days)
                .await?;
        }
        // Settings that a snapshot does not restore are set once the database exists; until then, RDS reports it as not
        // ready.
        if (changed.is_new() && self.snapshot.is_none()) || !changed.any(&fields) {
            return Ok(());
        }
        let live = instance(&cx.rds(), id)
            .await?
            .ok_or_else(|| not_shown(DESCRIBE, "database"))?;
        let when = |field: &str| changed.take(&[field]);
        let version = installed(&self.engine, &self.version, live.engine_version.unwrap_or_default());
        let newer = when("version") && version != self.version;
        // Storage grows automatically and never shrinks.
        let larger = when("storage") && live.allocated_storage.is_none_or(|now| now < int(self.storage));
        let logs = log_changes(
            &self.log_exports,
            &live.enabled_cloudwatch_logs_exports.unwrap_or_default(),
        );
        let insights = has_insights(&self.engine, &self.class);
        // RDS refuses to start managing a password that it manages.
        let unmanaged = when("managed_password") && live.master_user_secret.is_none();
        let call = cx
            .rds()
            .modify_db_instance()
            .db_instance_identifier(id)
            .apply_immediately(true)
            .set_engine_version(newer.then(|| self.version.clone()))
            .set_allow_major_version_upgrade(newer.then_some(true))
            .set_db_instance_class(when("class").then(|| self.class.clone()))
            .set_enable_performance_insights(when("class").then_some(insights))
            .set_performance_insights_retention_period((when("class") && insights).then_some(INSIGHTS_DAYS))
            .set_allocated_storage(larger.then(|| int(self.storage)))
            .set_max_allocated_storage(when("max_storage").then(|| int(self.max_storage)))
            .set_multi_az(when("multi_az").then_some(self.multi_az))
            .set_backup_retention_period(when("backup_days").then(|| int(self.backup_days)))
            .set_vpc_security_group_ids(when("groups").then(|| list(&self.groups)))
            .set_db_parameter_group_name(when("parameter_group").then(|| self.parameter_group.value().into()))
            .set_db_port_number(when("port").then(|| i32::from(self.port)))
            .set_cloudwatch_logs_export_configuration(if when("log_exports") { logs } else { None })
            .set_deletion_protection(when("deletion_protection").then_some(self.deletion_protection))
            .set_publicly_accessible(when("publicly_accessible").then_some(false))
            .set_storage_type(when("storage_type").then(|| STORAGE_TYPE.into()))
            .set_manage_master_user_password(unmanaged.then_some(true))
            .set_enable_iam_database_authentication(when("iam_authentication").then_some(false))
            .set_auto_minor_version_upgrade(when("auto_minor_upgrades").then_some(true))
            .set_copy_tags_to_snapshot(when("copy_tags_to_snapshots").then_some(true))
            .set_monitoring_interval(when("monitoring_interval").then_some(0));
        call.send().await.map_err(api_error("rds:ModifyDBInstance"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(live) = instance(&cx.rds(), id).await? else {
            return Ok(None);
        };
        let word = live.db_instance_status.as_deref();
        let owner = cx.target.owner(pairs(live.tag_list()));
        let mut state = cx.database_state(word, id, SourceType::DbInstance).await;
        let endpoint = live.endpoint.as_ref();
        let host = endpoint.and_then(|endpoint| endpoint.address.clone());
        let port = endpoint.and_then(|endpoint| endpoint.port);
        let secret = live.master_user_secret.clone().and_then(|secret| secret.secret_arn);
        // A new database has no secret at first.
        let is_managed = (state == State::Ready).then_some(secret.is_some());
        if state == State::Ready && (host.is_none() || secret.is_none()) {
            state = State::Pending("available, without an endpoint or a secret yet".into());
        }
        if state == State::Ready && self.is_under_way(&live) {
            state = State::Pending("available, with changes in progress".into());
        }
        let log_days = cx
            .database_log_days(LogsOf::Instance, id, &self.log_exports, self.log_days)
            .await?;
        Ok(Some(
            Live::new(state)
                .owned_by(owner)
                .output("id", id.to_owned())
                .output("endpoint", host)
                .output("port", port.map(|port| port.to_string()))
                .output("secret", secret)
                .reported("engine", live.engine.clone())
                .reported(
                    "version",
                    live.engine_version
                        .clone()
                        .map(|version| installed(&self.engine, &self.version, version)),
                )
                .reported("class", live.db_instance_class.clone())
                .reported("storage", live.allocated_storage)
                .reported("max_storage", self.live_max_storage(&live))
                .reported("multi_az", live.multi_az)
                .reported("backup_days", live.backup_retention_period)
                .reported(
                    "subnet_group",
                    live.db_subnet_group.and_then(|group| group.db_subnet_group_name),
                )
                .field("groups", {
                    let groups = live.vpc_security_groups.unwrap_or_default().into_iter();
                    in_order(
                        values(&self.groups),
                        groups.filter_map(|group| group.vpc_security_group_id),
                    )
                })
                .reported("parameter_group", {
                    let mut groups = live.db_parameter_groups.unwrap_or_default().into_iter();
                    groups.next().and_then(|group| group.db_parameter_group_name)
                })
                .reported("database", live.db_name)
                .reported("user", live.master_username)
                .reported("port", port)
                .field("log_exports", {
                    let logs = live.enabled_cloudwatch_logs_exports.unwrap_or_default();
                    in_order(self.log_exports.iter().map(String::as_str), logs)
                })
                .field("log_days", log_days)
                .reported("deletion_protection", live.deletion_protection)
                .constant("publicly_accessible", false, live.publicly_accessible)
                .constant("storage_type", STORAGE_TYPE.to_owned(), live.storage_type)
                .constant("managed_password", true, is_managed)
                .constant("iam_authentication", false, live.iam_database_authentication_enabled)
                .constant("auto_minor_upgrades", true, live.auto_minor_version_upgrade)
                .constant("copy_tags_to_snapshots", true, live.copy_tags_to_snapshot)
                .constant("monitoring_interval", 0, live.monitoring_interval),
        ))
    }

    async fn explain(&self, cx: &Cx<'_>, id: &str) -> Vec<String> {
        cx.explain_database(id, SourceType::DbInstance).await
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        let live = instance(&cx.rds(), id).await?;
        cx.tag_rds(live.and_then(|live| live.db_instance_arn)).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(live) = instance(&cx.rds(), id).await? else {
            return cx.finish_deletion(LogsOf::Instance, id, self.on_destroy).await;
        };
        let word = live.db_instance_status.as_deref().unwrap_or_default();
        // Accepted only once the database no longer exists, because its log groups must be deleted after it.
        let gone = || Deletion::NotYet("the database to be deleted".into());
        if is_going(Some(word)) {
            return Ok(gone());
        }
        if live.deletion_protection == Some(true) {
            let call = cx.rds().modify_db_instance().db_instance_identifier(id);
            let call = call.deletion_protection(false).apply_immediately(true);
            call.send().await.map_err(api_error("rds:ModifyDBInstance"))?;
            return Ok(Deletion::NotYet("the deletion protection to be turned off".into()));
        }
        let keep = self.on_destroy == Retention::Snapshot;
        // A database that is still being created has no data yet, and RDS takes a snapshot only of one that is available:
        // "Cannot create a snapshot because the database instance … is not currently in the available state". If RDS refuses
        // the deletion as well, it is tried again until the database is available, and then with a snapshot.
        let is_new = word == "creating";
        // In these states RDS takes no final snapshot. The automated backups are then kept, and hold the data:
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
        let broken = matches!(
            word,
            "failed" | "incompatible-restore" | "incompatible-network" | "incompatible-create"
        );
        let snapshot = (keep && !broken && !is_new).then(|| cx.final_snapshot(id));
        let call = cx
            .rds()
            .delete_db_instance()
            .db_instance_identifier(id)
            .skip_final_snapshot(snapshot.is_none())
            .set_final_db_snapshot_identifier(snapshot)
            .delete_automated_backups(!(keep && broken));
        absent(call.send().await.map_err(api_error("rds:DeleteDBInstance")))?;
        Ok(gone())
    }
}

impl DbInstance {
    /// Returns to how much storage the database may grow. Without autoscaling, RDS reports no maximum: it is then the
    /// applied one if that means no autoscaling, and otherwise the current storage.
    fn live_max_storage(&self, live: &aws_sdk_rds::types::DbInstance) -> Option<i32> {
        let now = live.allocated_storage;
        let fixed = now.filter(|_| self.max_storage <= self.storage);
        live.max_allocated_storage
            .or(fixed.map(|_| int(self.max_storage)))
            .or(now)
    }

    /// Returns whether a change by this stack has yet to take effect: for a while after the call the status is still
    /// `available`. Changes that others deferred to the maintenance window are not waited for.
    fn is_under_way(&self, live: &aws_sdk_rds::types::DbInstance) -> bool {
        live.pending_modified_values.as_ref().is_some_and(|pending| {
            pending.db_instance_class.as_ref() == Some(&self.class)
                || pending.allocated_storage == Some(int(self.storage))
                || pending.port == Some(i32::from(self.port))
                || pending.backup_retention_period == Some(int(self.backup_days))
                || pending.multi_az == Some(self.multi_az)
                || pending.iam_database_authentication_enabled == Some(false)
                || pending.storage_type.as_deref() == Some(STORAGE_TYPE)
                || pending
                    .engine_version
                    .clone()
                    .is_some_and(|next| of_branch(&self.version, next) == self.version)
                || pending.pending_cloudwatch_logs_exports.as_ref().is_some_and(|logs| {
                    let ours = |log| self.log_exports.contains(log);
                    logs.log_types_to_enable().iter().any(ours) || !logs.log_types_to_disable().iter().all(ours)
                })
        })
    }
}

/// Finds the instance that has the target's name.
pub(in crate::kinds::rds) async fn found(cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
    match instance(&cx.rds(), &cx.target.name).await? {
        Some(live) if !is_going(live.db_instance_status.as_deref()) => {
            cx.claim(DESCRIBE, cx.target.name.clone(), pairs(live.tag_list()))
        }
        _ => Ok(None),
    }
}

impl Listing<'_> {
    /// Returns whether a database instance of this name exists and is not being deleted.
    pub(crate) async fn has_instance(&self, name: &str) -> Result<bool, ApiError> {
        let found = instance(&self.rds(), name).await?;
        Ok(found.is_some_and(|found| !is_going(found.db_instance_status.as_deref())))
    }
}

pub(in crate::kinds::rds) async fn instance(
    client: &Client,
    id: &str,
) -> Result<Option<aws_sdk_rds::types::DbInstance>, ApiError> {
    let call = client.describe_db_instances().db_instance_identifier(id);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.db_instances?.into_iter().next()))
}

#[cfg(test)]
mod tests {
    use super::super::super::aws::NO_EXTENDED_SUPPORT;
    use super::*;
    use crate::resource::Kind as _;
    use aws_sdk_rds::types::DbInstance as Found;
    use serde_json::json;

    fn applied(storage: u32, max_storage: u32) -> DbInstance {
        let fields = json!({ "storage": storage, "max_storage": max_storage });
        let fields = DbInstance::INFO.filled(fields.as_object().cloned().unwrap_or_default());
        serde_json::from_value(fields).expect("a database")
    }

    #[test]
    fn manually_added_storage_is_not_autoscaling() {
        let fixed = Found::builder().allocated_storage(150).build();
        assert_eq!(applied(100, 100).live_max_storage(&fixed), Some(100));
        // Someone turned autoscaling off.
        assert_eq!(applied(100, 300).live_max_storage(&fixed), Some(150));
        let scaled = Found::builder().allocated_storage(150).max_allocated_storage(400);
        let scaled = scaled.build();
        assert_eq!(applied(100, 100).live_max_storage(&scaled), Some(400));
        assert_eq!(applied(100, 400).live_max_storage(&scaled), Some(400));
    }

    #[test]
    fn extended_support_is_declined_where_an_engine_has_it() {
        assert_eq!(lifecycle_support("mysql").as_deref(), Some(NO_EXTENDED_SUPPORT));
        assert_eq!(lifecycle_support("postgres").as_deref(), Some(NO_EXTENDED_SUPPORT));
        assert_eq!(lifecycle_support("mariadb"), None);
    }
}
