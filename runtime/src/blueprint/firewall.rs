//! `edge.waf`: the rule groups of the web ACL, and the addresses that its rate limit does not apply to.

use super::graph_builder::GraphBuilder;
use crate::kinds::wafv2::{IpSet, Redacted, RuleGroup};
use crate::resource::Ref;
use crate::resource::id::IpSetArn;
use moodle_stack_model::{Exception, ManagedRule, WebAcl};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// What WAF's log leaves out of every request: what could sign somebody in. Web services are called with tokens and even
/// passwords in query strings, and a referrer has the query string of the page before.
/// <https://docs.moodle.org/dev/Creating_a_web_service_client>.
pub(super) fn redacted() -> Vec<Redacted> {
    let headers = ["authorization", "cookie", "referer"].map(|name| Redacted::Header(name.into()));
    headers.into_iter().chain([Redacted::QueryString]).collect()
}

/// The actions whose requests WAF logs: every one but `ALLOW`, which is almost every request.
/// <https://docs.aws.amazon.com/waf/latest/APIReference/API_ActionCondition.html>.
pub(super) const LOGGED_ACTIONS: [&str; 5] = ["BLOCK", "COUNT", "CAPTCHA", "CHALLENGE", "EXCLUDED_AS_COUNT"];

/// Returns the rule groups of a web ACL, first those that block.
///
/// A group with a rule that does not apply to a path is in the list twice: once for that path, where the rule only counts,
/// and once for all others. So the other rules of the group still block on that path.
pub(super) fn rule_groups(declared: &WebAcl) -> Vec<RuleGroup> {
    let groups = |texts: &[&'static str], count_only| {
        let groups = texts.iter().map(|text| ManagedRule::of(text));
        let groups = groups.filter(|one| one.rule.is_none());
        groups.map(move |one| (one.group, count_only)).collect::<Vec<_>>()
    };
    let blocking = groups(declared.rule_groups.as_slice(), false);
    let counting = groups(declared.counting.as_slice(), true);
    let all = blocking.into_iter().chain(counting);
    all.flat_map(|(name, count_only)| on_each_path(declared, name, count_only))
        .collect()
}

/// Returns a rule group, once for each path where it is another one.
fn on_each_path(declared: &WebAcl, name: &str, count_only: bool) -> Vec<RuleGroup> {
    let counted = declared.counting.as_slice().iter().map(|text| ManagedRule::of(text));
    let counted: BTreeSet<&str> = counted
        .filter(|one| one.group == name)
        .filter_map(|one| one.rule)
        .collect();
    let exceptions = declared
        .exceptions
        .as_slice()
        .iter()
        .filter_map(|text| Exception::of(text));
    let exceptions: Vec<Exception> = exceptions.filter(|one| one.managed.group == name).collect();
    let paths = |whole: bool| -> BTreeSet<&str> {
        let some = exceptions.iter().filter(|one| one.managed.rule.is_none() == whole);
        some.map(|one| one.path).collect()
    };
    let off = paths(true);
    let is_off = |path: &str| off.iter().any(|prefix| path.starts_with(prefix));
    let special: BTreeSet<&str> = paths(false).into_iter().filter(|path| !is_off(path)).collect();

    let group = |only_on: Option<&str>| {
        let here = only_on.unwrap_or_default();
        let elsewhere = off.iter().chain(&special).copied();
        let elsewhere: BTreeSet<&str> = elsewhere
            .filter(|path| path.starts_with(here) && *path != here)
            .collect();
        let is_covered = |path: &&str| {
            let mut others = elsewhere.iter().filter(|other| *other != path);
            others.any(|other| path.starts_with(other))
        };
        let excepted = exceptions.iter().filter(|one| here.starts_with(one.path));
        let excepted = excepted.filter_map(|one| one.managed.rule);
        RuleGroup {
            name: name.into(),
            count_only,
            counted: counted
                .iter()
                .copied()
                .chain(excepted)
                .collect::<BTreeSet<_>>()
                .into_iter()
                .map(Into::into)
                .collect(),
            only_on: only_on.map(Into::into),
            not_on: elsewhere
                .iter()
                .filter(|path| !is_covered(path))
                .map(|path| (*path).into())
                .collect(),
        }
    };
    let everywhere = group(None);
    let special = special.iter().map(|path| group(Some(path)));
    std::iter::once(everywhere).chain(special).collect()
}

/// Adds the sets of addresses that the rate limit does not apply to: one for IPv4 and one for IPv6, if there are any.
pub(super) fn exempt(graph: &mut GraphBuilder, declared: &WebAcl) -> Vec<Ref<IpSetArn>> {
    const KEY: &str = "edge.waf.exempt";
    // The rules reject what is no range.
    let ranges = declared.exempt.as_slice().iter().filter_map(|range| network(range));
    let ranges: BTreeSet<(IpAddr, u8)> = ranges.collect();
    let mut sets = Vec::new();
    for (ipv6, part) in [(false, "exempt-ipv4"), (true, "exempt-ipv6")] {
        let of_version = ranges.iter().filter(|(address, _)| address.is_ipv6() == ipv6);
        let addresses: Vec<String> = of_version.map(|(address, bits)| format!("{address}/{bits}")).collect();
        if addresses.is_empty() {
            continue;
        }
        let set = IpSet {
            // It has nothing from the declaration in it, so it is never too long.
            description: "Addresses that the rate limit does not apply to".into(),
            ipv6,
            addresses,
        };
        let name = graph.names.global(part);
        sets.push(graph.add_at_edge(&format!("edge.{part}"), name, KEY, &set).arn());
    }
    sets
}

/// Reads a range, and returns its first address and its prefix.
fn network(range: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = range.split_once('/')?;
    let bits: u8 = bits.parse().ok()?;
    Some(match address.parse().ok()? {
        IpAddr::V4(address) => {
            let mask = u32::MAX
                .checked_shl(32_u32.checked_sub(bits.into())?)
                .unwrap_or_default();
            (IpAddr::V4((u32::from(address) & mask).into()), bits)
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX
                .checked_shl(128_u32.checked_sub(bits.into())?)
                .unwrap_or_default();
            (IpAddr::V6((u128::from(address) & mask).into()), bits)
        }
    })
}
