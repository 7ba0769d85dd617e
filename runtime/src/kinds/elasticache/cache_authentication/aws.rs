//! That a cache demands a password. AWS has no resource for this: nodes get it by a change of their replication group, a
//! serverless cache by its user group, and a tag on the cache records which secret it demands.
//!
//! On nodes, the change from "with or without a password" to "only with a password" is `SET`, which ElastiCache accepts once,
//! after a `ROTATE`: <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html>. AWS does not report which of the two
//! was last. So the tag is first [`PasswordTag::Setting`]: if AWS then refuses `SET`, an interrupted run has set it already.

use super::super::aws::{PasswordTag, password_tag};
use super::CacheAuthentication;
use crate::aws::listing::belonging;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_shown};
use crate::blueprint::CACHE_AUTHENTICATION;
use crate::kinds::elasticache::{ReplicationGroup, ServerlessCache};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::{Kind as _, Ref};
use aws_sdk_elasticache::Client;
use aws_sdk_elasticache::types::AuthTokenUpdateStrategyType;

const DESCRIBE_NODES: &str = "elasticache:DescribeReplicationGroups";
const DESCRIBE_SERVERLESS: &str = "elasticache:DescribeServerlessCaches";
const SUFFIX: &str = "#authentication";

/// What AWS reports about a cache.
struct Cache {
    arn: String,
    status: String,
    demands: Demands,
}

/// Whether clients need a password.
enum Demands {
    /// The cache has nodes: whether it has a password, which it may not demand yet, and whether that is being changed.
    Password { exists: bool, changes: bool },
    /// The cache is serverless: the user group that may sign in, if anyone must.
    Group(Option<String>),
}

impl CacheAuthentication {
    async fn cache(&self, client: &Client) -> Result<Option<Cache>, ApiError> {
        if self.user_group.is_some() {
            serverless(client, self.cache.value()).await
        } else {
            nodes(client, self.cache.value()).await
        }
    }

    /// Returns the cache and its tag, if the tag records that the cache demands a password, and AWS does not contradict it.
    async fn current(&self, cx: &Cx<'_>, cache: Option<Cache>) -> Result<Option<(Cache, PasswordTag)>, ApiError> {
        let client = cx.elasticache();
        let Some(cache) = cache else {
            return Ok(None);
        };
        let tag = password_tag(&client, &cache.arn).await?.filter(is_about_demand);
        let is_undone = match &cache.demands {
            Demands::Password { exists, .. } => !exists,
            // Which group it is, is unknown if the cache is only known from a list.
            Demands::Group(group) => match self.user_group.as_ref().map(Ref::value) {
                None | Some("") => group.is_none(),
                Some(wanted) => group.as_deref() != Some(wanted),
            },
        };
        Ok(tag
            .filter(|tag| !is_undone || !matches!(tag, PasswordTag::Demanded(_)))
            .map(|tag| (cache, tag)))
    }

    /// Demands the password on nodes, which have accepted it so far.
    async fn set(&self, cx: &Cx<'_>, was_interrupted: bool) -> Result<(), ApiError> {
        let password = cx.secret_value(self.password.value()).await?;
        let call = cx
            .elasticache()
            .modify_replication_group()
            .replication_group_id(self.cache.value())
            .apply_immediately(true)
            .auth_token(password.expose())
            .auth_token_update_strategy(AuthTokenUpdateStrategyType::Set);
        let sent = call.send().await;
        match sent.map_err(api_error("elasticache:ModifyReplicationGroup")) {
            Err(error) if was_interrupted && error.kind == ApiErrorKind::Invalid => Ok(()),
            sent => sent.map(|_| ()).map_err(|error| password.redact(error)),
        }
    }
}

impl Adapter for CacheAuthentication {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let cache = self.cache(&cx.elasticache()).await?;
        let current = self.current(cx, cache).await?;
        Ok(current.map(|(cache, _)| id(&cache.arn)))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let client = lx.elasticache();
        let mut caches = Vec::new();
        for name in lx
            .scope
            .known_of(&ReplicationGroup::INFO)
            .filter(|name| lx.is_named_for_stack(name))
        {
            caches.extend(nodes(&client, name).await?.map(|cache| (name, cache)));
        }
        for name in lx
            .scope
            .known_of(&ServerlessCache::INFO)
            .filter(|name| lx.is_named_for_stack(name))
        {
            caches.extend(serverless(&client, name).await?.map(|cache| (name, cache)));
        }
        let mut owned = Vec::new();
        for (name, cache) in caches {
            if password_tag(&client, &cache.arn)
                .await?
                .as_ref()
                .is_some_and(is_about_demand)
            {
                owned.push(Owned {
                    address: CACHE_AUTHENTICATION.into(),
                    ..belonging("", &id(&cache.arn)).field("cache", name)
                });
            }
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let cache = self.cache(&cx.elasticache()).await?;
        let cache = cache.ok_or_else(|| not_shown(DESCRIBE_NODES, "cache"))?;
        cx.set_password_tag(&cache.arn, &PasswordTag::Requested).await?;
        Ok(id(&cache.arn))
    }

