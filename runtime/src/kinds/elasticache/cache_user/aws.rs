//! Users of caches.

use super::CacheUser;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use aws_sdk_elasticache::types::{Authentication, AuthenticationType, User};

const DESCRIBE: &str = "elasticache:DescribeUsers";

/// The engine's name for the user that a connection has before it signs in, and that a password without a name belongs to.
/// Each user group of Redis OSS must have a user of this name:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html>.
const NAME: &str = "default";

/// All commands on all keys, as a password of the whole cache would allow.
const ACCESS: &str = "on ~* +@all";

/// What AWS may write in addition: access to the channels, and that everything was forbidden first.
const IMPLIED: &[&str] = &["&*", "resetchannels", "-@all", "sanitize-payload"];

const ONE_PASSWORD: &str = "1 password";

impl Adapter for CacheUser {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match user(cx, &cx.target.name).await? {
            Some(user) if !is_going(&user) => cx.claim_cache(DESCRIBE, user.arn).await,
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.elasticache().describe_users().into_paginator().items().send();
        let named = gather(DESCRIBE, pages, |one| {
            if is_going(&one) {
                return None;
            }
            let id = one.user_id.filter(|id| lx.is_named_for_stack(id))?;
            Some((id, one.arn?))
        });
        lx.owned_cache(&Self::INFO, named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let password = cx.secret_value(self.password.value()).await?;
        let call = cx
            .elasticache()
            .create_user()
            .user_id(&cx.target.name)
            .user_name(NAME)
            .engine(&self.engine)
            .access_string(ACCESS)
            .passwords(password.expose())
            .set_tags(Some(cx.cache_tags()));
        let sent = call.send().await.map_err(api_error("elasticache:CreateUser"));
        sent.map_err(|error| password.redact(error))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["password", "access", "authentication"]) {
            return Ok(());
        }
        let password = cx.secret_value(self.password.value()).await?;
        let call = cx
            .elasticache()
            .modify_user()
            .user_id(id)
            .access_string(ACCESS)
            .passwords(password.expose());
        let sent = call.send().await.map_err(api_error("elasticache:ModifyUser"));
        sent.map_err(|error| password.redact(error))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(live) = user(cx, id).await? else {
            return Ok(None);
        };
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_User.html
        let state = match live.status.as_deref() {
            Some("active") => State::Ready,
            Some("deleting") => State::Deleting("deleting".into()),
            other => State::Pending(other.unwrap_or("unknown").into()),
        };
        let access = live.access_string().map(access);
        let authentication = live.authentication().map(authentication);
        Ok(Some(
            Live::new(state)
                .output("name", id.to_owned())
                .reported("engine", live.engine.clone())
                .constant("access", ACCESS.to_owned(), access)
                .constant("authentication", ONE_PASSWORD.to_owned(), authentication),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        match user(cx, id).await? {
            Some(user) if !is_going(&user) => {
                let call = cx.elasticache().delete_user().user_id(id);
                absent(call.send().await.map_err(api_error("elasticache:DeleteUser")))?;
            }
            _ => {}
        }
        Ok(Deletion::Accepted)
    }
}

/// Returns the access as it was set if AWS only writes it in another way.
fn access(live: &str) -> String {
    let words = || live.split_whitespace();
    let has_all = ACCESS.split(' ').all(|word| words().any(|one| one == word));
    let only = words().all(|word| ACCESS.split(' ').any(|one| one == word) || IMPLIED.contains(&word));
    if has_all && only { ACCESS } else { live }.to_owned()
}

/// Returns what the user must send.
fn authentication(live: &Authentication) -> String {
    match (live.r#type(), live.password_count()) {
        (Some(AuthenticationType::Password), Some(1) | None) => ONE_PASSWORD.into(),
        (Some(AuthenticationType::Password), Some(count)) => format!("{count} passwords"),
        (other, _) => other.map_or("unknown", AuthenticationType::as_str).into(),
    }
}

fn is_going(user: &User) -> bool {
    user.status() == Some("deleting")
}

async fn user(cx: &Cx<'_>, id: &str) -> Result<Option<User>, ApiError> {
    let call = cx.elasticache().describe_users().user_id(id);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.users?.into_iter().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_that_aws_writes_in_another_way_is_the_same() {
        for same in ["on ~* +@all", "on ~* &* +@all", "on ~* resetchannels -@all +@all"] {
            assert_eq!(access(same), ACCESS, "{same}");
        }
        for other in [
            "off ~* +@all",
            "on ~* +@read",
            "on ~* +@all -@dangerous",
            "on ~a* +@all",
        ] {
            assert_eq!(access(other), other);
        }
    }

    #[test]
    fn user_without_a_password_or_with_a_second_one_has_changed() {
        let with = |kind, count| Authentication::builder().r#type(kind).password_count(count).build();
        assert_eq!(authentication(&with(AuthenticationType::Password, 1)), ONE_PASSWORD);
        assert_eq!(authentication(&with(AuthenticationType::Password, 2)), "2 passwords");
        assert_eq!(authentication(&with(AuthenticationType::NoPassword, 0)), "no-password");
    }
}
