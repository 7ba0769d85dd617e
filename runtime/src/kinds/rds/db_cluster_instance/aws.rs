//! Instances of Aurora clusters.

use super::super::aws::{INSIGHTS_DAYS, has_insights, is_going};
use super::DbClusterInstance;
use crate::aws::listing::gather;
use crate::aws::request::int;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::kinds::rds::db_cluster::aws::cluster;
use crate::kinds::rds::db_instance::aws::{DESCRIBE, found, instance};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_rds::types::SourceType;

impl Adapter for DbClusterInstance {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        found(cx).await
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.rds().describe_db_instances().into_paginator().items().send();
        gather(DESCRIBE, pages, |one| {
            let cluster = one.db_cluster_identifier()?;
            let lives = !is_going(one.db_instance_status.as_deref());
            let owned = lives.then(|| lx.owned(one.db_instance_identifier()?, pairs(one.tag_list())))??;
            Some(owned.field("cluster", cluster))
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let insights = has_insights(&self.engine, &self.class);
        // Encryption, backups, logs, the password and the network are set on the cluster:
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
        let call = cx
            .rds()
            .create_db_instance()
            .db_instance_identifier(&cx.target.name)
            .db_cluster_identifier(self.cluster.value())
            .engine(&self.engine)
            .db_instance_class(&self.class)
            .promotion_tier(int(self.tier))
            .publicly_accessible(false)
            .auto_minor_version_upgrade(true)
            .monitoring_interval(0)
            .enable_performance_insights(insights)
            .set_performance_insights_retention_period(insights.then_some(INSIGHTS_DAYS))
            .set_tags(Some(cx.rds_tags()));
        call.send().await.map_err(api_error("rds:CreateDBInstance"))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let fields = [
            "class",
            "tier",
            "publicly_accessible",
            "auto_minor_upgrades",
            "monitoring_interval",
        ];
        if changed.is_new() || !changed.take(&fields) {
            return Ok(());
        }
        let insights = has_insights(&self.engine, &self.class);
        let call = cx
            .rds()
            .modify_db_instance()
            .db_instance_identifier(id)
            .apply_immediately(true)
            .db_instance_class(&self.class)
            .promotion_tier(int(self.tier))
            .publicly_accessible(false)
            .auto_minor_version_upgrade(true)
            .monitoring_interval(0)
            .enable_performance_insights(insights)
            .set_performance_insights_retention_period(insights.then_some(INSIGHTS_DAYS));
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
        let pending = live
            .pending_modified_values
            .and_then(|pending| pending.db_instance_class);
        if state == State::Ready && pending.as_ref() == Some(&self.class) {
            state = State::Pending("available, with changes in progress".into());
        }
        // The endpoint that follows the writer belongs to the cluster, and works once there is an instance.
        let whole = cluster(&cx.rds(), self.cluster.value()).await?;
        let (endpoint, port) = whole.map_or((None, None), |whole| (whole.endpoint, whole.port));
        if state == State::Ready && endpoint.is_none() {
            state = State::Pending("available, without the cluster's endpoint yet".into());
        }
        Ok(Some(
            Live::new(state)
                .owned_by(owner)
                .output("id", id.to_owned())
                .output("endpoint", endpoint)
                .output("port", port.map(|port| port.to_string()))
                .reported("cluster", live.db_cluster_identifier)
                .reported("engine", live.engine)
                .reported("class", live.db_instance_class)
                .reported("tier", live.promotion_tier)
                .constant("publicly_accessible", false, live.publicly_accessible)
                .constant("auto_minor_upgrades", true, live.auto_minor_version_upgrade)
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
            return Ok(Deletion::NotFound);
        };
        if is_going(live.db_instance_status.as_deref()) {
            return Ok(Deletion::Accepted);
        }
        // The data belongs to the cluster, and so does the final snapshot.
        let call = cx
            .rds()
            .delete_db_instance()
            .db_instance_identifier(id)
            .skip_final_snapshot(true);
        absent(call.send().await.map_err(api_error("rds:DeleteDBInstance")))?;
        Ok(Deletion::Accepted)
    }
}
