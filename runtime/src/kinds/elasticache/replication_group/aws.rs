//! Replication groups.

use super::super::aws::password::{Change, Password, PasswordTag, busy, check_available, password_tag};
use super::ReplicationGroup;
use crate::aws::answer::{in_order, of_branch};
use crate::aws::listing::gather;
use crate::aws::request::{int, list, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_shown};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use crate::resource::Ref;
use aws_sdk_elasticache::types::{
    AutomaticFailoverStatus, CacheCluster, MultiAzStatus, ReplicationGroup as Found, SourceType, TransitEncryptionMode,
};

const DESCRIBE: &str = "elasticache:DescribeReplicationGroups";
const MODIFY: &str = "elasticache:ModifyReplicationGroup";
const PORT: i32 = 6379;

/// What `encryption_in_transit` is if every client must encrypt.
const REQUIRED: &str = "required";

impl Adapter for ReplicationGroup {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match group(cx, &cx.target.name).await? {
            Some(group) if group.status.as_deref() != Some("deleting") => cx.claim_cache(DESCRIBE, group.arn).await,
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx
            .elasticache()
            .describe_replication_groups()
            .into_paginator()
            .items()
            .send();
        let named = gather(DESCRIBE, pages, |one| {
            let name = one.replication_group_id.filter(|name| lx.is_named_for_stack(name))?;
            if one.status.as_deref() == Some("deleting") {
                return None;
            }
            Some((name, one.arn?))
        });
        lx.owned_cache(&Self::INFO, named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let password = match &self.password {
            Some(secret) => Some(cx.secret_value(secret.value()).await?),
            None => None,
        };
        let call = cx
            .elasticache()
            .create_replication_group()
            .replication_group_id(&cx.target.name)
            .replication_group_description(&self.description)
            .engine(&self.engine)
            .engine_version(&self.version)
            .auto_minor_version_upgrade(true)
            .cache_node_type(&self.node)
            .num_cache_clusters(int(self.nodes))
            .automatic_failover_enabled(self.has_replicas())
            .multi_az_enabled(self.has_replicas())
            .cache_subnet_group_name(self.subnet_group.value())
            .set_security_group_ids(Some(list(&self.groups)))
            .cache_parameter_group_name(self.parameter_group.value())
            .port(PORT)
            .at_rest_encryption_enabled(true)
            .transit_encryption_enabled(true)
            .snapshot_retention_limit(int(self.snapshot_days))
            .set_auth_token(password.as_ref().map(|password| password.expose().to_owned()))
            .set_tags(Some(cx.tags_of_protected(self.password.as_ref().map(Ref::value))));
        let sent = call.send().await;
        let sent = sent.map_err(api_error("elasticache:CreateReplicationGroup"));
        sent.map_err(|error| match &password {
            Some(password) => password.redact(error),
            None => error,
        })?;
        Ok(cx.target.name.clone())
    }