    async fn configure(&self, cx: &Cx<'_>, _id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        changed.take(&["password", "user_group"]);
        let client = cx.elasticache();
        let cache = self.cache(&client).await?;
        let cache = cache.ok_or_else(|| not_shown(DESCRIBE_NODES, "cache"))?;
        let tag = password_tag(&client, &cache.arn).await?;
        let demanded = PasswordTag::Demanded(self.password.value().into());
        let is_tagged = tag.as_ref() == Some(&demanded);
        match (&cache.demands, &self.user_group) {
            (Demands::Password { .. }, _) if is_tagged => return Ok(()),
            (Demands::Password { .. }, _) => {
                let was_interrupted = tag == Some(PasswordTag::Setting);
                if !was_interrupted {
                    cx.set_password_tag(&cache.arn, &PasswordTag::Setting).await?;
                }
                self.set(cx, was_interrupted).await?;
            }
            (Demands::Group(live), Some(wanted)) if live.as_deref() == Some(wanted.value()) => {}
            (Demands::Group(_), wanted) => {
                let call = client
                    .modify_serverless_cache()
                    .serverless_cache_name(self.cache.value())
                    .set_user_group_id(wanted.as_ref().map(|group| group.value().to_owned()));
                let sent = call.send().await;
                sent.map_err(api_error("elasticache:ModifyServerlessCache"))?;
            }
        }
        if !is_tagged {
            cx.set_password_tag(&cache.arn, &demanded).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let client = cx.elasticache();
        let arn = id.strip_suffix(SUFFIX).unwrap_or(id);
        let name = arn.rsplit(':').next().unwrap_or_default();
        let cache = if arn.contains(":serverlesscache:") {
            serverless(&client, name).await?
        } else {
            nodes(&client, name).await?
        };
        let Some((cache, tag)) = self.current(cx, cache).await? else {
            return Ok(None);
        };
        let (state, password) = match (tag, &cache.demands) {
            (PasswordTag::Demanded(secret), Demands::Password { changes: true, .. }) => {
                (State::Pending("setting".into()), Some(secret))
            }
            (PasswordTag::Demanded(secret), _) if cache.status == "modifying" => {
                (State::Pending(cache.status), Some(secret))
            }
            (PasswordTag::Demanded(secret), _) => (State::Ready, Some(secret)),
            _ => (State::Pending("not demanded yet".into()), None),
        };
        Ok(Some(
            Live::new(state)
                .output("id", id.to_owned())
                .reported("password", password),
        ))
    }

    /// Deletes the tag. The cache is deleted next, and demands the password until then.
    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let arn = id.strip_suffix(SUFFIX).unwrap_or(id);
        cx.delete_password_tag(arn).await?;
        Ok(Deletion::Accepted)
    }
}

/// Returns whether a tag records that a cache demands a password, or is about to.
fn is_about_demand(tag: &PasswordTag) -> bool {
    matches!(
        tag,
        PasswordTag::Requested | PasswordTag::Setting | PasswordTag::Demanded(_)
    )
}

fn id(arn: &str) -> String {
    format!("{arn}{SUFFIX}")
}

async fn nodes(client: &Client, name: &str) -> Result<Option<Cache>, ApiError> {
    let sent = client.describe_replication_groups().replication_group_id(name).send();
    let answer = absent(sent.await.map_err(api_error(DESCRIBE_NODES)))?;
    let found = answer.and_then(|answer| answer.replication_groups?.into_iter().next());
    Ok(found.and_then(|found| {
        let pending = found.pending_modified_values();
        Some(Cache {
            status: found.status().unwrap_or_default().to_lowercase(),
            demands: Demands::Password {
                exists: found.auth_token_enabled() == Some(true),
                changes: pending.is_some_and(|pending| pending.auth_token_status().is_some()),
            },
            arn: found.arn?,
        })
    }))
}

async fn serverless(client: &Client, name: &str) -> Result<Option<Cache>, ApiError> {
    let sent = client.describe_serverless_caches().serverless_cache_name(name).send();
    let answer = absent(sent.await.map_err(api_error(DESCRIBE_SERVERLESS)))?;
    let found = answer.and_then(|answer| answer.serverless_caches?.into_iter().next());
    Ok(found.and_then(|found| {
        Some(Cache {
            status: found.status().unwrap_or_default().to_lowercase(),
            demands: Demands::Group(found.user_group_id.filter(|group| !group.is_empty())),
            arn: found.arn?,
        })
    }))
}
