//! Subnet groups of caches.

use super::CacheSubnetGroup;
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::request::{list, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;

const DESCRIBE: &str = "elasticache:DescribeCacheSubnetGroups";

impl Adapter for CacheSubnetGroup {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match group(cx, &cx.target.name).await? {
            Some(group) => cx.claim_cache(DESCRIBE, group.arn).await,
            None => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx
            .elasticache()
            .describe_cache_subnet_groups()
            .into_paginator()
            .items()
            .send();
        let named = gather(DESCRIBE, pages, |one| {
            let name = one.cache_subnet_group_name.filter(|name| lx.is_named_for_stack(name))?;
            Some((name, one.arn?))
        });
        lx.owned_cache(&Self::INFO, named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .elasticache()
            .create_cache_subnet_group()
            .cache_subnet_group_name(&cx.target.name)
            .cache_subnet_group_description(&self.description)
            .set_subnet_ids(Some(list(&self.subnets)))
            .set_tags(Some(cx.cache_tags()));
        call.send()
            .await
            .map_err(api_error("elasticache:CreateCacheSubnetGroup"))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["description", "subnets"]) {
            return Ok(());
        }
        let call = cx
            .elasticache()
            .modify_cache_subnet_group()
            .cache_subnet_group_name(id)
            .cache_subnet_group_description(&self.description)
            .set_subnet_ids(Some(list(&self.subnets)));
        call.send()
            .await
            .map_err(api_error("elasticache:ModifyCacheSubnetGroup"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(group) = group(cx, id).await? else {
            return Ok(None);
        };
        let subnets = group.subnets.unwrap_or_default().into_iter();
        let subnets = in_order(
            values(&self.subnets),
            subnets.filter_map(|subnet| subnet.subnet_identifier),
        );
        Ok(Some(
            Live::new(State::Ready)
                .output("name", id.to_owned())
                .reported("vpc", group.vpc_id)
                .reported("description", group.cache_subnet_group_description)
                .field("subnets", subnets),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let call = cx.elasticache().delete_cache_subnet_group().cache_subnet_group_name(id);
        absent(
            call.send()
                .await
                .map_err(api_error("elasticache:DeleteCacheSubnetGroup")),
        )?;
        Ok(Deletion::Accepted)
    }
}

async fn group(cx: &Cx<'_>, name: &str) -> Result<Option<aws_sdk_elasticache::types::CacheSubnetGroup>, ApiError> {
    let call = cx
        .elasticache()
        .describe_cache_subnet_groups()
        .cache_subnet_group_name(name);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.cache_subnet_groups?.into_iter().next()))
}
