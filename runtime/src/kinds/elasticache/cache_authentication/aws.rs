//! That a cache demands a password. AWS has no resource for this: nodes get it by a change of their replication group, a
//! serverless cache by its user group, and a tag on the cache records which secret it demands.
//!
//! On nodes, the change from "with or without a password" to "only with a password" is `SET`, which ElastiCache accepts once,
//! after a `ROTATE`: <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html>. AWS does not report which of the two
//! was last. See [`super::super::aws::password`] for how the tag shows what is left to do.

use super::super::aws::password::{Change, Password, PasswordTag, check_available, password_tag};
use super::CacheAuthentication;
use crate::aws::listing::belonging;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_shown};
use crate::blueprint::CACHE_AUTHENTICATION;
use crate::kinds::elasticache::{ReplicationGroup, ServerlessCache};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::{Kind as _, Ref};
use aws_sdk_elasticache::Client;

const DESCRIBE_NODES: &str = "elasticache:DescribeReplicationGroups";
const DESCRIBE_SERVERLESS: &str = "elasticache:DescribeServerlessCaches";
const TAGS: &str = "elasticache:ListTagsForResource";
const SUFFIX: &str = "#authentication";

/// What AWS reports about a cache.
struct Cache {
    arn: String,
    status: String,
    demands: Demands,
}

/// Whether clients need a password.
enum Demands {
    /// The cache has nodes.
    Password(Password),
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

    /// Returns the cache, whose tags can be read.
    async fn available(&self, client: &Client) -> Result<Cache, ApiError> {
        let cache = self.cache(client).await?;
        let cache = cache.ok_or_else(|| not_shown(DESCRIBE_NODES, "cache"))?;
        check_available(TAGS, &cache.status)?;
        Ok(cache)
    }

    /// Returns the cache's tag, if it records that the cache demands a password, and AWS does not contradict it.
    async fn current(&self, client: &Client, cache: &Cache) -> Result<Option<PasswordTag>, ApiError> {
        check_available(TAGS, &cache.status)?;
        let tag = password_tag(client, &cache.arn).await?;
        let is_undone = match &cache.demands {
            Demands::Password(password) => !password.exists,
            // Which group it is, is unknown if the cache is only known from a list.
            Demands::Group(group) => match self.user_group.as_ref().map(Ref::value) {
                None | Some("") => group.is_none(),
                Some(wanted) => group.as_deref() != Some(wanted),
            },
        };
        Ok(tag
            .filter(PasswordTag::is_about_demand)
            .filter(|tag| !is_undone || !matches!(tag, PasswordTag::Demanded(_))))
    }

    /// Demands the password on nodes, which have accepted it so far.
    async fn demand(&self, cx: &Cx<'_>, mut live: Password, tag: Option<PasswordTag>) -> Result<(), ApiError> {
        let (group, secret) = (self.cache.value(), self.password.value());
        if matches!(tag, Some(PasswordTag::Restoring(_))) {
            let restored = (Change::Restore, PasswordTag::Requested);
            cx.change_password(restored, (group, &live), secret).await?;
            let now = cx.password_of(group).await?;
            live = now.ok_or_else(|| not_shown(DESCRIBE_NODES, "cache"))?;
            check_available(TAGS, &live.status)?;
        }
        let demanded = PasswordTag::Demanded(secret.into());
        cx.change_password((Change::Set, demanded), (group, &live), secret)
            .await
    }
}

