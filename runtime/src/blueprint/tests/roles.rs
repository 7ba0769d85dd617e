//! The stack's own roles allow exactly what their users need: the permissions are read from the roles' policies, the
//! needs from the resources that refer to the roles.

use super::campus::CAMPUS;
use super::email::with_email;
use super::variants::{GRAPHS, with_private_load_balancer};
use super::{field, of_kind};
use crate::blueprint::{EXEC, Graph, blueprint_from};
use crate::spec::RestoreSource;
use moodle_stack_model::{Architecture, Image, Stack};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Permissions, one for each combination of an action, a resource and a condition.
type Grants = BTreeSet<String>;

/// Replaces the references in a value by text: `${compute.cluster:arn}`.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) if fields.contains_key("$ref") => {
            let outputs = fields["$ref"].as_array().expect("a list");
            let outputs: Vec<&str> = outputs.iter().filter_map(Value::as_str).collect();
            format!("${{{}}}", outputs.join("|")).into()
        }
        Value::Object(fields) if fields.contains_key("$join") => {
            let parts = fields["$join"].as_array().expect("a list");
            parts.iter().map(text).collect::<String>().into()
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), plain(value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}

fn text(value: &Value) -> String {
    plain(value).as_str().unwrap_or_default().to_owned()
}

/// Returns the address that a reference points to.
fn address(value: &Value) -> String {
    let text = text(value);
    let named = text.trim_start_matches("${").split(':').next();
    named.unwrap_or_default().to_owned()
}

fn each(value: &Value) -> Vec<Value> {
    match plain(value) {
        Value::Array(items) => items,
        one => vec![one],
    }
}

fn grant(action: &str, resource: &str, condition: &Value) -> String {
    format!("{action} on {resource} where {condition}")
}

/// Returns what a role's own policies allow.
fn allowed(graph: &Graph, role: &str) -> Grants {
    let mut grants = Grants::new();
    let policies = field(graph, role, "policies").as_object().expect("documents by name");
    for statement in policies.values().flat_map(|document| each(&document["Statement"])) {
        assert_eq!(statement["Effect"], "Allow");
        for action in each(&statement["Action"]) {
            for resource in each(&statement["Resource"]) {
                let (action, resource) = (action.as_str().expect("a text"), resource.as_str().expect("a text"));
                grants.insert(grant(action, resource, &statement["Condition"]));
            }
        }
    }
    grants
}

/// The permissions that the users of a role need, and the services that assume it.
#[derive(Default)]
struct Usage {
    grants: Grants,
    services: BTreeSet<&'static str>,
}

impl Usage {
    fn needs_if(&mut self, actions: &[&str], resource: &str, condition: &Value) {
        self.grants
            .extend(actions.iter().map(|action| grant(action, resource, condition)));
    }

    fn needs(&mut self, actions: &[&str], resource: &str) {
        self.needs_if(actions, resource, &Value::Null);
    }
}

const WRITE_LOGS: [&str; 2] = ["logs:CreateLogStream", "logs:PutLogEvents"];

/// The kind and the fields of each resource, by address.
type Users<'g> = BTreeMap<&'g str, (&'static str, Value)>;

fn users(graph: &Graph) -> Users<'_> {
    let kind = |name: &'static str| name.rsplit("::").next().unwrap_or_default();
    let all = graph.resources.iter();
    all.map(|(address, one)| (address.as_str(), (kind(one.kind.name), plain(&one.fields))))
        .collect()
}