    /// Makes one call after the other. While one takes effect, ElastiCache refuses the next, and all are tried again
    /// from the start. So each call is made only if it is still needed.
    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() {
            return Ok(());
        }
        let live = group(cx, id)
            .await?
            .ok_or_else(|| not_shown(DESCRIBE, "replication group"))?;
        let nodes = count(&live);
        let (failover, spread) = (has_failover(&live), is_spread(&live));
        let wanted = usize::try_from(self.nodes).unwrap_or(usize::MAX);
        let replicas = int(self.nodes.saturating_sub(1));
        let resizes = changed.take(&["nodes"]);
        let protects = changed.take(&["failover"]) || resizes;
        // The last replica cannot be removed while failover depends on it:
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DecreaseReplicaCount.html
        if protects && !self.has_replicas() && (failover || spread) {
            self.set_failover(cx, id).await?;
        }
        if resizes && nodes > wanted {
            let call = cx.elasticache().decrease_replica_count().replication_group_id(id);
            let call = call.new_replica_count(replicas).apply_immediately(true);
            call.send()
                .await
                .map_err(api_error("elasticache:DecreaseReplicaCount"))?;
        }
        // Redis OSS 4 cannot get a password, but is given a newer version here.
        let gets_password = changed.take(&["password"]) && self.password.is_some();
        let upgrades_first = gets_password && changed.any(&["version"]) && !self.is_upgraded(cx, &live).await?;
        if gets_password && !upgrades_first {
            self.accept_password(cx, id, &live).await?;
        }
        if resizes && nodes < wanted {
            let call = cx.elasticache().increase_replica_count().replication_group_id(id);
            let call = call.new_replica_count(replicas).apply_immediately(true);
            call.send()
                .await
                .map_err(api_error("elasticache:IncreaseReplicaCount"))?;
        }
        if protects && self.has_replicas() && !(failover && spread) {
            self.set_failover(cx, id).await?;
        }
        if changed.take(&["encryption_in_transit"]) {
            require_encryption(cx, id, in_transit(&live)).await?;
        }
        // The last call, because nothing shows whether it was made, so the repetition after a refusal would make it again.
        if changed.any(&[
            "description",
            "version",
            "node",
            "parameter_group",
            "groups",
            "snapshot_days",
            "auto_minor_upgrades",
        ]) {
            let when = |field: &str| changed.take(&[field]);
            // If no snapshots were taken so far, ElastiCache needs to know the node to take them from:
            // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html
            let first = live.member_clusters().first().cloned();
            let source = first
                .filter(|_| when("snapshot_days") && self.snapshot_days > 0 && live.snapshotting_cluster_id.is_none());
            let call = cx
                .elasticache()
                .modify_replication_group()
                .replication_group_id(id)
                .apply_immediately(true)
                .set_replication_group_description(when("description").then(|| self.description.clone()))
                .set_engine_version(when("version").then(|| self.version.clone()))
                .set_cache_node_type(when("node").then(|| self.node.clone()))
                .set_cache_parameter_group_name(
                    when("parameter_group").then(|| self.parameter_group.value().to_owned()),
                )
                .set_security_group_ids(when("groups").then(|| list(&self.groups)))
                .set_snapshot_retention_limit(when("snapshot_days").then(|| int(self.snapshot_days)))
                .set_snapshotting_cluster_id(source)
                .set_auto_minor_version_upgrade(when("auto_minor_upgrades").then_some(true));
            call.send().await.map_err(api_error(MODIFY))?;
        }
        if upgrades_first {
            return Err(busy(MODIFY, "modifying"));
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(live) = group(cx, id).await? else {
            return Ok(None);
        };
        let status = live.status.as_deref();
        let mut state = cx.cache_state(status, id, SourceType::ReplicationGroup).await;
        let endpoint = live.node_groups().first().and_then(|nodes| nodes.primary_endpoint());
        let host = endpoint.and_then(|endpoint| endpoint.address.clone());
        let port = endpoint.and_then(|endpoint| endpoint.port);
        if state == State::Ready && host.is_none() {
            state = State::Pending("available, without an endpoint yet".into());
        }
        // Some fields are reported only for a node and not for the group.
        let node = match live.member_clusters().first() {
            Some(node) if state == State::Ready => node_of(cx, node).await?,
            _ => None,
        };
        let password = self.password.as_ref().map(Ref::value);
        let password = password.filter(|_| live.auth_token_enabled == Some(true));
        let live = Live::new(state)
            .field("password", password)
            .output("name", id.to_owned())
            .output("endpoint", host)
            .output("port", port.map(|port| port.to_string()))
            .field("nodes", count(&live))
            .constant("failover", self.has_replicas(), has_failover(&live) && is_spread(&live))
            .constant("encryption_in_transit", REQUIRED, in_transit(&live))
            .constant("auto_minor_upgrades", true, live.auto_minor_version_upgrade)
            .reported("description", live.description)
            .reported("engine", live.engine)
            .reported("node", live.cache_node_type)
            .reported("snapshot_days", live.snapshot_retention_limit);
        let Some(node) = node else {
            return Ok(Some(live));
        };
        let groups = node.security_groups.unwrap_or_default().into_iter();
        let groups = in_order(values(&self.groups), groups.filter_map(|group| group.security_group_id));
        Ok(Some(
            live.reported(
                "version",
                node.engine_version.map(|version| of_branch(&self.version, version)),
            )
            .reported("subnet_group", node.cache_subnet_group_name)
            .reported(
                "parameter_group",
                node.cache_parameter_group
                    .and_then(|group| group.cache_parameter_group_name),
            )
            .field("groups", groups),
        ))
    }