impl Adapter for CacheAuthentication {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let client = cx.elasticache();
        let Some(cache) = self.cache(&client).await?.filter(|cache| !is_going(cache)) else {
            return Ok(None);
        };
        let current = self.current(&client, &cache).await?;
        Ok(current.map(|_| id(&cache.arn)))
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
            let is_known = |id: &str| lx.scope.known_of(&Self::INFO).any(|known| known == id);
            // The tags of a cache that is not available cannot be read. Without the tag, nothing is lost: the rule is found
            // when the cache is declared to have it.
            let is_owned = match password_tag(&client, &cache.arn).await {
                Err(error) if error.kind == ApiErrorKind::NotReady => is_known(&id(&cache.arn)),
                tag => tag?.as_ref().is_some_and(PasswordTag::is_about_demand),
            };
            if is_owned {
                owned.push(Owned {
                    address: CACHE_AUTHENTICATION.into(),
                    ..belonging("", &id(&cache.arn)).field("cache", name)
                });
            }
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let client = cx.elasticache();
        let cache = self.available(&client).await?;
        let tag = match &cache.demands {
            Demands::Password(password) if password.exists => match password_tag(&client, &cache.arn).await? {
                // The rule was deleted, and its cache was not.
                Some(PasswordTag::Released(secret)) if secret == self.password.value() => PasswordTag::Demanded(secret),
                // An earlier version of this program deleted the rule and its tag, or somebody did.
                None | Some(PasswordTag::Released(_)) => PasswordTag::Restoring(None),
                _ => PasswordTag::Requested,
            },
            _ => PasswordTag::Requested,
        };
        cx.set_password_tag(&cache.arn, &tag).await?;
        Ok(id(&cache.arn))
    }

    async fn configure(&self, cx: &Cx<'_>, _id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        changed.take(&["password", "user_group"]);
        let client = cx.elasticache();
        let cache = self.available(&client).await?;
        let tag = password_tag(&client, &cache.arn).await?;
        let demanded = PasswordTag::Demanded(self.password.value().into());
        let is_tagged = tag.as_ref() == Some(&demanded);
        match (cache.demands, &self.user_group) {
            (Demands::Password(live), _) if is_tagged && live.exists => return Ok(()),
            (Demands::Password(live), _) => return self.demand(cx, live, tag).await,
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

    /// While the cache is not available, its tag cannot be read, so the rule is reported as it was applied. An attempt to
    /// demand the password counts as done once the cache is available: the executor reads only after AWS has accepted it, and
    /// otherwise configures it again.
    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let client = cx.elasticache();
        let Some(cache) = cache_of(&client, id).await?.filter(|cache| !is_going(cache)) else {
            return Ok(None);
        };
        let tag = match self.current(&client, &cache).await {
            Err(error) if error.kind == ApiErrorKind::NotReady => {
                let state = match cache.status.as_str() {
                    "snapshotting" => State::Ready,
                    // It was read before it became busy.
                    "available" => State::Pending("modifying".into()),
                    _ => State::Pending(cache.status),
                };
                let live = Live::new(state).output("id", id.to_owned());
                let password = Some(self.password.value()).filter(|secret| !secret.is_empty());
                return Ok(Some(live.reported("password", password)));
            }
            tag => tag?,
        };
        let Some(tag) = tag else {
            return Ok(None);
        };
        let exists = !matches!(&cache.demands, Demands::Password(live) if !live.exists);
        let (state, password) = match (tag.secret().filter(|_| exists), &cache.demands) {
            (Some(secret), Demands::Password(live)) if live.changes => (State::Pending("setting".into()), Some(secret)),
            (Some(secret), _) => (State::Ready, Some(secret)),
            (None, _) => (State::Pending("not demanded yet".into()), None),
        };
        Ok(Some(
            Live::new(state)
                .output("id", id.to_owned())
                .reported("password", password),
        ))
    }

    /// Deletes the tag. The cache is deleted next, and demands the password until then. If it is not, the tag of a cache on
    /// nodes still says which password it demands, because AWS does not.
    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let client = cx.elasticache();
        let Some(cache) = cache_of(&client, id).await?.filter(|cache| !is_going(cache)) else {
            return Ok(Deletion::Accepted);
        };
        check_available(TAGS, &cache.status)?;
        match (password_tag(&client, &cache.arn).await?, &cache.demands) {
            (Some(PasswordTag::Demanded(secret)), Demands::Password(live)) if live.exists => {
                cx.set_password_tag(&cache.arn, &PasswordTag::Released(secret)).await?;
            }
            (Some(tag), _) if tag.is_about_demand() => cx.delete_password_tag(&cache.arn).await?,
            _ => {}
        }
        Ok(Deletion::Accepted)
    }
}

/// Returns whether the cache is being deleted, and the rule with it.
fn is_going(cache: &Cache) -> bool {
    cache.status == "deleting"
}

async fn cache_of(client: &Client, id: &str) -> Result<Option<Cache>, ApiError> {
    let arn = id.strip_suffix(SUFFIX).unwrap_or(id);
    let name = arn.rsplit(':').next().unwrap_or_default();
    if arn.contains(":serverlesscache:") {
        serverless(client, name).await
    } else {
        nodes(client, name).await
    }
}

fn id(arn: &str) -> String {
    format!("{arn}{SUFFIX}")
}

async fn nodes(client: &Client, name: &str) -> Result<Option<Cache>, ApiError> {
    let sent = client.describe_replication_groups().replication_group_id(name).send();
    let answer = absent(sent.await.map_err(api_error(DESCRIBE_NODES)))?;
    let found = answer.and_then(|answer| answer.replication_groups?.into_iter().next());
    let password = found.as_ref().and_then(Password::of);
    Ok(password.map(|password| Cache {
        arn: password.arn.clone(),
        status: password.status.clone(),
        demands: Demands::Password(password),
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
