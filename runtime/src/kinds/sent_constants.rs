//! Finds what adapters send that is the same for every resource, and checks that each is compared or has a reason not to be.
//!
//! It reads the adapters' code: a call such as `.publicly_accessible(false)`, whose argument is a literal, a variant or a
//! constant, sets something that is not a field of the kind.

use super::KINDS;
use crate::resource::KindInfo;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What only says how a call is made, or what it looks for.
const OF_CALLS: &[&str] = &[
    "alarm_types",
    "apply_immediately",
    "auth_token_update_strategy",
    "delete_automated_backups",
    "desired_status",
    "duration",
    "force",
    "force_delete_without_recovery",
    "force_new_deployment",
    "key",
    "limit",
    "max_keys",
    "pending_window_in_days",
    "quiet",
    "reason",
    "reset_all_parameters",
    "scalable_dimension",
    "scope",
    "service_namespace",
    "set_allow_major_version_upgrade",
    "skip_final_snapshot",
    "sort",
    "tag_keys",
];

/// The mark in [`BELONGS_TO`] of what only says how a call of that adapter is made.
const CALLS: &str = "";

/// Functions of the adapters, of the standard library and of `Live` that take a literal, and set nothing.
const OTHERS: &[&str] = &[
    "and_then",
    "any",
    "build",
    "chunks",
    "cmp",
    "constant",
    "contains",
    "contains_key",
    "div_ceil",
    "ends_with",
    "eq",
    "eq_ignore_ascii_case",
    "expect",
    "extend",
    "field",
    "fields",
    "filter",
    "filters",
    "find",
    "fmt",
    "get",
    "include",
    "insert",
    "is_none_or",
    "is_some_and",
    "join",
    "map",
    "map_err",
    "max",
    "max_results",
    "nth",
    "ok_or",
    "output",
    "position",
    "push",
    "quantity",
    "remove",
    "rsplit_once",
    "saturating_sub",
    "send",
    "split",
    "split_once",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
    "take",
    "then_some",
    "trim_end_matches",
    "unwrap_or",
];