    async fn explain(&self, cx: &Cx<'_>, id: &str) -> Vec<String> {
        cx.explain_cache(id, SourceType::ReplicationGroup).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        match group(cx, id).await? {
            Some(group) if group.status.as_deref() != Some("deleting") => {
                let call = cx.elasticache().delete_replication_group().replication_group_id(id);
                absent(
                    call.send()
                        .await
                        .map_err(api_error("elasticache:DeleteReplicationGroup")),
                )?;
            }
            _ => {}
        }
        Ok(Deletion::Accepted)
    }
}

impl ReplicationGroup {
    fn has_replicas(&self) -> bool {
        self.nodes > 1
    }

    /// Has the cache accept a password in addition to what it accepts so far, which may be clients without one:
    /// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html>. AWS does not report whether it does already, so a tag
    /// records it.
    async fn accept_password(&self, cx: &Cx<'_>, id: &str, live: &Found) -> Result<(), ApiError> {
        // A password cannot be taken away, except for user groups:
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html
        let (Some(secret), Some(password)) = (&self.password, Password::of(live)) else {
            return Ok(());
        };
        let wanted = secret.value();
        check_available(MODIFY, &password.status)?;
        let tag = password_tag(&cx.elasticache(), &password.arn).await?;
        if password.exists && tag.as_ref().and_then(PasswordTag::secret) == Some(wanted) {
            return Ok(());
        }
        let accepted = PasswordTag::Accepted(wanted.into());
        cx.change_password((Change::Rotate, accepted), (id, &password), wanted)
            .await
    }

    /// Returns whether the nodes have the declared version already.
    async fn is_upgraded(&self, cx: &Cx<'_>, live: &Found) -> Result<bool, ApiError> {
        let Some(first) = live.member_clusters().first() else {
            return Ok(false);
        };
        let version = node_of(cx, first).await?.and_then(|node| node.engine_version);
        Ok(version.is_some_and(|version| of_branch(&self.version, version) == self.version))
    }

    /// Turns failover on or off, and with it the distribution over zones, which needs it.
    async fn set_failover(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        let call = cx
            .elasticache()
            .modify_replication_group()
            .replication_group_id(id)
            .apply_immediately(true)
            .automatic_failover_enabled(self.has_replicas())
            .multi_az_enabled(self.has_replicas());
        call.send().await.map_err(api_error(MODIFY))?;
        Ok(())
    }
}

fn has_failover(group: &Found) -> bool {
    !matches!(group.automatic_failover, None | Some(AutomaticFailoverStatus::Disabled))
}

fn is_spread(group: &Found) -> bool {
    group.multi_az == Some(MultiAzStatus::Enabled)
}

/// Returns whether clients must encrypt, may, or cannot: `required`, `preferred` or `off`.
fn in_transit(group: &Found) -> &'static str {
    match (group.transit_encryption_enabled, &group.transit_encryption_mode) {
        (Some(false), _) => "off",
        (_, Some(TransitEncryptionMode::Preferred)) => "preferred",
        _ => REQUIRED,
    }
}

/// Makes the next step to where clients must encrypt. AWS only takes them one by one, so a deployment that finds `off` makes
/// the first, and the next deployment the second:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html>
async fn require_encryption(cx: &Cx<'_>, id: &str, now: &str) -> Result<(), ApiError> {
    let next = match now {
        REQUIRED => return Ok(()),
        "preferred" => TransitEncryptionMode::Required,
        _ => TransitEncryptionMode::Preferred,
    };
    let call = cx.elasticache().modify_replication_group().replication_group_id(id);
    let call = call.transit_encryption_enabled(true).transit_encryption_mode(next);
    let sent = call.apply_immediately(true).send().await;
    sent.map(drop).map_err(api_error(MODIFY))
}

/// Counts the nodes: the primary and its replicas.
fn count(group: &Found) -> usize {
    group
        .node_groups()
        .iter()
        .map(|nodes| nodes.node_group_members().len())
        .sum()
}

async fn group(cx: &Cx<'_>, id: &str) -> Result<Option<Found>, ApiError> {
    let call = cx.elasticache().describe_replication_groups().replication_group_id(id);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.replication_groups?.into_iter().next()))
}

async fn node_of(cx: &Cx<'_>, id: &str) -> Result<Option<CacheCluster>, ApiError> {
    let call = cx.elasticache().describe_cache_clusters().cache_cluster_id(id);
    let answer = absent(
        call.send()
            .await
            .map_err(api_error("elasticache:DescribeCacheClusters")),
    )?;
    Ok(answer.and_then(|answer| answer.cache_clusters?.into_iter().next()))
}

#[cfg(test)]
mod tests;
