//! The password of a cache on nodes: what became of it, and how it is changed.
//!
//! AWS does not report which password a cache has, nor whether it demands it, so a tag on the cache records it. ElastiCache
//! refuses to read and write tags while a cache is not `available`
//! (<https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ListTagsForResource.html>), which it is not after each
//! change, and for a while after each new tag. So the tag first says what is about to be asked for, and when the password was
//! last changed until then. If AWS later reports another time, the call has taken effect, and is not made again.

use super::tags;
use crate::aws::{Cx, absent, api_error};
use crate::provider::{ApiError, ApiErrorKind};
use aws_sdk_elasticache::Client;
use aws_sdk_elasticache::types::{AuthTokenUpdateStrategyType, ReplicationGroup, Tag};

const MODIFY: &str = "elasticache:ModifyReplicationGroup";

/// What AWS reports about the password of a cache on nodes.
pub(in crate::kinds::elasticache) struct Password {
    /// The cache's ARN.
    pub(in crate::kinds::elasticache) arn: String,
    /// The cache's status.
    pub(in crate::kinds::elasticache) status: String,
    /// Whether there is a password, which the cache may not demand yet.
    pub(in crate::kinds::elasticache) exists: bool,
    /// Whether it is being changed.
    pub(in crate::kinds::elasticache) changes: bool,
    /// When it was last changed, in milliseconds of Unix time.
    changed_at: Option<i64>,
}

impl Password {
    /// Returns what AWS reports; `None` without an ARN.
    pub(in crate::kinds::elasticache) fn of(group: &ReplicationGroup) -> Option<Self> {
        let pending = group.pending_modified_values();
        let changed_at = group.auth_token_last_modified_date();
        Some(Self {
            arn: group.arn()?.to_owned(),
            status: group.status().unwrap_or_default().to_lowercase(),
            exists: group.auth_token_enabled() == Some(true),
            changes: pending.is_some_and(|pending| pending.auth_token_status().is_some()),
            changed_at: changed_at.and_then(|date| date.to_millis().ok()),
        })
    }

    /// Returns whether AWS reports that an attempt has taken effect.
    fn has(&self, attempt: &Attempt) -> bool {
        self.exists
            && !self.changes
            && attempt
                .since
                .is_none_or(|since| self.changed_at.is_some_and(|at| at > since))
    }
}

/// A call that changes the password, and may not have been made, or not been answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::kinds::elasticache) struct Attempt {
    /// When the password was last changed before, in milliseconds of Unix time; 0 if AWS did not report it, and `None` if
    /// there was no password.
    since: Option<i64>,
    /// The secret with the new password.
    pub(in crate::kinds::elasticache) secret: String,
    /// The tag's value before; empty if there was no tag.
    before: String,
}

impl Attempt {
    fn write(&self) -> String {
        let since = self.since.map_or("-".into(), |since| since.to_string());
        let text = format!("{since} {} {}", self.secret, self.before);
        text.trim_end().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.splitn(3, ' ');
        let since = match words.next()? {
            "-" => None,
            number => Some(number.parse().ok()?),
        };
        Some(Self {
            since,
            secret: words.next()?.into(),
            before: words.next().unwrap_or_default().into(),
        })
    }
}

/// What a cache does about its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::kinds::elasticache) enum PasswordTag {
    /// It accepts, or is about to accept, another password in addition to what it accepted before. Without an attempt, an
    /// earlier version of this program wrote it.
    Rotating(Option<Attempt>),
    /// It accepts the password of this secret, and still clients without it.
    Accepted(String),
    /// It is to demand the password.
    Requested,
    /// It is to demand the password, and has one, and no tag said which. Once asked, it accepts the right one in addition.
    Restoring(Option<Attempt>),
    /// It demands the password, or is about to: AWS has been asked, and may not have answered. Without an attempt, an earlier
    /// version of this program wrote it.
    Setting(Option<Attempt>),
    /// It demands the password of this secret.
    Demanded(String),
    /// It demands the password of this secret, and its rule was deleted.
    Released(String),
}

impl PasswordTag {
    const ROTATING: &str = "rotating";
    const ACCEPTED: &str = "accepted ";
    const REQUESTED: &str = "requested";
    const RESTORING: &str = "restoring";
    const SETTING: &str = "setting";
    const RELEASED: &str = "released ";

