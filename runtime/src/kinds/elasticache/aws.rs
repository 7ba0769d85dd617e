//! Shared by the adapters of ElastiCache.

pub(super) mod password;

use crate::aws::answer::{newest, with_events};
use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing, absent, api_error};
use crate::provider::{ApiError, ApiErrorKind, Owned, State};
use crate::resource::KindInfo;
use aws_sdk_elasticache::Client;
use aws_sdk_elasticache::primitives::DateTime;
use aws_sdk_elasticache::types::{SourceType, Tag};

impl Listing<'_> {
    /// Returns the resources that the stack owns by their tags. Each is given as its name and its ARN. ElastiCache refuses to
    /// read the tags of a cache that is not `available`. The journal knows already whether it owns such a cache; one that it
    /// does not know is an error, since it may be the stack's.
    pub(super) async fn owned_cache(
        &self,
        kind: &'static KindInfo,
        named: Vec<(String, String)>,
    ) -> Result<Vec<Owned>, ApiError> {
        let is_known = |arn: &str| {
            let name = arn.rsplit(':').next();
            self.scope.known_of(kind).any(|known| Some(known) == name)
        };
        self.owned_by_tags(named, async |arn| match tags(&self.elasticache(), arn).await {
            Err(error) if error.kind == ApiErrorKind::NotReady && is_known(arn) => Ok(Vec::new()),
            tags => Ok(tags?.unwrap_or_default()),
        })
        .await
    }
}

/// Reads the tags of a resource; `None` if it does not exist.
async fn tags(client: &Client, arn: &str) -> Result<Option<Vec<Tag>>, ApiError> {
    let answer = client.list_tags_for_resource().resource_name(arn).send().await;
    let answer = absent(answer.map_err(api_error("elasticache:ListTagsForResource")))?;
    Ok(answer.map(|answer| answer.tag_list.unwrap_or_default()))
}

impl Cx<'_> {
    pub(super) fn cache_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }

    /// Returns the resource's name if the tags on `arn` are this resource's; other tags are an error.
    pub(super) async fn claim_cache(
        &self,
        call: &'static str,
        arn: Option<String>,
    ) -> Result<Option<String>, ApiError> {
        let Some(tags) = tags(&self.elasticache(), &arn.unwrap_or_default()).await? else {
            return Ok(None);
        };
        self.claim(call, self.target.name.clone(), pairs(&tags))
    }

    /// Returns the state of a cache, from ElastiCache's status:
    /// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ReplicationGroup.html>,
    /// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ServerlessCache.html>
    pub(super) async fn cache_state(&self, status: Option<&str>, id: &str, of: SourceType) -> State {
        let word = status.unwrap_or("unknown").to_lowercase();
        match word.as_str() {
            // A cache serves requests while its snapshot is taken.
            "available" | "snapshotting" => State::Ready,
            "deleting" | "deleted" => State::Deleting(word),
            "create-failed" => State::Failed(self.cache_cause(&word, id, of).await),
            _ => State::Pending(word),
        }
    }

    /// Explains why a cache failed: ElastiCache keeps the reason among its events. If they cannot be read, only the
    /// status is returned.
    pub(super) async fn cache_cause(&self, word: &str, id: &str, of: SourceType) -> String {
        with_events(word, self.cache_events(id, of).await)
    }

    /// Returns the last events of a cache, none if they cannot be read: ElastiCache reports there why it takes long.
    pub(super) async fn explain_cache(&self, id: &str, of: SourceType) -> Vec<String> {
        newest(self.cache_events(id, of).await)
    }

    async fn cache_events(&self, id: &str, of: SourceType) -> Vec<(Option<DateTime>, String)> {
        const DAY: i32 = 24 * 60;
        let events = self
            .elasticache()
            .describe_events()
            .source_identifier(id)
            .source_type(of)
            .duration(DAY);
        let mut pages = events.into_paginator().items().send();
        let mut messages = Vec::new();
        while let Some(Ok(event)) = pages.next().await {
            messages.extend(event.message.map(|message| (event.date, message)));
        }
        messages
    }
}
