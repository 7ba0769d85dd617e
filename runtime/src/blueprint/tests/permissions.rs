//! Permissions of roles and resources, and that no field contains a secret.

use super::campus::{CAMPUS, graph};
use super::variants::GRAPHS;
use super::{field, of_kind};
use crate::blueprint::Graph;
use moodle_stack_model::Architecture;
use serde_json::{Value, json};

/// Returns every statement of every policy document of a graph, with the address of its resource.
fn statements(graph: &Graph) -> Vec<(&str, &Value)> {
    let mut found = Vec::new();
    for (address, resource) in &graph.resources {
        let mut pending = vec![&resource.fields];
        while let Some(value) = pending.pop() {
            match value {
                Value::Object(fields) => {
                    if let Some(Value::Array(statements)) = fields.get("Statement") {
                        found.extend(statements.iter().map(|statement| (address.as_str(), statement)));
                    }
                    pending.extend(fields.values());
                }
                Value::Array(items) => pending.extend(items),
                _ => {}
            }
        }
    }
    found
}

fn listed(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

#[test]
fn no_statement_allows_by_wildcard() {
    for graph in GRAPHS.iter() {
        for (address, statement) in statements(graph) {
            // The policy of a key is about that key alone, and lets the account manage it.
            if statement["Effect"] == "Deny" || address == "observability.key" {
                continue;
            }
            let actions = listed(&statement["Action"]);
            assert!(!actions.is_empty(), "{address}");
            assert!(
                !actions.iter().any(|action| action.contains('*')),
                "{address}: {actions:?}"
            );
            // These actions take no resource, or look for one among all.
            let searches = [
                "ecr:GetAuthorizationToken",
                "logs:DescribeLogGroups",
                "tag:GetResources",
            ];
            let bare = |action: &&str| searches.contains(action) || action.starts_with("ssmmessages:");
            if listed(&statement["Resource"]).contains(&"*") {
                assert!(actions.iter().all(bare), "{address}: {actions:?}");
            }
        }
    }
}

#[test]
fn only_services_are_trusted_and_buckets_require_tls_and_this_account() {
    let graph = graph(&CAMPUS);
    let mut checked = 0;
    for (address, statement) in statements(&graph) {
        if statement["Effect"] == "Allow" && !statement["Principal"].is_null() {
            let is_account = statement["Principal"]["AWS"] == "arn:aws:iam::111122223333:root";
            let may_be_account = address == "observability.key" && is_account;
            assert!(
                may_be_account || statement["Principal"]["Service"].is_string(),
                "{address}"
            );
            checked += 1;
        }
    }
    assert!(checked >= 7, "{checked}");
    for bucket in of_kind(&graph, "Bucket") {
        let statements = &field(&graph, bucket, "policy")["Statement"];
        assert_eq!(
            statements[0]["Condition"]["Bool"]["aws:SecureTransport"], "false",
            "{bucket}"
        );
    }
    let logs = &field(&graph, "load_balancer.logs", "policy")["Statement"][1];
    let objects = "arn:aws:s3:::campus-111122223333-ap-southeast-1-alb-logs/AWSLogs/111122223333/*";
    assert_eq!(logs["Resource"], objects);
    let trail = &field(&graph, "trail.bucket", "policy")["Statement"];
    for statement in [1, 2] {
        let source = &trail[statement]["Condition"]["StringEquals"]["aws:SourceArn"];
        assert_eq!(
            source,
            "arn:aws:cloudtrail:ap-southeast-1:111122223333:trail/campus-trail"
        );
    }
}

#[test]
fn execution_role_can_read_exactly_the_declared_image_and_secrets() {
    let graph = graph(&CAMPUS);
    let policies = field(&graph, "compute.role-execution", "policies");
    assert_eq!(
        policies["secrets"]["Statement"][0]["Resource"],
        json!([
            { "$ref": ["database.instance:secret"] },
            { "$ref": ["moodle.admin-password:arn"] },
            { "$ref": ["cache.password:arn"] },
        ])
    );
    assert_eq!(
        policies["image"]["Statement"][1]["Resource"],
        json!({ "$join": [{ "$ref": ["moodle.repository:arn"] }] })
    );
    let elsewhere = moodle_stack_model::Moodle {
        image: "ghcr.io/example/moodle:5.2",
        ..CAMPUS.moodle
    };
    let graph = super::campus::graph(&Architecture {
        moodle: elsewhere,
        ..CAMPUS
    });
    assert!(field(&graph, "compute.role-execution", "policies")["image"].is_null());
}

#[test]
fn task_role_can_only_mount_moodledata_and_mounts_require_tls() {
    let graph = graph(&CAMPUS);
    let policies = field(&graph, "compute.role-task", "policies");
    let condition = &policies["files"]["Statement"][0]["Condition"];
    let point = json!({ "$ref": ["files.access-point:arn"] });
    assert_eq!(condition["StringEquals"]["elasticfilesystem:AccessPointArn"], point);
    assert_eq!(condition["Bool"]["elasticfilesystem:AccessedViaMountTarget"], "true");
    assert_eq!(policies.as_object().map(serde_json::Map::len), Some(1));
    let policy = &field(&graph, "files.file-system", "policy")["Statement"];
    assert_eq!(policy[0]["Condition"]["Bool"]["aws:SecureTransport"], "false");
    let denied = policy
        .as_array()
        .map(|policy| policy.iter().all(|one| one["Effect"] == "Deny"));
    assert_eq!(denied, Some(true));
}

#[test]
fn only_the_exec_role_can_open_sessions() {
    let graph = graph(&CAMPUS);
    let sessions = statements(&graph).into_iter().filter(|(_, statement)| {
        let actions = listed(&statement["Action"]);
        actions.iter().any(|action| action.starts_with("ssmmessages:"))
    });
    let roles: Vec<&str> = sessions.map(|(address, _)| address).collect();
    assert_eq!(roles, ["compute.role-exec"]);
    let exec = json!({ "$ref": ["compute.role-exec:arn"] });
    for task in of_kind(&graph, "TaskDefinition") {
        let is_exec = task == "compute.task-exec";
        assert_eq!(*field(&graph, task, "task_role") == exec, is_exec, "{task}");
        assert_eq!(*field(&graph, task, "read_only") == json!(false), is_exec, "{task}");
        assert_eq!(*field(&graph, task, "init") == json!(true), is_exec, "{task}");
    }
    let files = |role: &str| &field(&graph, role, "policies")["files"];
    assert_eq!(files("compute.role-exec"), files("compute.role-task"));
}

#[test]
fn scheduler_role_can_start_only_cron() {
    let graph = graph(&CAMPUS);
    let policy = &field(&graph, "compute.role-scheduler", "policies")["cron"]["Statement"];
    let family = "arn:aws:ecs:ap-southeast-1:111122223333:task-definition/campus-cron:*";
    assert_eq!(policy[0]["Resource"], family);
    assert_eq!(graph.resources["compute.task-cron"].name, "campus-cron");
    let cluster = json!({ "$ref": ["compute.cluster:arn"] });
    assert_eq!(policy[0]["Condition"]["ArnEquals"]["ecs:cluster"], cluster);
    let roles = json!([{ "$ref": ["compute.role-execution:arn"] }, { "$ref": ["compute.role-task:arn"] }]);
    assert_eq!(policy[2]["Resource"], roles);
}

#[test]
fn no_role_has_managed_policies() {
    for graph in GRAPHS.iter() {
        for role in of_kind(graph, "Role") {
            assert_eq!(listed(field(graph, role, "managed")), Vec::<String>::new(), "{role}");
        }
    }
}

#[test]
fn fields_named_like_a_secret_hold_no_plain_text() {
    fn walk(address: &str, value: &Value, secret: bool, seen: &mut u32) {
        match value {
            // A reference to a secret is its ARN, or its ARN with a key of the secret.
            Value::Object(fields) if fields.contains_key("$ref") => *seen += u32::from(secret),
            Value::Object(fields) if fields.contains_key("$join") => {
                *seen += u32::from(secret);
                assert!(!secret || fields["$join"][0]["$ref"].is_array(), "{address}: {value}");
            }
            Value::Object(fields) => {
                for (key, value) in fields {
                    let name = key.to_lowercase();
                    let named = ["password", "secret", "token"].iter().any(|word| name.contains(word));
                    // A policy named after secrets is a document that contains none.
                    let document = value.get("Statement").is_some();
                    walk(address, value, (secret || named) && !document, seen);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(address, item, secret, seen)),
            Value::Null => {}
            // A secret that the university manages is declared by its ARN.
            plain => {
                let arn = plain
                    .as_str()
                    .is_some_and(|text| text.starts_with("arn:aws:secretsmanager:"));
                assert!(
                    !secret || arn,
                    "{address} has {plain} in a field that is named like a secret"
                );
            }
        }
    }
    for graph in GRAPHS.iter() {
        let mut seen = 0;
        for (address, resource) in &graph.resources {
            walk(address, &resource.fields, false, &mut seen);
        }
        assert!(seen > 5, "the walk found no secrets");
    }
}

#[test]
fn arns_have_the_partition_of_the_region() {
    let zones = moodle_stack_model::Texts::new(&["us-gov-west-1a", "us-gov-west-1b"]);
    let graph = graph(&Architecture {
        region: "us-gov-west-1",
        network: moodle_stack_model::Vpc {
            zones,
            ..CAMPUS.network
        },
        edge: None,
        ..CAMPUS
    });
    for (address, resource) in &graph.resources {
        // The declaration contains the certificate's ARN.
        if address != "load_balancer.https" {
            assert!(!resource.fields.to_string().contains("arn:aws:"), "{address}");
        }
    }
}
