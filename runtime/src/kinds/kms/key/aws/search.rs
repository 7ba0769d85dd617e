//! Finding keys. AWS lists keys by their ids alone, and tells the tags of one at a time. A key of the stack has an alias with the
//! stack's name, or none if its creation was interrupted: keys with other aliases are not asked about.

use super::super::Key;
use super::describe::{alias, describe, tags};
use crate::aws::listing::{FEW, gather};
use crate::aws::tags::pairs;
use crate::aws::{Cx, Listing};
use crate::provider::{ApiError, Owned};
use crate::resource::Kind;
use aws_sdk_kms::Client;
use std::collections::{BTreeMap, BTreeSet};

/// What is before the id in the ARN of a key.
const MARK: &str = ":key/";

/// Returns the aliases of the region or of one key, each with the id of its key.
pub(super) async fn aliases(client: &Client, key: Option<&str>) -> Result<BTreeMap<String, String>, ApiError> {
    let call = client.list_aliases().set_key_id(key.map(Into::into));
    let pages = call.into_paginator().items().send();
    // The aliases of AWS's own keys have no key until the key is used.
    let aliases = gather("kms:ListAliases", pages, |one| {
        Some((one.alias_name?, one.target_key_id?))
    });
    Ok(aliases.await?.into_iter().collect())
}

/// Returns the id of the key that has an alias.
pub(super) async fn key_of(client: &Client, alias: &str) -> Result<Option<String>, ApiError> {
    Ok(aliases(client, None).await?.remove(alias))
}

/// Lists the keys without an alias.
async fn unnamed(client: &Client, aliases: &BTreeMap<String, String>) -> Result<Vec<String>, ApiError> {
    let named: BTreeSet<&String> = aliases.values().collect();
    let pages = client.list_keys().into_paginator().items().send();
    gather("kms:ListKeys", pages, |key| key.key_id.filter(|id| !named.contains(id))).await
}

/// Finds the key of a resource, by its alias, or by its tags.
pub(super) async fn find(cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
    let kms = cx.kms();
    let mut aliases = aliases(&kms, None).await?;
    let unnamed = unnamed(&kms, &aliases).await?;
    if let Some(id) = aliases.remove(&alias(&cx.target.name))
        && describe(&kms, &id).await?.is_some()
    {
        let tags = tags(&kms, &id).await?;
        return cx.claim("kms:ListResourceTags", id, pairs(&tags));
    }
    for id in unnamed {
        if cx.target.owns(pairs(&tags(&kms, &id).await?)) && describe(&kms, &id).await?.is_some() {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Lists the keys of the stack.
pub(super) async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
    let kms = lx.kms();
    let aliases = aliases(&kms, None).await?;
    let mut unnamed = unnamed(&kms, &aliases).await?;
    if unnamed.len() > FEW {
        let known = lx.known_here(&Key::INFO, MARK);
        let known: BTreeSet<&str> = known.filter_map(|arn| Some(arn.split_once(MARK)?.1)).collect();
        unnamed.retain(|id| known.contains(id.as_str()));
    }
    let named = aliases.into_iter().filter_map(|(alias, id)| {
        let is_of_stack = lx.is_named_for_stack(alias.strip_prefix("alias/")?);
        is_of_stack.then_some(id)
    });
    let mut owned = Vec::new();
    for id in named.chain(unnamed).collect::<BTreeSet<_>>() {
        let tags = tags(&kms, &id).await?;
        if let Some(one) = lx.owned(&id, pairs(&tags))
            && describe(&kms, &id).await?.is_some()
        {
            owned.push(one);
        }
    }
    Ok(owned)
}
