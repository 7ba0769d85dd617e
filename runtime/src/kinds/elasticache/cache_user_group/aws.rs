//! User groups of caches.

use super::CacheUserGroup;
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::request::{list, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_shown};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use aws_sdk_elasticache::types::UserGroup;

const DESCRIBE: &str = "elasticache:DescribeUserGroups";

impl Adapter for CacheUserGroup {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match group(cx, &cx.target.name).await? {
            Some(group) if !is_going(&group) => cx.claim_cache(DESCRIBE, group.arn).await,
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.elasticache().describe_user_groups().into_paginator().items().send();
        let named = gather(DESCRIBE, pages, |one| {
            if is_going(&one) {
                return None;
            }
            let id = one.user_group_id.filter(|id| lx.is_named_for_stack(id))?;
            Some((id, one.arn?))
        });
        lx.owned_cache(&Self::INFO, named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .elasticache()
            .create_user_group()
            .user_group_id(&cx.target.name)
            .engine(&self.engine)
            .set_user_ids(Some(list(&self.users)))
            .set_tags(Some(cx.cache_tags()));
        call.send().await.map_err(api_error("elasticache:CreateUserGroup"))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["users"]) {
            return Ok(());
        }
        let live = group(cx, id).await?.ok_or_else(|| not_shown(DESCRIBE, "user group"))?;
        let (wanted, live) = (list(&self.users), live.user_ids.unwrap_or_default());
        let missing = |these: &[String], those: &[String]| {
            let missing: Vec<_> = these.iter().filter(|one| !those.contains(one)).cloned().collect();
            (!missing.is_empty()).then_some(missing)
        };
        let (more, fewer) = (missing(&wanted, &live), missing(&live, &wanted));
        if more.is_none() && fewer.is_none() {
            return Ok(());
        }
        let call = cx
            .elasticache()
            .modify_user_group()
            .user_group_id(id)
            .set_user_ids_to_add(more)
            .set_user_ids_to_remove(fewer);
        call.send().await.map_err(api_error("elasticache:ModifyUserGroup"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(live) = group(cx, id).await? else {
            return Ok(None);
        };
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_UserGroup.html
        let state = match live.status.as_deref() {
            Some("active") => State::Ready,
            Some("deleting") => State::Deleting("deleting".into()),
            other => State::Pending(other.unwrap_or("unknown").into()),
        };
        let users = in_order(values(&self.users), live.user_ids.unwrap_or_default());
        Ok(Some(
            Live::new(state)
                .output("name", id.to_owned())
                .reported("engine", live.engine)
                .field("users", users),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        match group(cx, id).await? {
            Some(group) if !is_going(&group) => {
                let call = cx.elasticache().delete_user_group().user_group_id(id);
                absent(call.send().await.map_err(api_error("elasticache:DeleteUserGroup")))?;
            }
            _ => {}
        }
        Ok(Deletion::Accepted)
    }
}

fn is_going(group: &UserGroup) -> bool {
    group.status() == Some("deleting")
}

async fn group(cx: &Cx<'_>, id: &str) -> Result<Option<UserGroup>, ApiError> {
    let call = cx.elasticache().describe_user_groups().user_group_id(id);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.user_groups?.into_iter().next()))
}
