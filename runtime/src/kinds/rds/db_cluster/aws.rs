//! Aurora clusters.

use super::super::aws::{LogsOf, NO_EXTENDED_SUPPORT, installed, is_going, log_changes};
use super::DbCluster;
use crate::aws::answer::{in_order, of_branch};
use crate::aws::listing::gather;
use crate::aws::request::{int, list, values};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_shown};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Retention;
use aws_sdk_rds::Client;
use aws_sdk_rds::types::{ServerlessV2ScalingConfiguration, ServerlessV2ScalingConfigurationInfo, SourceType};
use serde_json::json;

const DESCRIBE: &str = "rds:DescribeDBClusters";

impl DbCluster {
    /// Creates the cluster from a snapshot, with everything that AWS accepts in that call.
    async fn restore(&self, cx: &Cx<'_>, snapshot: &str) -> Result<String, ApiError> {
        let call = cx
            .rds()
            .restore_db_cluster_from_snapshot()
            .db_cluster_identifier(&cx.target.name)
            .snapshot_identifier(snapshot)
            .engine(&self.engine)
            .engine_version(&self.version)
            .engine_lifecycle_support(NO_EXTENDED_SUPPORT)
            .db_subnet_group_name(self.subnet_group.value())
            .set_vpc_security_group_ids(Some(list(&self.groups)))
            .port(i32::from(self.port))
            .db_cluster_parameter_group_name(self.parameter_group.value())
            .enable_iam_database_authentication(false)
            .copy_tags_to_snapshot(true)
            .set_enable_cloudwatch_logs_exports(Some(self.log_exports.clone()))
            .deletion_protection(self.deletion_protection)
            .set_tags(Some(cx.rds_tags()));
        call.send()
            .await
            .map_err(api_error("rds:RestoreDBClusterFromSnapshot"))?;
        Ok(cx.target.name.clone())
    }
}

