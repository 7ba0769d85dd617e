//! Parameter groups: of instances and of clusters, which have separate calls for the same operations.

use aws_sdk_rds::types::{ApplyMethod, Parameter};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many parameters one call sets:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html>
pub(in crate::kinds::rds) const AT_ONCE: usize = 20;

/// The source of a parameter that was set to another value than its default.
pub(in crate::kinds::rds) const USER: &str = "user";

/// The parameters of a group to set and to reset.
#[derive(Debug, Default, PartialEq)]
pub(in crate::kinds::rds) struct Changes {
    pub(in crate::kinds::rds) set: Vec<Parameter>,
    pub(in crate::kinds::rds) reset: Vec<Parameter>,
}

/// Compares the wanted parameters with all parameters of the group.
pub(in crate::kinds::rds) fn changes(wanted: &BTreeMap<String, String>, live: &[Parameter]) -> Changes {
    let live: HashMap<&str, &Parameter> = live
        .iter()
        .filter_map(|one| Some((one.parameter_name()?, one)))
        .collect();
    // A dynamic parameter takes effect at once, a static one when the database restarts; RDS refuses to apply a
    // static one at once: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Parameter.html
    let method = |name: &str| match live.get(name).and_then(|one| one.apply_type()) {
        Some("dynamic") => ApplyMethod::Immediate,
        _ => ApplyMethod::PendingReboot,
    };
    let set = wanted.iter().filter(|(name, value)| {
        let now = live.get(name.as_str()).and_then(|one| one.parameter_value());
        !now.is_some_and(|now| is_same(value, now))
    });
    let set = set.map(|(name, value)| {
        let one = Parameter::builder().parameter_name(name).parameter_value(value);
        one.apply_method(method(name)).build()
    });
    let reset = live
        .iter()
        .filter(|(name, one)| one.source() == Some(USER) && !wanted.contains_key(**name));
    let reset = reset.map(|(name, _)| {
        Parameter::builder()
            .parameter_name(*name)
            .apply_method(method(name))
            .build()
    });
    Changes {
        set: set.collect(),
        reset: reset.collect(),
    }
}

/// Returns whether two spellings of a parameter's value mean the same: RDS has `1` and `ON` for a switch that is on, depending
/// on the engine, and may report a number with other digits behind the point than it was given.
fn is_same(wanted: &str, live: &str) -> bool {
    let switch = |value: &str| match value.to_ascii_lowercase().as_str() {
        "1" | "on" | "true" => Some(true),
        "0" | "off" | "false" => Some(false),
        _ => None,
    };
    let same_switch = || switch(wanted).is_some_and(|wanted| switch(live) == Some(wanted));
    let number = |value: &str| value.parse::<f64>().ok();
    let same_number =
        || number(wanted).is_some_and(|wanted| number(live).is_some_and(|live| live.total_cmp(&wanted).is_eq()));
    wanted.eq_ignore_ascii_case(live) || same_switch() || same_number()
}

/// Returns the wanted parameters that a list of those that were set lacks. RDS lists a parameter that was set to its default like
/// one that was never set: <https://github.com/hashicorp/terraform-provider-aws/issues/23335>
pub(in crate::kinds::rds) fn missing_from<'w>(
    user: &[Parameter],
    wanted: &'w BTreeMap<String, String>,
) -> impl Iterator<Item = &'w String> {
    let names: HashSet<String> = user.iter().filter_map(|one| one.parameter_name.clone()).collect();
    wanted.keys().filter(move |name| !names.contains(*name))
}

/// Returns the values of the wanted parameters, whoever set them, and of all others that somebody set. A value that means the
/// same as the wanted one is spelled like it.
pub(in crate::kinds::rds) fn as_wanted(
    wanted: &BTreeMap<String, String>,
    user: Vec<Parameter>,
    named: Vec<Parameter>,
) -> BTreeMap<String, String> {
    let set = user
        .into_iter()
        .filter(|one| one.source().is_none_or(|source| source == USER));
    // Not every filter is applied everywhere.
    let named = named
        .into_iter()
        .filter(|one| one.parameter_name().is_some_and(|name| wanted.contains_key(name)));
    let values = named
        .chain(set)
        .filter_map(|one| one.parameter_name.zip(one.parameter_value));
    values
        .map(|(name, value)| {
            let same = wanted.get(&name).filter(|wanted| is_same(wanted, &value));
            let value = same.cloned().unwrap_or(value);
            (name, value)
        })
        .collect()
}

