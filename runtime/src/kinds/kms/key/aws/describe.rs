//! What AWS says about one key.

use crate::aws::{absent, api_error};
use crate::provider::{ApiError, ApiErrorKind};
use aws_sdk_kms::Client;
use aws_sdk_kms::types::{KeyMetadata, KeyState, Tag};

/// Returns the alias of a key with the given name.
pub(super) fn alias(name: &str) -> String {
    format!("alias/{name}")
}

/// Describes a key; `None` if it does not exist, or is going to be deleted.
pub(super) async fn describe(client: &Client, id: &str) -> Result<Option<KeyMetadata>, ApiError> {
    let answer = client.describe_key().key_id(id).send().await;
    let answer = absent(answer.map_err(api_error("kms:DescribeKey")))?;
    let found = answer.and_then(|answer| answer.key_metadata);
    Ok(found.filter(|key| {
        !matches!(
            key.key_state,
            Some(KeyState::PendingDeletion | KeyState::PendingReplicaDeletion)
        )
    }))
}

/// Reads the tags of a key. A key whose policy does not let the account read them is not the stack's.
pub(super) async fn tags(client: &Client, id: &str) -> Result<Vec<Tag>, ApiError> {
    let mut pages = client.list_resource_tags().key_id(id).into_paginator().items().send();
    let mut tags = Vec::new();
    while let Some(tag) = pages.next().await {
        match tag.map_err(api_error("kms:ListResourceTags")) {
            Ok(tag) => tags.push(tag),
            Err(refusal) if matches!(refusal.kind, ApiErrorKind::Denied | ApiErrorKind::NotFound) => {
                return Ok(Vec::new());
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(tags)
}