    pub(in crate::kinds::elasticache) fn write(&self) -> String {
        let with = |word: &str, attempt: &Option<Attempt>| match attempt {
            Some(attempt) => format!("{word} {}", attempt.write()),
            None => word.into(),
        };
        match self {
            Self::Rotating(attempt) => with(Self::ROTATING, attempt),
            Self::Accepted(secret) => format!("{}{secret}", Self::ACCEPTED),
            Self::Requested => Self::REQUESTED.into(),
            Self::Restoring(attempt) => with(Self::RESTORING, attempt),
            Self::Setting(attempt) => with(Self::SETTING, attempt),
            Self::Demanded(secret) => secret.clone(),
            Self::Released(secret) => format!("{}{secret}", Self::RELEASED),
        }
    }

    pub(in crate::kinds::elasticache) fn read(text: &str) -> Self {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        match word {
            Self::ROTATING => Self::Rotating(Attempt::read(rest)),
            Self::REQUESTED => Self::Requested,
            Self::RESTORING => Self::Restoring(Attempt::read(rest)),
            Self::SETTING => Self::Setting(Attempt::read(rest)),
            _ => match (text.strip_prefix(Self::ACCEPTED), text.strip_prefix(Self::RELEASED)) {
                (Some(secret), _) => Self::Accepted(secret.into()),
                (_, Some(secret)) => Self::Released(secret.into()),
                _ => Self::Demanded(text.into()),
            },
        }
    }

    /// Returns whether it records that a cache demands a password, or is about to.
    pub(in crate::kinds::elasticache) fn is_about_demand(&self) -> bool {
        matches!(
            self,
            Self::Requested | Self::Restoring(_) | Self::Setting(_) | Self::Demanded(_)
        )
    }

    /// Returns the secret whose password the cache has, as far as it is certain.
    pub(in crate::kinds::elasticache) fn secret(&self) -> Option<&str> {
        match self {
            Self::Accepted(secret) | Self::Demanded(secret) | Self::Released(secret) => Some(secret),
            Self::Setting(attempt) => attempt.as_ref().map(|attempt| attempt.secret.as_str()),
            Self::Rotating(_) | Self::Restoring(_) | Self::Requested => None,
        }
    }
}

/// A change of a password: <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kinds::elasticache) enum Change {
    /// The cache accepts a password in addition to what it accepts so far.
    Rotate,
    /// The same, of a cache with an unknown password.
    Restore,
    /// The cache demands the password that it accepted last. AWS allows this only after a `ROTATE`.
    Set,
}

impl Change {
    fn strategy(self) -> AuthTokenUpdateStrategyType {
        match self {
            Self::Rotate | Self::Restore => AuthTokenUpdateStrategyType::Rotate,
            Self::Set => AuthTokenUpdateStrategyType::Set,
        }
    }

    fn tag(self, attempt: Attempt) -> PasswordTag {
        match self {
            Self::Rotate => PasswordTag::Rotating(Some(attempt)),
            Self::Restore => PasswordTag::Restoring(Some(attempt)),
            Self::Set => PasswordTag::Setting(Some(attempt)),
        }
    }

    /// Returns the attempt to make this change that a tag records.
    fn attempt(self, tag: Option<&PasswordTag>) -> Option<Attempt> {
        match (self, tag) {
            (Self::Rotate, Some(PasswordTag::Rotating(attempt)))
            | (Self::Restore, Some(PasswordTag::Restoring(attempt)))
            | (Self::Set, Some(PasswordTag::Setting(attempt))) => attempt.clone(),
            _ => None,
        }
    }
}

/// Returns the error that a cache is not `available`, so AWS would refuse what is to be done next.
pub(in crate::kinds::elasticache) fn busy(call: &'static str, status: &str) -> ApiError {
    let message = format!("the cache is `{status}`, and ElastiCache refuses this until it is `available`");
    ApiError::new(ApiErrorKind::NotReady, call, "NotAvailable", message)
}

/// Checks that ElastiCache reads and writes the tags of a cache in this status.
pub(in crate::kinds::elasticache) fn check_available(call: &'static str, status: &str) -> Result<(), ApiError> {
    // Not every emulator reports it.
    if status.is_empty() || status == "available" {
        Ok(())
    } else {
        Err(busy(call, status))
    }
}

