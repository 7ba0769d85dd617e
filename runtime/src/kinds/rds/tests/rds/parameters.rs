//! Parameter groups: RDS lists a parameter that was set to its default like one that was never set.

use super::answer::{answer, text};
use super::{Rds, Settings};
use crate::aws::responder::{Call, refusal};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The value that a parameter has in a group before anybody sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Defaults {
    /// As the documentation says for the family.
    Documented,
    /// Each parameter that is set later has already that value.
    Equal,
    /// Each has another value.
    Other,
}

/// How many parameters a page has.
const PAGE: usize = 5;

#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) family: String,
    pub(super) description: String,
    pub(super) tags: Settings,
    pub(super) set: Settings,
}

/// Whether `rds.force_ssl` and `require_secure_transport` are on by default:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Upgrade-v3-v84-security.html>
fn requires_tls(family: &str) -> bool {
    let major = |of: &str| family.strip_prefix(of).and_then(|major| major.parse::<f64>().ok());
    match () {
        () if family.starts_with("aurora-postgresql") => major("aurora-postgresql") >= Some(17.0),
        () if family.starts_with("postgres") => major("postgres") >= Some(15.0),
        () if family.starts_with("mariadb") => major("mariadb") >= Some(11.8),
        () => family == "aurora-mysql8.4",
    }
}

impl Rds {
    /// Returns all parameters of a group, each with its value and source.
    fn parameters(&self, group: &Group) -> Vec<(String, Option<String>, &'static str)> {
        let switch = |on: bool| match (group.family.starts_with("aurora-mysql"), on) {
            (true, true) => "ON",
            (true, false) => "OFF",
            (false, true) => "1",
            (false, false) => "0",
        };
        let tls = switch(requires_tls(&group.family));
        let mut defaults: BTreeMap<String, Option<String>> = [
            ("character_set_server", None),
            ("collation_server", None),
            ("log_min_duration_statement", None),
            ("log_output", Some("TABLE")),
            ("long_query_time", None),
            ("rds.force_ssl", Some(tls)),
            ("require_secure_transport", Some(tls)),
            ("slow_query_log", None),
            // One of hundreds that nobody sets.
            ("wait_timeout", Some("28800")),
        ]
        .map(|(name, value)| (name.to_owned(), value.map(str::to_owned)))
        .into();
        for (name, value) in &group.set {
            match self.defaults {
                Defaults::Documented => {}
                _ if name == "wait_timeout" => {}
                Defaults::Equal => drop(defaults.insert(name.clone(), Some(value.clone()))),
                Defaults::Other => drop(defaults.insert(name.clone(), Some(format!("not {value}")))),
            }
        }
        let all = defaults.into_iter().map(|(name, default)| {
            // Only a value that differs has this source: https://github.com/hashicorp/terraform-provider-aws/issues/23335
            let set = group.set.get(&name).filter(|value| Some(*value) != default.as_ref());
            let source = if set.is_some() { "user" } else { "engine-default" };
            let value = set.cloned().or(default);
            (name, value, source)
        });
        all.collect()
    }

    pub(super) fn describe_parameters(&self, call: &Call, name: &str) -> (u16, String) {
        let Some(group) = self.groups.get(name) else {
            return refusal("DBParameterGroupNotFound", "no such group");
        };
        let named = call.list("Filters.Filter.1.Values.Value");
        let source = call.get("Source");
        let all = self.parameters(group).into_iter().filter(|(name, _, of)| {
            (source.is_empty() || source == *of) && (named.is_empty() || named.contains(&&**name))
        });
        // Two pages, so that a caller that reads only the first one fails.
        let all: Vec<_> = all.collect();
        let from: usize = call.get("Marker").parse().unwrap_or(0);
        let mut body = String::from("<Parameters>");
        for (name, value, source) in all.iter().skip(from).take(PAGE) {
            let value = value
                .as_ref()
                .map_or_else(String::new, |value| text("ParameterValue", value));
            let rest = text("Source", source) + &text("ApplyType", "dynamic");
            let _ = write!(
                body,
                "<Parameter>{}{value}{rest}</Parameter>",
                text("ParameterName", name)
            );
        }
        body += "</Parameters>";
        if from + PAGE < all.len() {
            body += &text("Marker", &(from + PAGE).to_string());
        }
        answer(call, &body)
    }
}