/// Finds what the users of a role need.
fn usage(graph: &Graph, users: &Users<'_>, role: &str) -> Usage {
    let mut found = Usage::default();
    let arn = format!("${{{role}:arn}}");
    for (user, (kind, fields)) in users {
        let is = |field: &str| fields[field] == arn.as_str();
        let kind = *kind;
        match kind {
            "FlowLog" if is("role") => {
                found.services.insert("vpc-flow-logs.amazonaws.com");
                let streams = format!("${{{}:arn}}:*", address(&fields["log_group"]));
                found.needs(&WRITE_LOGS, &streams);
                found.needs(&["logs:DescribeLogStreams"], &streams);
            }
            "TaskDefinition" if is("execution_role") => {
                found.services.insert("ecs-tasks.amazonaws.com");
                starts(graph, fields, &mut found);
            }
            "TaskDefinition" if is("task_role") => {
                found.services.insert("ecs-tasks.amazonaws.com");
                runs(graph, user, fields, &mut found);
            }
            "Schedule" if is("role") => {
                found.services.insert("scheduler.amazonaws.com");
                schedules(graph, fields, &mut found);
            }
            "StateMachine" if is("role") => {
                found.services.insert("states.amazonaws.com");
                rolls(fields, &mut found);
            }
            "Rule" if is("role") => {
                found.services.insert("events.amazonaws.com");
                found.needs(&["states:StartExecution"], &text(&fields["state_machine"]));
            }
            "Schema" if is("backup_role") => {
                found.services.insert("backup.amazonaws.com");
                backs_up(graph, fields, &mut found);
            }
            "FileSystem" if fields["copy"]["role"] == arn.as_str() => {
                found.services.insert("backup.amazonaws.com");
                restores(graph, &mut found);
            }
            _ => assert!(
                !fields.to_string().contains(&arn) || kind == "Role",
                "{user} uses {role} in a way that this test does not know"
            ),
        }
    }
    found
}

/// Adds what ECS does to start a task.
fn starts(graph: &Graph, fields: &Value, found: &mut Usage) {
    found.needs(&WRITE_LOGS, &format!("${{{}:arn}}:*", address(&fields["log_group"])));
    for secret in fields["secrets"].as_object().expect("secrets by name").values() {
        let from = text(secret);
        // An ARN, followed by a key of the secret or not.
        let arn = match from.split_once('}') {
            Some((reference, _)) => format!("{reference}}}"),
            None => from.split(':').take(7).collect::<Vec<_>>().join(":"),
        };
        found.needs(&["secretsmanager:GetSecretValue"], &arn);
    }
    let image = text(&fields["image"]);
    let repository = if image.contains("${moodle.repository:name}") {
        Some("${moodle.repository:arn}".to_owned())
    } else {
        let parsed = Image::parse(&image).expect("an image");
        let path = parsed.path;
        let of = |account: &str, region: &str| format!("arn:aws:ecr:{region}:{account}:repository/{path}");
        parsed.ecr().map(|ecr| of(ecr.account, ecr.region))
    };
    let pull = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ];
    if let Some(repository) = repository {
        found.needs(&["ecr:GetAuthorizationToken"], "*");
        found.needs(&pull, &repository);
    }
    assert!(graph.resources.contains_key(&address(&fields["log_group"])));
}

/// Adds what a task does: it mounts the file system through an access point, and the `exec` task opens sessions. Moodle
/// and the image's scripts make no AWS calls; mail is sent by SMTP.
fn runs(graph: &Graph, task: &str, fields: &Value, found: &mut Usage) {
    let point = address(&fields["volume"]["access_point"]);
    let files = address(field(graph, &point, "file_system"));
    let through = json!({
        "Bool": { "elasticfilesystem:AccessedViaMountTarget": "true" },
        "StringEquals": { "elasticfilesystem:AccessPointArn": format!("${{{point}:arn}}") },
    });
    let mut mount = vec!["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"];
    if field(graph, &point, "uid") == 0 {
        mount.push("elasticfilesystem:ClientRootAccess");
    }
    found.needs_if(&mount, &format!("${{{files}:arn}}"), &through);
    if task == EXEC {
        let log = format!("${{{}:arn}}:*", address(field(graph, "compute.cluster", "session_log")));
        found.needs(&["logs:DescribeLogGroups"], "*");
        found.needs(&WRITE_LOGS, &log);
        found.needs(&["logs:DescribeLogStreams"], &log);
        for channel in ["Control", "Data"] {
            for verb in ["Create", "Open"] {
                found.needs(&[&format!("ssmmessages:{verb}{channel}Channel")], "*");
            }
        }
    }
}