/// Defines the adapter of a kind of parameter group.
macro_rules! parameter_group {
    (
        $kind:ident, $find:ident, $name:ident, $groups:ident, $arn:ident,
        $create:ident $create_call:literal,
        $describe:ident $describe_call:literal,
        $list:ident $list_call:literal,
        $modify:ident $modify_call:literal,
        $reset:ident $reset_call:literal,
        $delete:ident $delete_call:literal $(,)?
    ) => {
        impl Adapter for $kind {
            async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
                match $find(cx, &cx.target.name).await? {
                    Some(group) => cx.claim_rds($describe_call, group.$arn).await,
                    None => Ok(None),
                }
            }

            async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
                let pages = lx.rds().$describe().into_paginator().items().send();
                let named = gather($describe_call, pages, |one| {
                    let name = one.$name.filter(|name| lx.is_named_for_stack(name))?;
                    Some((name, one.$arn?))
                });
                lx.owned_rds(named.await?).await
            }

            async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
                let call = cx
                    .rds()
                    .$create()
                    .$name(&cx.target.name)
                    .db_parameter_group_family(&self.family)
                    .description(&self.description)
                    .set_tags(Some(cx.rds_tags()));
                call.send().await.map_err(api_error($create_call))?;
                Ok(cx.target.name.clone())
            }

            async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
                if !changed.take(&["parameters"]) {
                    return Ok(());
                }
                let mut live = Vec::new();
                let mut pages = cx.rds().$list().$name(id).into_paginator().items().send();
                while let Some(parameter) = pages.next().await {
                    live.push(parameter.map_err(api_error($list_call))?);
                }
                let changes = changes(&self.parameters, &live);
                for some in changes.set.chunks(AT_ONCE) {
                    let call = cx.rds().$modify().$name(id).set_parameters(Some(some.to_vec()));
                    call.send().await.map_err(api_error($modify_call))?;
                }
                for some in changes.reset.chunks(AT_ONCE) {
                    let call = cx.rds().$reset().$name(id).set_parameters(Some(some.to_vec()));
                    call.send().await.map_err(api_error($reset_call))?;
                }
                Ok(())
            }

            async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
                let Some(group) = $find(cx, id).await? else {
                    return Ok(None);
                };
                let list = || cx.rds().$list().$name(id);
                let pages = list().source(USER).into_paginator().items().send();
                let user = gather($list_call, pages, Some).await?;
                let missing: Vec<String> = missing_from(&user, &self.parameters).cloned().collect();
                let named = if missing.is_empty() {
                    Vec::new()
                } else {
                    let filter = Filter::builder().name("parameter-name").set_values(Some(missing));
                    let call = list().filters(filter.build());
                    gather($list_call, call.into_paginator().items().send(), Some).await?
                };
                let parameters = as_wanted(&self.parameters, user, named);
                Ok(Some(
                    Live::new(State::Ready)
                        .output("name", id.to_owned())
                        .reported("family", group.db_parameter_group_family)
                        .reported("description", group.description)
                        .field("parameters", parameters),
                ))
            }

            async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
                absent(
                    cx.rds()
                        .$delete()
                        .$name(id)
                        .send()
                        .await
                        .map_err(api_error($delete_call)),
                )?;
                Ok(Deletion::Accepted)
            }
        }

        async fn $find(cx: &Cx<'_>, name: &str) -> Result<Option<aws_sdk_rds::types::$kind>, ApiError> {
            let call = cx.rds().$describe().$name(name);
            let answer = absent(call.send().await.map_err(api_error($describe_call)))?;
            Ok(answer.and_then(|answer| answer.$groups?.into_iter().next()))
        }
    };
}

pub(in crate::kinds::rds) use parameter_group;

#[cfg(test)]
mod tests {
    use super::*;

    fn live(name: &str, value: &str, source: &str, apply: &str) -> Parameter {
        let one = Parameter::builder().parameter_name(name).parameter_value(value);
        one.source(source).apply_type(apply).build()
    }

    #[test]
    fn differing_parameters_are_set_and_unwanted_ones_are_reset() {
        let live = [
            live("max_connections", "100", "engine-default", "dynamic"),
            live("innodb_log_files", "2", "engine-default", "static"),
            live("wait_timeout", "60", "user", "dynamic"),
            live("same", "1", "user", "dynamic"),
        ];
        let wanted = [("max_connections", "200"), ("innodb_log_files", "3"), ("same", "1")];
        let wanted = wanted.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let changes = changes(&wanted, &live);
        let set: Vec<_> = changes
            .set
            .iter()
            .map(|one| (one.parameter_name(), one.apply_method()))
            .collect();
        assert_eq!(
            set,
            [
                (Some("innodb_log_files"), Some(&ApplyMethod::PendingReboot)),
                (Some("max_connections"), Some(&ApplyMethod::Immediate)),
            ]
        );
        let reset: Vec<_> = changes.reset.iter().map(Parameter::parameter_name).collect();
        assert_eq!(reset, [Some("wait_timeout")]);
    }
}