impl Cx<'_> {
    /// Changes the password of a cache that is `available`, or finishes an earlier attempt. AWS is not asked again if it
    /// reports that the earlier call has taken effect. If AWS refuses, the tag is what it was before. Once AWS accepts, the tag
    /// becomes `done`, now or at the next call: until then, the cache is not `available`.
    pub(in crate::kinds::elasticache) async fn change_password(
        &self,
        (change, done): (Change, PasswordTag),
        (group, live): (&str, &Password),
        secret: &str,
    ) -> Result<(), ApiError> {
        let client = self.elasticache();
        check_available(MODIFY, &live.status)?;
        let tag = password_tag(&client, &live.arn).await?;
        let earlier = change.attempt(tag.as_ref());
        let same = earlier.clone().filter(|attempt| attempt.secret == secret);
        if same.as_ref().is_some_and(|attempt| live.has(attempt)) {
            return self.set_password_tag(&live.arn, &done).await;
        }
        let password = self.secret_value(secret).await?;
        let attempt = if let Some(attempt) = same {
            attempt
        } else {
            let now = || tag.as_ref().map(PasswordTag::write).unwrap_or_default();
            let attempt = Attempt {
                since: live.exists.then(|| live.changed_at.unwrap_or_default()),
                secret: secret.into(),
                before: earlier.map_or_else(now, |earlier| earlier.before),
            };
            self.set_password_tag(&live.arn, &change.tag(attempt.clone())).await?;
            attempt
        };
        let call = client
            .modify_replication_group()
            .replication_group_id(group)
            .apply_immediately(true)
            .auth_token(password.expose())
            .auth_token_update_strategy(change.strategy());
        match call.send().await.map_err(api_error(MODIFY)) {
            Ok(_) => match self.set_password_tag(&live.arn, &done).await {
                Err(error) if error.kind == ApiErrorKind::NotReady => Ok(()),
                written => written,
            },
            Err(error) if error.kind.is_retryable() => Err(password.redact(error)),
            Err(error) => match self.password_of(group).await? {
                // An earlier call has taken effect, which AWS did not show before.
                Some(now) if now.has(&attempt) || now.changes => Err(busy(MODIFY, &now.status)),
                _ => {
                    // If this fails, the tag still counts as an attempt, and never as done.
                    let _ = self.put_back(&live.arn, &attempt).await;
                    Err(password.redact(error))
                }
            },
        }
    }

    async fn put_back(&self, arn: &str, attempt: &Attempt) -> Result<(), ApiError> {
        if attempt.before.is_empty() {
            self.delete_password_tag(arn).await
        } else {
            self.set_password_tag(arn, &PasswordTag::read(&attempt.before)).await
        }
    }

    /// Reads what AWS reports about the password of a cache on nodes; `None` if there is no such cache.
    pub(in crate::kinds::elasticache) async fn password_of(&self, group: &str) -> Result<Option<Password>, ApiError> {
        let call = self.elasticache().describe_replication_groups();
        let sent = call.replication_group_id(group).send().await;
        let answer = absent(sent.map_err(api_error("elasticache:DescribeReplicationGroups")))?;
        let found = answer.and_then(|answer| answer.replication_groups?.into_iter().next());
        Ok(found.as_ref().and_then(Password::of))
    }
}

/// The tag of a cache that records what became of its password, because AWS does not report it.
const PASSWORD_TAG: &str = "moodle-stack:password";

/// Reads the password's tag of a cache; `None` if there is no such cache, or none of the tag.
pub(in crate::kinds::elasticache) async fn password_tag(
    client: &Client,
    arn: &str,
) -> Result<Option<PasswordTag>, ApiError> {
    let tags = tags(client, arn).await?.unwrap_or_default();
    let tag = tags.iter().find(|tag| tag.key() == Some(PASSWORD_TAG));
    Ok(tag.and_then(Tag::value).map(PasswordTag::read))
}

impl Cx<'_> {
    /// Sets the password's tag of an existing cache.
    pub(in crate::kinds::elasticache) async fn set_password_tag(
        &self,
        arn: &str,
        tag: &PasswordTag,
    ) -> Result<(), ApiError> {
        let tag = Tag::builder().key(PASSWORD_TAG).value(tag.write()).build();
        let call = self.elasticache().add_tags_to_resource().resource_name(arn).tags(tag);
        call.send().await.map_err(api_error("elasticache:AddTagsToResource"))?;
        Ok(())
    }

    /// Deletes the password's tag of a cache, if both exist.
    pub(in crate::kinds::elasticache) async fn delete_password_tag(&self, arn: &str) -> Result<(), ApiError> {
        if password_tag(&self.elasticache(), arn).await?.is_none() {
            return Ok(());
        }
        let call = self.elasticache().remove_tags_from_resource();
        let sent = call.resource_name(arn).tag_keys(PASSWORD_TAG).send().await;
        absent(sent.map_err(api_error("elasticache:RemoveTagsFromResource")))?;
        Ok(())
    }

    /// Returns the tags of a new cache that demands the password of a secret from the start, if there is one.
    pub(in crate::kinds::elasticache) fn tags_of_protected(&self, password: Option<&str>) -> Vec<Tag> {
        let mut tags = self.cache_tags();
        tags.extend(password.map(|secret| {
            let tag = PasswordTag::Demanded(secret.into());
            Tag::builder().key(PASSWORD_TAG).value(tag.write()).build()
        }));
        tags
    }
}

#[cfg(test)]
mod tests;
