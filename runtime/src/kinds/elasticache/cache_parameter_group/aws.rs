//! Parameter groups of caches.

use super::CacheParameterGroup;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use aws_sdk_elasticache::types::{Parameter, ParameterNameValue};
use std::collections::BTreeMap;

const DESCRIBE: &str = "elasticache:DescribeCacheParameterGroups";

/// The maximum number of parameters of a call:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheParameterGroup.html>.
const AT_ONCE: usize = 20;

impl Adapter for CacheParameterGroup {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match group(cx, &cx.target.name).await? {
            Some(group) => cx.claim_cache(DESCRIBE, group.arn).await,
            None => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx
            .elasticache()
            .describe_cache_parameter_groups()
            .into_paginator()
            .items()
            .send();
        let named = gather(DESCRIBE, pages, |one| {
            let name = one
                .cache_parameter_group_name
                .filter(|name| lx.is_named_for_stack(name))?;
            Some((name, one.arn?))
        });
        lx.owned_cache(&Self::INFO, named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .elasticache()
            .create_cache_parameter_group()
            .cache_parameter_group_name(&cx.target.name)
            .cache_parameter_group_family(&self.family)
            .description(&self.description)
            .set_tags(Some(cx.cache_tags()));
        call.send()
            .await
            .map_err(api_error("elasticache:CreateCacheParameterGroup"))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.take(&["parameters"]) {
            return Ok(());
        }
        let difference = changes(&self.parameters, &parameters(cx, id).await?);
        for some in difference.set.chunks(AT_ONCE) {
            let call = cx.elasticache().modify_cache_parameter_group();
            let call = call
                .cache_parameter_group_name(id)
                .set_parameter_name_values(Some(some.to_vec()));
            call.send()
                .await
                .map_err(api_error("elasticache:ModifyCacheParameterGroup"))?;
        }
        for some in difference.reset.chunks(AT_ONCE) {
            let call = cx.elasticache().reset_cache_parameter_group();
            let call = call
                .cache_parameter_group_name(id)
                .reset_all_parameters(false)
                .set_parameter_name_values(Some(some.to_vec()));
            call.send()
                .await
                .map_err(api_error("elasticache:ResetCacheParameterGroup"))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(group) = group(cx, id).await? else {
            return Ok(None);
        };
        let parameters = differing(&self.parameters, parameters(cx, id).await?);
        Ok(Some(
            Live::new(State::Ready)
                .output("name", id.to_owned())
                .reported("family", group.cache_parameter_group_family)
                .reported("description", group.description)
                .field("parameters", parameters),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let call = cx
            .elasticache()
            .delete_cache_parameter_group()
            .cache_parameter_group_name(id);
        absent(
            call.send()
                .await
                .map_err(api_error("elasticache:DeleteCacheParameterGroup")),
        )?;
        Ok(Deletion::Accepted)
    }
}

/// The parameters of a group to set and to reset.
struct Changes {
    set: Vec<ParameterNameValue>,
    reset: Vec<ParameterNameValue>,
}

/// Compares the wanted parameters with all parameters of the group.
fn changes(wanted: &BTreeMap<String, String>, live: &[Parameter]) -> Changes {
    let value = |name: &str| {
        let one = live.iter().find(|one| one.parameter_name() == Some(name));
        one.and_then(Parameter::parameter_value)
    };
    let set = wanted
        .iter()
        .filter(|(name, wanted)| value(name) != Some(wanted.as_str()));
    let set = set.map(|(name, value)| {
        let one = ParameterNameValue::builder().parameter_name(name);
        one.parameter_value(value).build()
    });
    let reset = live.iter().filter(|one| is_set_by_user(one));
    let reset = reset
        .filter_map(Parameter::parameter_name)
        .filter(|name| !wanted.contains_key(*name))
        .map(|name| ParameterNameValue::builder().parameter_name(name).build());
    Changes {
        set: set.collect(),
        reset: reset.collect(),
    }
}

/// Returns the values of the wanted parameters from any source, since a value that equals the default may not be
/// reported as set by a user; and all others that a user has set.
fn differing(wanted: &BTreeMap<String, String>, live: Vec<Parameter>) -> BTreeMap<String, String> {
    let live = live.into_iter().filter(|one| {
        let name = one.parameter_name();
        is_set_by_user(one) || name.is_some_and(|name| wanted.contains_key(name))
    });
    live.filter_map(|one| Some((one.parameter_name?, one.parameter_value?)))
        .collect()
}

/// Returns whether a user has set a parameter; the other sources are `system` and `engine-default`:
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeCacheParameters.html>.
fn is_set_by_user(one: &Parameter) -> bool {
    one.source() == Some("user")
}

/// Reads all parameters of a group.
async fn parameters(cx: &Cx<'_>, id: &str) -> Result<Vec<Parameter>, ApiError> {
    let call = cx
        .elasticache()
        .describe_cache_parameters()
        .cache_parameter_group_name(id);
    let pages = call.into_paginator().send();
    let parameters = gather("elasticache:DescribeCacheParameters", pages, |page| {
        page.parameters.unwrap_or_default()
    });
    parameters.await
}

async fn group(cx: &Cx<'_>, name: &str) -> Result<Option<aws_sdk_elasticache::types::CacheParameterGroup>, ApiError> {
    let call = cx
        .elasticache()
        .describe_cache_parameter_groups()
        .cache_parameter_group_name(name);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.cache_parameter_groups?.into_iter().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(name: &str, value: &str, source: &str) -> Parameter {
        let one = Parameter::builder().parameter_name(name).parameter_value(value);
        one.source(source).build()
    }

    fn owned<const N: usize>(parameters: [(&str, &str); N]) -> BTreeMap<String, String> {
        parameters
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    #[test]
    fn differing_parameters_are_set_and_unwanted_ones_are_reset() {
        let live = [
            live("maxmemory-policy", "volatile-lru", "system"),
            live("timeout", "60", "user"),
            live("same", "1", "user"),
            live("untouched", "1", "system"),
        ];
        let difference = changes(&owned([("maxmemory-policy", "allkeys-lru"), ("same", "1")]), &live);
        let set = difference.set.iter();
        let set: Vec<_> = set.map(|one| (one.parameter_name(), one.parameter_value())).collect();
        assert_eq!(set, [(Some("maxmemory-policy"), Some("allkeys-lru"))]);
        let reset: Vec<_> = difference
            .reset
            .iter()
            .map(ParameterNameValue::parameter_name)
            .collect();
        assert_eq!(reset, [Some("timeout")]);
    }

    #[test]
    fn wanted_value_that_equals_the_default_is_read_back() {
        let live = vec![
            live("maxmemory-policy", "volatile-lru", "system"),
            live("timeout", "60", "user"),
            live("untouched", "1", "system"),
        ];
        assert_eq!(
            differing(&owned([("maxmemory-policy", "volatile-lru")]), live),
            owned([("maxmemory-policy", "volatile-lru"), ("timeout", "60")])
        );
    }
}