/// Adds what AWS Backup does to copy the stack's files into the stack's vault.
fn backs_up(graph: &Graph, fields: &Value, found: &mut Usage) {
    let (region, account) = (&graph.region, &graph.account);
    let vault = address(&fields["vault"]);
    assert_eq!(address(&fields["file_system"]), "files.file-system");
    let ours = json!({ "StringEquals": { "aws:ResourceTag/moodle-stack:stack": graph.stack } });
    found.needs_if(
        &["elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"],
        &format!("arn:aws:elasticfilesystem:{region}:{account}:file-system/*"),
        &ours,
    );
    found.needs(
        &["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
        &format!("${{{vault}:arn}}"),
    );
    found.needs(
        &["backup:TagResource"],
        &format!("arn:aws:backup:{region}:{account}:recovery-point:*"),
    );
    found.needs(&["tag:GetResources"], "*");
    found.needs(&["kms:DescribeKey"], &format!("arn:aws:kms:{region}:{account}:key/*"));
}

/// Adds what AWS Backup does to create a file system from a backup.
fn restores(graph: &Graph, found: &mut Usage) {
    let (region, account) = (&graph.region, &graph.account);
    for verb in [
        "CreateFileSystem",
        "DeleteFileSystem",
        "DescribeFileSystems",
        "Restore",
        "TagResource",
    ] {
        found.needs(
            &[&format!("elasticfilesystem:{verb}")],
            &format!("arn:aws:elasticfilesystem:{region}:{account}:file-system/*"),
        );
    }
    let keys = format!("arn:aws:kms:{region}:{account}:key/*");
    let by_files = json!({ "StringEquals": { "kms:ViaService": format!("elasticfilesystem.{region}.amazonaws.com") } });
    for verb in [
        "Decrypt",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "ReEncryptFrom",
        "ReEncryptTo",
    ] {
        found.needs_if(&[&format!("kms:{verb}")], &keys, &by_files);
    }
    let for_aws = json!({ "Bool": { "kms:GrantIsForAWSResource": "true" } });
    found.needs_if(&["kms:CreateGrant"], &keys, &for_aws);
}

/// Adds what the scheduler does: it runs a task of any revision, with tags, and passes its roles.
fn schedules(graph: &Graph, fields: &Value, found: &mut Usage) {
    let task = &graph.resources[&address(&fields["task_definition"])];
    let cluster = &graph.resources[&address(&fields["cluster"])].name;
    let ecs = format!("arn:aws:ecs:{}:{}", graph.region, graph.account);
    let here = json!({ "ArnEquals": { "ecs:cluster": fields["cluster"] } });
    found.needs_if(
        &["ecs:RunTask"],
        &format!("{ecs}:task-definition/{}:*", task.name),
        &here,
    );
    let on_run = json!({ "StringEquals": { "ecs:CreateAction": "RunTask" } });
    found.needs_if(&["ecs:TagResource"], &format!("{ecs}:task/{cluster}/*"), &on_run);
    let passed = json!({ "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } });
    for role in ["execution_role", "task_role"] {
        found.needs_if(&["iam:PassRole"], &text(&task.fields[role]), &passed);
    }
}

/// Adds what a state machine does: the calls of its states.
fn rolls(fields: &Value, found: &mut Usage) {
    for state in fields["definition"]["States"]
        .as_object()
        .expect("states by name")
        .values()
    {
        let call = state["Resource"]
            .as_str()
            .and_then(|resource| resource.rsplit("aws-sdk:").next());
        assert_eq!(call, Some("ecs:updateService"));
        let service = address(&state["Parameters"]["Service"]);
        found.needs(&["ecs:UpdateService"], &format!("${{{service}:arn}}"));
    }
}

fn stack(architecture: &Architecture) -> Stack {
    Stack {
        name: "campus",
        architecture: *architecture,
        file: "src/main.rs",
        locations: &[],
        deferred_warnings: &[],
    }
}

/// Returns graphs with SES, and graphs that are restored from a backup.
fn graphs() -> Vec<Graph> {
    let source = RestoreSource {
        database: "arn:aws:rds:ap-southeast-1:111122223333:snapshot:other-20261125".into(),
        files: "arn:aws:backup:ap-southeast-1:111122223333:recovery-point:1".into(),
        vault: "other-vault".into(),
        stack: "other".into(),
        name: "other-20261125".into(),
    };
    let mut graphs = vec![super::campus::graph(&with_email(None))];
    graphs.extend(
        [CAMPUS, with_private_load_balancer()].map(|architecture| blueprint_from(&stack(&architecture), &source)),
    );
    graphs
}

#[test]
fn every_role_allows_exactly_what_its_users_need() {
    let more = graphs();
    for graph in GRAPHS.iter().chain(&more) {
        let users = users(graph);
        for role in of_kind(graph, "Role") {
            let usage = usage(graph, &users, role);
            assert!(!usage.services.is_empty(), "nothing uses {role}");
            let allowed = allowed(graph, role);
            let missing: Vec<_> = usage.grants.difference(&allowed).collect();
            let unused: Vec<_> = allowed.difference(&usage.grants).collect();
            assert!(
                missing.is_empty() && unused.is_empty(),
                "{role}: missing {missing:#?}, unused {unused:#?}"
            );
        }
    }
}

#[test]
fn every_role_trusts_exactly_the_services_that_use_it() {
    let more = graphs();
    for graph in GRAPHS.iter().chain(&more) {
        let users = users(graph);
        for role in of_kind(graph, "Role") {
            let trust = each(&field(graph, role, "trust")["Statement"]);
            let trusted: Vec<String> = trust.iter().map(|one| text(&one["Principal"]["Service"])).collect();
            assert!(
                usage(graph, &users, role).services.iter().eq(trusted.iter()),
                "{role} trusts {trusted:?}"
            );
        }
    }
}

#[test]
fn every_role_trusts_services_only_for_this_account() {
    let more = graphs();
    for graph in GRAPHS.iter().chain(&more) {
        for role in of_kind(graph, "Role") {
            for statement in each(&field(graph, role, "trust")["Statement"]) {
                let condition = &statement["Condition"];
                let named = [
                    &condition["StringEquals"]["aws:SourceAccount"],
                    &condition["StringEqualsIfExists"]["aws:SourceAccount"],
                ];
                assert!(named.contains(&&json!(graph.account)), "{role}: {condition}");
            }
        }
    }
}

#[test]
fn backup_role_may_restore_only_in_a_stack_that_is_restored() {
    let role = |graph: &Graph| -> Vec<String> {
        let policies = field(graph, "files.backup-role", "policies").as_object();
        policies.expect("documents by name").keys().cloned().collect()
    };
    assert_eq!(role(&super::campus::graph(&CAMPUS)), ["backup"]);
    assert_eq!(role(&graphs()[1]), ["backup", "restore"]);
}

/// The permissions that a program in a container needs to call the AWS API with its task's role:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>.
const CREDENTIALS: [&str; 3] = ["169.254.170.2", "AWS_CONTAINER_CREDENTIALS", "Aws\\"];

#[test]
fn image_scripts_make_no_aws_calls() {
    let image = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/moodle-image");
    let mut read = 0;
    for folder in ["bin", "cli", "health", "lib"] {
        for file in fs::read_dir(image.join(folder)).expect("a folder of the image") {
            let path = file.expect("a file").path();
            let script = fs::read_to_string(&path).expect("a script");
            let found = CREDENTIALS.iter().find(|word| script.contains(**word));
            assert_eq!(found, None, "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 20, "{read}");
}