impl Adapter for DbCluster {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match cluster(&cx.rds(), &cx.target.name).await? {
            Some(live) if !is_going(live.status.as_deref()) => {
                cx.claim(DESCRIBE, cx.target.name.clone(), pairs(live.tag_list()))
            }
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.rds().describe_db_clusters().into_paginator().items().send();
        gather(DESCRIBE, pages, |one| {
            let lives = !is_going(one.status.as_deref());
            let owned = lives.then(|| lx.owned(one.db_cluster_identifier()?, pairs(one.tag_list())))??;
            Some(owned.field(Retention::FIELD, json!(Retention::Snapshot)))
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        if let Some(snapshot) = &self.snapshot {
            return self.restore(cx, snapshot).await;
        }
        let call = cx
            .rds()
            .create_db_cluster()
            .db_cluster_identifier(&cx.target.name)
            .engine(&self.engine)
            .engine_version(&self.version)
            .engine_lifecycle_support(NO_EXTENDED_SUPPORT)
            .set_serverless_v2_scaling_configuration(self.capacity.map(scaling))
            .storage_encrypted(true)
            .db_subnet_group_name(self.subnet_group.value())
            .set_vpc_security_group_ids(Some(list(&self.groups)))
            .port(i32::from(self.port))
            .db_cluster_parameter_group_name(self.parameter_group.value())
            .database_name(&self.database)
            .master_username(&self.user)
            .manage_master_user_password(true)
            .enable_iam_database_authentication(false)
            .backup_retention_period(int(self.backup_days))
            .copy_tags_to_snapshot(true)
            .set_enable_cloudwatch_logs_exports(Some(self.log_exports.clone()))
            .deletion_protection(self.deletion_protection)
            .set_tags(Some(cx.rds_tags()));
        call.send().await.map_err(api_error("rds:CreateDBCluster"))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let fields = [
            "version",
            "capacity",
            "backup_days",
            "groups",
            "parameter_group",
            "port",
            "log_exports",
            "deletion_protection",
            "managed_password",
            "iam_authentication",
            "copy_tags_to_snapshots",
        ];
        if changed.take(&["log_days"]) || changed.any(&["log_exports"]) {
            cx.keep_database_logs(LogsOf::Cluster, id, &self.log_exports, self.log_days)
                .await?;
        }
        // Settings that a snapshot does not restore are set once the cluster exists; until then, RDS reports it as not
        // ready.
        if (changed.is_new() && self.snapshot.is_none()) || !changed.any(&fields) {
            return Ok(());
        }
        let live = cluster(&cx.rds(), id)
            .await?
            .ok_or_else(|| not_shown(DESCRIBE, "cluster"))?;
        let when = |field: &str| changed.take(&[field]);
        let version = installed(&self.engine, &self.version, live.engine_version.unwrap_or_default());
        let newer = when("version") && version != self.version;
        // RDS refuses to start managing a password that it manages.
        let unmanaged = when("managed_password") && live.master_user_secret.is_none();
        let logs = log_changes(
            &self.log_exports,
            &live.enabled_cloudwatch_logs_exports.unwrap_or_default(),
        );
        // Capacity cannot be removed, and has no effect once no instance is `db.serverless`:
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
        let capacity = if when("capacity") { self.capacity } else { None };
        let capacity = capacity.map(scaling);
        let call = cx
            .rds()
            .modify_db_cluster()
            .db_cluster_identifier(id)
            .apply_immediately(true)
            .set_manage_master_user_password(unmanaged.then_some(true))
            .set_engine_version(newer.then(|| self.version.clone()))
            .set_allow_major_version_upgrade(newer.then_some(true))
            .set_serverless_v2_scaling_configuration(capacity)
            .set_backup_retention_period(when("backup_days").then(|| int(self.backup_days)))
            .set_vpc_security_group_ids(when("groups").then(|| list(&self.groups)))
            .set_db_cluster_parameter_group_name(when("parameter_group").then(|| self.parameter_group.value().into()))
            .set_port(when("port").then(|| i32::from(self.port)))
            .set_cloudwatch_logs_export_configuration(if when("log_exports") { logs } else { None })
            .set_deletion_protection(when("deletion_protection").then_some(self.deletion_protection))
            .set_enable_iam_database_authentication(when("iam_authentication").then_some(false))
            .set_copy_tags_to_snapshot(when("copy_tags_to_snapshots").then_some(true));
        call.send().await.map_err(api_error("rds:ModifyDBCluster"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(live) = cluster(&cx.rds(), id).await? else {
            return Ok(None);
        };
        let owner = cx.target.owner(pairs(live.tag_list()));
        let mut state = cx
            .database_state(live.status.as_deref(), id, SourceType::DbCluster)
            .await;
        let secret = live.master_user_secret.and_then(|secret| secret.secret_arn);
        // A new cluster has no secret at first.
        let is_managed = (state == State::Ready).then_some(secret.is_some());
        if state == State::Ready && secret.is_none() {
            state = State::Pending("available, without a secret yet".into());
        }
        // For a while after a change the status is still `available`. Changes that others deferred are not waited for.
        let under_way = live.pending_modified_values.is_some_and(|pending| {
            pending.backup_retention_period == Some(int(self.backup_days))
                || pending
                    .engine_version
                    .is_some_and(|next| of_branch(&self.version, next) == self.version)
        });
        if state == State::Ready && under_way {
            state = State::Pending("available, with changes in progress".into());
        }
        let log_days = cx
            .database_log_days(LogsOf::Cluster, id, &self.log_exports, self.log_days)
            .await?;
        let groups = live.vpc_security_groups.unwrap_or_default().into_iter();
        let groups = in_order(
            values(&self.groups),
            groups.filter_map(|group| group.vpc_security_group_id),
        );
        let logs = live.enabled_cloudwatch_logs_exports.unwrap_or_default();
        let logs = in_order(self.log_exports.iter().map(String::as_str), logs);
        // A cluster that once had capacity keeps it, without effect.
        let capacity = self.capacity.and(live.serverless_v2_scaling_configuration.as_ref());
        Ok(Some(
            Live::new(state)
                .owned_by(owner)
                .output("id", id.to_owned())
                .output("secret", secret)
                .reported("engine", live.engine)
                .reported(
                    "version",
                    live.engine_version
                        .map(|version| installed(&self.engine, &self.version, version)),
                )
                .field("capacity", capacity.and_then(halves))
                .reported("backup_days", live.backup_retention_period)
                .reported("subnet_group", live.db_subnet_group)
                .field("groups", groups)
                .reported("parameter_group", live.db_cluster_parameter_group)
                .reported("database", live.database_name)
                .reported("user", live.master_username)
                .reported("port", live.port)
                .field("log_exports", logs)
                .field("log_days", log_days)
                .reported("deletion_protection", live.deletion_protection)
                .constant("managed_password", true, is_managed)
                .constant("iam_authentication", false, live.iam_database_authentication_enabled)
                .constant("copy_tags_to_snapshots", true, live.copy_tags_to_snapshot),
        ))
    }

    async fn explain(&self, cx: &Cx<'_>, id: &str) -> Vec<String> {
        cx.explain_database(id, SourceType::DbCluster).await
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        let live = cluster(&cx.rds(), id).await?;
        cx.tag_rds(live.and_then(|live| live.db_cluster_arn)).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(live) = cluster(&cx.rds(), id).await? else {
            return cx.finish_deletion(LogsOf::Cluster, id, self.on_destroy).await;
        };
        // Accepted only once the cluster no longer exists, because its log groups must be deleted after it.
        let gone = || Deletion::NotYet("the cluster to be deleted".into());
        if is_going(live.status.as_deref()) {
            return Ok(gone());
        }
        if live.deletion_protection == Some(true) {
            let call = cx.rds().modify_db_cluster().db_cluster_identifier(id);
            let call = call.deletion_protection(false).apply_immediately(true);
            call.send().await.map_err(api_error("rds:ModifyDBCluster"))?;
            return Ok(Deletion::NotYet("the deletion protection to be turned off".into()));
        }
        let keep = self.on_destroy == Retention::Snapshot;
        let word = live.status.as_deref().unwrap_or_default();
        // A cluster that is still being created has no data yet, and RDS takes a snapshot only of one that is available: "Can't
        // create a snapshot because the database cluster … isn't currently in the available state". If RDS refuses the
        // deletion as well, it is tried again until the cluster is available, and then with a snapshot.
        let is_new = word == "creating";
        // In these states RDS takes no final snapshot. The automated backups are then kept, and hold the data:
        // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html
        let broken = matches!(
            word,
            "cloning-failed" | "failed" | "incompatible-network" | "incompatible-restore"
        );
        let snapshot = (keep && !broken && !is_new).then(|| cx.final_snapshot(id));
        let call = cx
            .rds()
            .delete_db_cluster()
            .db_cluster_identifier(id)
            .skip_final_snapshot(snapshot.is_none())
            .set_final_db_snapshot_identifier(snapshot)
            .set_delete_automated_backups((keep && broken).then_some(false));
        absent(call.send().await.map_err(api_error("rds:DeleteDBCluster")))?;
        Ok(gone())
    }
}

impl Listing<'_> {
    /// Returns whether a database cluster of this name exists and is not being deleted.
    pub(crate) async fn has_database_cluster(&self, name: &str) -> Result<bool, ApiError> {
        let found = cluster(&self.rds(), name).await?;
        Ok(found.is_some_and(|found| !is_going(found.status.as_deref())))
    }
}

pub(in crate::kinds::rds) async fn cluster(
    client: &Client,
    id: &str,
) -> Result<Option<aws_sdk_rds::types::DbCluster>, ApiError> {
    let call = client.describe_db_clusters().db_cluster_identifier(id);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.db_clusters?.into_iter().next()))
}

/// Converts half ACUs to ACUs.
fn scaling((min, max): (u32, u32)) -> ServerlessV2ScalingConfiguration {
    ServerlessV2ScalingConfiguration::builder()
        .min_capacity(f64::from(min) / 2.0)
        .max_capacity(f64::from(max) / 2.0)
        .build()
}

/// Converts ACUs to half ACUs.
fn halves(scaling: &ServerlessV2ScalingConfigurationInfo) -> Option<(u32, u32)> {
    // AWS allows 0 to 256, in steps of 0.5.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let half = |units: f64| (units * 2.0).round() as u32;
    Some((half(scaling.min_capacity?), half(scaling.max_capacity?)))
}
