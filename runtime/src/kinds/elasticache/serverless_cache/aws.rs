//! Serverless caches.

use super::ServerlessCache;
use crate::aws::answer::{in_order, of_branch};
use crate::aws::listing::gather;
use crate::aws::request::{int, list, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use aws_sdk_elasticache::types::{CacheUsageLimits, DataStorage, DataStorageUnit, EcpuPerSecond, SourceType};

const DESCRIBE: &str = "elasticache:DescribeServerlessCaches";

impl Adapter for ServerlessCache {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match cache(cx, &cx.target.name).await? {
            Some(cache) if !is_going(&cache) => cx.claim_cache(DESCRIBE, cache.arn).await,
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx
            .elasticache()
            .describe_serverless_caches()
            .into_paginator()
            .items()
            .send();
        let named = gather(DESCRIBE, pages, |one| {
            let ours = !is_going(&one)
                && one
                    .serverless_cache_name()
                    .is_some_and(|name| lx.is_named_for_stack(name));
            ours.then(|| Some((one.serverless_cache_name?, one.arn?)))?
        });
        lx.owned_cache(&Self::INFO, named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        // A serverless cache is always encrypted, at rest and in transit:
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html
        let call = cx
            .elasticache()
            .create_serverless_cache()
            .serverless_cache_name(&cx.target.name)
            .description(&self.description)
            .engine(&self.engine)
            .major_engine_version(&self.version)
            .cache_usage_limits(self.limits())
            .set_subnet_ids(Some(list(&self.subnets)))
            .set_security_group_ids(Some(list(&self.groups)))
            .user_group_id(self.user_group.value())
            .snapshot_retention_limit(int(self.snapshot_days))
            .set_tags(Some(cx.tags_of_protected(Some(self.password.value()))));
        call.send()
            .await
            .map_err(api_error("elasticache:CreateServerlessCache"))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let limits = ["storage", "ecpu_min", "ecpu_max"];
        let others = ["description", "version", "groups", "snapshot_days"];
        if changed.is_new() || !(changed.any(&limits) || changed.any(&others)) {
            return Ok(());
        }
        let when = |field: &str| changed.take(&[field]);
        // The engine must be sent with its version:
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyServerlessCache.html
        let call = cx
            .elasticache()
            .modify_serverless_cache()
            .serverless_cache_name(id)
            .set_description(when("description").then(|| self.description.clone()))
            .set_engine(when("version").then(|| self.engine.clone()))
            .set_major_engine_version(when("version").then(|| self.version.clone()))
            .set_cache_usage_limits(changed.take(&limits).then(|| self.limits()))
            .set_security_group_ids(when("groups").then(|| list(&self.groups)))
            .set_snapshot_retention_limit(when("snapshot_days").then(|| int(self.snapshot_days)));
        call.send()
            .await
            .map_err(api_error("elasticache:ModifyServerlessCache"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(live) = cache(cx, id).await? else {
            return Ok(None);
        };
        let status = live.status.as_deref();
        let mut state = cx.cache_state(status, id, SourceType::ServerlessCache).await;
        let (host, port) = live
            .endpoint
            .map_or((None, None), |endpoint| (endpoint.address, endpoint.port));
        if state == State::Ready && host.is_none() {
            state = State::Pending("available, without an endpoint yet".into());
        }
        let limits = live.cache_usage_limits.as_ref();
        let storage = limits.and_then(|limits| limits.data_storage()?.maximum());
        let units = limits.and_then(|limits| limits.ecpu_per_second());
        let subnets = in_order(values(&self.subnets), live.subnet_ids.unwrap_or_default());
        let groups = in_order(values(&self.groups), live.security_group_ids.unwrap_or_default());
        Ok(Some(
            Live::new(state)
                .output("name", id.to_owned())
                .output("endpoint", host)
                .output("port", port.map(|port| port.to_string()))
                .reported("description", live.description)
                .reported("engine", live.engine)
                .reported(
                    "version",
                    live.major_engine_version
                        .map(|version| of_branch(&self.version, version)),
                )
                .reported("storage", storage)
                .reported("ecpu_min", units.and_then(EcpuPerSecond::minimum))
                .reported("ecpu_max", units.and_then(EcpuPerSecond::maximum))
                .field("subnets", subnets)
                .field("groups", groups)
                .reported("snapshot_days", live.snapshot_retention_limit),
        ))
    }

    async fn explain(&self, cx: &Cx<'_>, id: &str) -> Vec<String> {
        cx.explain_cache(id, SourceType::ServerlessCache).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        match cache(cx, id).await? {
            Some(cache) if !is_going(&cache) => {
                let call = cx.elasticache().delete_serverless_cache().serverless_cache_name(id);
                absent(
                    call.send()
                        .await
                        .map_err(api_error("elasticache:DeleteServerlessCache")),
                )?;
            }
            _ => {}
        }
        Ok(Deletion::Accepted)
    }
}

impl ServerlessCache {
    fn limits(&self) -> CacheUsageLimits {
        let storage = DataStorage::builder()
            .maximum(int(self.storage))
            .unit(DataStorageUnit::Gb);
        let units = EcpuPerSecond::builder()
            .minimum(int(self.ecpu_min))
            .maximum(int(self.ecpu_max));
        CacheUsageLimits::builder()
            .data_storage(storage.build())
            .ecpu_per_second(units.build())
            .build()
    }
}

fn is_going(cache: &aws_sdk_elasticache::types::ServerlessCache) -> bool {
    cache
        .status
        .as_deref()
        .is_some_and(|status| status.eq_ignore_ascii_case("deleting"))
}

async fn cache(cx: &Cx<'_>, name: &str) -> Result<Option<aws_sdk_elasticache::types::ServerlessCache>, ApiError> {
    let call = cx
        .elasticache()
        .describe_serverless_caches()
        .serverless_cache_name(name);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.serverless_caches?.into_iter().next()))
}