/// The name of a field, a constant or an entry of `unread`, and the SDK's names of what belongs to it.
type Names = (&'static str, &'static [&'static str]);

/// What sets something, by the adapter's folder and the SDK's name, and the field, the constant or the entry of `unread` of the
/// kind that it belongs to.
const BELONGS_TO: &[(&str, &[Names])] = &[
    (
        "application_autoscaling/scalable_target",
        &[(
            "suspended",
            &[
                "dynamic_scaling_in_suspended",
                "dynamic_scaling_out_suspended",
                "scheduled_scaling_suspended",
            ],
        )],
    ),
    ("elasticache/cache_user", &[("access", &["access_string"])]),
    (
        "application_autoscaling/scaling_policy",
        &[("cooldown", &["scale_in_cooldown", "scale_out_cooldown"])],
    ),
    (
        "cloudfront/distribution",
        &[
            ("alias", &["cloud_front_default_certificate"]),
            (CALLS, &["enabled"]),
            (
                "delivery",
                &[
                    "bucket",
                    "continuous_deployment_policy_id",
                    "default_root_object",
                    "include_cookies",
                    "prefix",
                    "price_class",
                    "restriction_type",
                    "staging",
                ],
            ),
            (
                "origin_connection",
                &[
                    "connection_attempts",
                    "connection_timeout",
                    "http_port",
                    "https_port",
                    "id",
                    "origin_access_control_id",
                    "origin_keepalive_timeout",
                    "origin_path",
                    "origin_protocol_policy",
                ],
            ),
            (
                "pages",
                &[
                    "cache_policy_id",
                    "compress",
                    "field_level_encryption_id",
                    "origin_request_policy_id",
                    "response_headers_policy_id",
                    "target_origin_id",
                    "viewer_protocol_policy",
                ],
            ),
            ("protocols", &["http_version", "is_ipv6_enabled"]),
            ("viewer_tls", &["minimum_protocol_version", "ssl_support_method"]),
        ],
    ),
    (
        "cloudfront/vpc_origin",
        &[("endpoint", &["http_port", "https_port", "origin_protocol_policy"])],
    ),
    (
        "cloudtrail/trail",
        &[
            ("events", &["include_management_events", "read_write_type"]),
            ("global_service_events", &["include_global_service_events"]),
            ("log_file_validation", &["enable_log_file_validation"]),
            ("multi_region", &["is_multi_region_trail"]),
        ],
    ),
    ("cloudfront", &[("origin_connection", &["items"])]),
    ("ec2/flow_log", &[("vpc", &["resource_type"])]),
    ("ec2/route_table", &[("internet_gateway", &["destination_cidr_block"])]),
    (
        "ec2",
        &[("default_group_rules", &["cidr_ip", "cidr_ipv6", "ip_protocol"])],
    ),
    ("ec2/subnet", &[("public_addresses_on_launch", &["value"])]),
    ("ec2/vpc", &[("dns_support", &["value"])]),
    ("ec2/vpc_endpoint", &[("private_dns", &["private_dns_enabled"])]),
    (
        "ecs/cluster",
        &[("container_insights", &["name"]), ("session_log", &["logging"])],
    ),
    (
        "ecs/service",
        &[
            ("exec", &["enable_execute_command"]),
            ("healthy_percent", &["maximum_percent", "minimum_healthy_percent"]),
            ("initial_count", &["desired_count"]),
            ("public_ip", &["assign_public_ip"]),
            ("rollback", &["enable"]),
            ("tags_from", &["propagate_tags"]),
            ("target_group", &["container_name"]),
            ("zone_rebalancing", &["availability_zone_rebalancing"]),
        ],
    ),
    (
        "ecs/task_definition",
        &[
            ("init", &["init_process_enabled"]),
            ("volume", &["name"]),
            (CALLS, &["status"]),
        ],
    ),
    (
        "elasticache/replication_group",
        &[
            ("auto_minor_upgrades", &["auto_minor_version_upgrade"]),
            ("encryption_in_transit", &["transit_encryption_enabled"]),
        ],
    ),
    ("elasticache/serverless_cache", &[("storage", &["unit"])]),
    (
        "efs/file_system",
        &[
            ("backups", &["resource_type"]),
            ("other_transitions", &["transition_to_primary_storage_class"]),
        ],
    ),
    ("elb", &[("action", &["set_type"])]),
    (
        "elb/listener",
        &[
            (
                "action",
                &["content_type", "message_body", "protocol", "set_type", "status_code"],
            ),
            ("client_certificates", &["mode"]),
        ],
    ),
    (
        "elb/target_group",
        &[(
            "health_check",
            &[
                "health_check_enabled",
                "health_check_port",
                "health_check_protocol",
                "http_code",
            ],
        )],
    ),
    ("eventbridge/rule", &[("target", &["id"])]),
    ("iam/role", &[("session_seconds", &["max_session_duration"])]),
    ("rds", &[(CALLS, &["name", "source"])]),
    (
        "rds/db_cluster",
        &[
            ("copy_tags_to_snapshots", &["copy_tags_to_snapshot"]),
            ("iam_authentication", &["enable_iam_database_authentication"]),
            ("managed_password", &["manage_master_user_password"]),
        ],
    ),
    (
        "rds/db_cluster_instance",
        &[
            ("auto_minor_upgrades", &["auto_minor_version_upgrade"]),
            (
                "enable_performance_insights",
                &["performance_insights_retention_period"],
            ),
        ],
    ),
    (
        "rds/db_instance",
        &[
            ("auto_minor_upgrades", &["auto_minor_version_upgrade"]),
            ("copy_tags_to_snapshots", &["copy_tags_to_snapshot"]),
            (
                "enable_performance_insights",
                &["performance_insights_retention_period"],
            ),
            ("iam_authentication", &["enable_iam_database_authentication"]),
            ("managed_password", &["manage_master_user_password"]),
        ],
    ),
    ("route53/record", &[("options", &["evaluate_target_health", "ttl"])]),
    (
        "s3/bucket",
        &[
            ("encryption", &["sse_algorithm"]),
            (
                "lifecycle",
                &["days_after_initiation", "id", "noncurrent_days", "prefix", "status"],
            ),
            (
                "public_access_block",
                &[
                    "block_public_acls",
                    "block_public_policy",
                    "ignore_public_acls",
                    "restrict_public_buckets",
                ],
            ),
        ],
    ),
    (
        "scheduler/schedule",
        &[
            ("retries", &["maximum_event_age_in_seconds", "maximum_retry_attempts"]),
            (
                "task",
                &[
                    "assign_public_ip",
                    "enable_ecs_managed_tags",
                    "launch_type",
                    "platform_version",
                    "propagate_tags",
                    "task_count",
                ],
            ),
            ("window", &["mode"]),
        ],
    ),
    (
        "secretsmanager/secret",
        &[(
            "length",
            &["exclude_characters", "include_space", "require_each_included_type"],
        )],
    ),
    ("kms/key", &[("policy", &["policy_name"])]),
    ("sns/subscription", &[("email", &["protocol"])]),
    (
        "wafv2/web_acl",
        &[
            (
                "rules",
                &[
                    "aggregate_key_type",
                    "evaluation_window_sec",
                    "name",
                    "positional_constraint",
                ],
            ),
            ("logged_actions", &["behavior", "default_behavior", "requirement"]),
            (
                "visibility",
                &["cloud_watch_metrics_enabled", "sampled_requests_enabled"],
            ),
        ],
    ),
];

/// Lists the files of adapters: `aws.rs` and what is in `aws/`, by their folders.
fn adapters(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name == "aws" {
            for part in std::fs::read_dir(&path).unwrap() {
                let part = part.unwrap().path();
                if part.is_file() && !part.ends_with("tests.rs") {
                    found.entry(folder.into()).or_default().push_str(&code(&part));
                }
            }
        } else if path.is_dir() {
            adapters(&path, found);
        } else if name == "aws.rs" {
            found.entry(folder.into()).or_default().push_str(&code(&path));
        }
    }
}

/// Returns the code of a file, without its tests and its comments.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the calls in a code, each with its argument.
fn calls(code: &str) -> impl Iterator<Item = (&str, &str)> {
    code.match_indices('.').filter_map(|(at, _)| {
        let rest = &code[at + 1..];
        let (name, rest) = rest.split_once('(')?;
        let is_name = !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_');
        let mut depth = 1;
        let end = rest.find(|one| {
            depth += match one {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth == 0
        })?;
        is_name.then(|| (name, rest[..end].trim()))
    })
}

/// Returns whether an argument has the same value in every call.
fn is_constant(argument: &str) -> bool {
    let argument = argument
        .strip_prefix("Some(")
        .map_or(argument, |rest| rest.trim_end_matches(')'));
    let argument = argument
        .rsplit_once(".then_some(")
        .map_or(argument, |(_, rest)| rest.trim_end_matches(')'));
    let is_literal = matches!(argument, "true" | "false")
        || argument.parse::<i64>().is_ok()
        || argument.starts_with('"') && argument[1..].find('"') == Some(argument.len() - 2);
    let is_word = |word: &str| word.chars().all(|one| one.is_ascii_alphanumeric());
    let is_type = |word: &str| word.starts_with(|one: char| one.is_ascii_uppercase()) && is_word(word);
    let is_variant = argument
        .split_once("::")
        .is_some_and(|(of, variant)| is_type(of) && is_type(variant));
    let first = argument.split('.').next().unwrap_or_default();
    let is_name = |one: char| one.is_ascii_uppercase() || one.is_ascii_digit() || one == '_';
    let names_constant =
        first.len() > 1 && first.starts_with(|one: char| one.is_ascii_uppercase()) && first.chars().all(is_name);
    is_literal || is_variant || names_constant && first != "CALL" && first != "LOG"
}

/// Returns the kinds whose adapters are in a folder: one, or all of a service.
fn kinds(folder: &Path) -> Vec<&'static KindInfo> {
    let declares = |folder: &Path| {
        let text = std::fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
        KINDS
            .iter()
            .find(|kind| text.contains(&format!("\"{}\" of", kind.name)))
            .copied()
    };
    if let Some(kind) = declares(folder) {
        return vec![kind];
    }
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    folders.filter_map(|folder| declares(&folder)).collect()
}

#[test]
fn everything_that_is_sent_for_every_resource_is_compared_or_has_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kinds");
    let mut found = BTreeMap::new();
    adapters(&root, &mut found);
    let mut unknown = BTreeSet::new();
    let mut used = BTreeSet::new();
    for (folder, code) in &found {
        let place = folder.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if place.starts_with("example") {
            continue;
        }
        let kinds = kinds(folder);
        let knows = |name: &str| {
            kinds
                .iter()
                .any(|kind| name == CALLS || kind.has(name) || kind.unread.iter().any(|unread| unread.name == name))
        };
        let belongs = BELONGS_TO
            .iter()
            .find(|(of, _)| *of == place)
            .map_or(&[][..], |(_, all)| *all);
        for (call, argument) in calls(code) {
            let call = call.strip_prefix("set_").filter(|_| call != "set_type").unwrap_or(call);
            let is_known = [OF_CALLS, OTHERS]
                .iter()
                .any(|all| all.iter().any(|one| one.strip_prefix("set_").unwrap_or(one) == call));
            if !is_constant(argument)
                || is_known
                || call.ends_with("_tags") && call != "propagate_tags" && call != "enable_ecs_managed_tags"
                || knows(call)
            {
                continue;
            }
            match belongs.iter().find(|(_, calls)| calls.contains(&call)) {
                Some((to, _)) if knows(to) => {
                    used.insert((place.clone(), call.to_owned()));
                }
                _ => {
                    unknown.insert(format!("{place}: {call}({argument})"));
                }
            }
        }
    }
    assert!(
        unknown.is_empty(),
        "compare it with `constant`, or name it in `unread` with the reason:\n{unknown:#?}"
    );
    let mut stale = Vec::new();
    for (place, all) in BELONGS_TO {
        let calls = all.iter().flat_map(|(_, calls)| *calls);
        stale.extend(
            calls
                .filter(|call| !used.contains(&((*place).to_owned(), (**call).to_owned())))
                .map(|call| (place, call)),
        );
    }
    assert!(
        stale.is_empty(),
        "not sent any more, or known by that name: remove it from the list: {stale:?}"
    );
}

#[test]
fn reasons_are_given_for_what_is_not_compared() {
    for kind in KINDS {
        for one in kind.unreported.iter().chain(kind.unread) {
            assert!(
                one.why.split(' ').count() > 3,
                "{} of {}: `{}` is no reason",
                one.name,
                kind.name,
                one.why
            );
        }
    }
}
