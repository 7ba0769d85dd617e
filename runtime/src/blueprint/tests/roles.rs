//! What the stack's own roles allow is what is done with them, and nothing else: the one is read from their policies, the other
//! from what refers to them.

use super::campus::CAMPUS;
use super::email::mailing;
use super::variants::{GRAPHS, private};
use super::{field, of_kind};
use crate::blueprint::{EXEC, Graph, blueprint_from};
use crate::spec::Origin;
use moodle_stack_model::{Architecture, Image, Stack};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Allowances, one by one: the action, the resource and the condition.
type Grants = BTreeSet<String>;

/// Writes a value with references in it as a text: `${compute.cluster:arn}`.
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

/// Returns the address that a reference names.
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

/// What a role's own policies allow.
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

/// What is done with a role, and by whom.
#[derive(Default)]
struct Use {
    grants: Grants,
    by: BTreeSet<&'static str>,
}

impl Use {
    fn may(&mut self, actions: &[&str], resource: &str, condition: &Value) {
        self.grants
            .extend(actions.iter().map(|action| grant(action, resource, condition)));
    }

    fn always(&mut self, actions: &[&str], resource: &str) {
        self.may(actions, resource, &Value::Null);
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

/// Finds out what is done with a role.
fn used(graph: &Graph, users: &Users<'_>, role: &str) -> Use {
    let mut found = Use::default();
    let arn = format!("${{{role}:arn}}");
    for (user, (kind, fields)) in users {
        let is = |field: &str| fields[field] == arn.as_str();
        let kind = *kind;
        match kind {
            "FlowLog" if is("role") => {
                found.by.insert("vpc-flow-logs.amazonaws.com");
                let streams = format!("${{{}:arn}}:*", address(&fields["log_group"]));
                found.always(&WRITE_LOGS, &streams);
                found.always(&["logs:DescribeLogStreams"], &streams);
            }
            "TaskDefinition" if is("execution_role") => {
                found.by.insert("ecs-tasks.amazonaws.com");
                starts(graph, fields, &mut found);
            }
            "TaskDefinition" if is("task_role") => {
                found.by.insert("ecs-tasks.amazonaws.com");
                runs(graph, user, fields, &mut found);
            }
            "Schedule" if is("role") => {
                found.by.insert("scheduler.amazonaws.com");
                schedules(graph, fields, &mut found);
            }
            "StateMachine" if is("role") => {
                found.by.insert("states.amazonaws.com");
                rolls(fields, &mut found);
            }
            "Rule" if is("role") => {
                found.by.insert("events.amazonaws.com");
                found.always(&["states:StartExecution"], &text(&fields["state_machine"]));
            }
            // What AWS Backup does with it stands in AWS's own policies.
            "Schema" if is("backup_role") => {
                found.by.insert("backup.amazonaws.com");
            }
            "FileSystem" if fields["copy"]["role"] == arn.as_str() => {
                found.by.insert("backup.amazonaws.com");
            }
            _ => assert!(
                !fields.to_string().contains(&arn) || kind == "Role",
                "{user} uses {role} in a way not known here"
            ),
        }
    }
    found
}

/// What ECS does to start a task.
fn starts(graph: &Graph, fields: &Value, found: &mut Use) {
    found.always(&WRITE_LOGS, &format!("${{{}:arn}}:*", address(&fields["log_group"])));
    for secret in fields["secrets"].as_object().expect("secrets by name").values() {
        let from = text(secret);
        // An ARN, and perhaps the key in it.
        let arn = match from.split_once('}') {
            Some((reference, _)) => format!("{reference}}}"),
            None => from.split(':').take(7).collect::<Vec<_>>().join(":"),
        };
        found.always(&["secretsmanager:GetSecretValue"], &arn);
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
        found.always(&["ecr:GetAuthorizationToken"], "*");
        found.always(&pull, &repository);
    }
    assert!(graph.resources.contains_key(&address(&fields["log_group"])));
}

/// What a task does: it mounts the file system through an access point, and one lets a person in. Moodle and the image's scripts call
/// nothing of AWS's API; mail goes by SMTP.
fn runs(graph: &Graph, task: &str, fields: &Value, found: &mut Use) {
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
    found.may(&mount, &format!("${{{files}:arn}}"), &through);
    if task == EXEC {
        for channel in ["Control", "Data"] {
            for verb in ["Create", "Open"] {
                found.always(&[&format!("ssmmessages:{verb}{channel}Channel")], "*");
            }
        }
    }
}

/// What the scheduler does: it runs a task of any revision, with tags, and gives it its roles.
fn schedules(graph: &Graph, fields: &Value, found: &mut Use) {
    let task = &graph.resources[&address(&fields["task_definition"])];
    let cluster = &graph.resources[&address(&fields["cluster"])].name;
    let ecs = format!("arn:aws:ecs:{}:{}", graph.region, graph.account);
    let here = json!({ "ArnEquals": { "ecs:cluster": fields["cluster"] } });
    found.may(
        &["ecs:RunTask"],
        &format!("{ecs}:task-definition/{}:*", task.name),
        &here,
    );
    let made = json!({ "StringEquals": { "ecs:CreateAction": "RunTask" } });
    found.may(&["ecs:TagResource"], &format!("{ecs}:task/{cluster}/*"), &made);
    let passed = json!({ "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } });
    for role in ["execution_role", "task_role"] {
        found.may(&["iam:PassRole"], &text(&task.fields[role]), &passed);
    }
}

/// What a state machine does: the calls that its states name.
fn rolls(fields: &Value, found: &mut Use) {
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
        found.always(&["ecs:UpdateService"], &format!("${{{service}:arn}}"));
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

/// Every variant, with SES, and made from a backup.
fn graphs() -> Vec<Graph> {
    let origin = Origin {
        database: "arn:aws:rds:ap-southeast-1:111122223333:snapshot:other-20261125".into(),
        files: "arn:aws:backup:ap-southeast-1:111122223333:recovery-point:1".into(),
        vault: "other-vault".into(),
        stack: "other".into(),
        name: "other-20261125".into(),
    };
    let mut graphs = vec![super::campus::graph(&mailing(None))];
    graphs.extend([CAMPUS, private()].map(|architecture| blueprint_from(&stack(&architecture), &origin)));
    graphs
}

#[test]
fn every_role_allows_what_is_done_with_it_and_nothing_else() {
    let more = graphs();
    for graph in GRAPHS.iter().chain(&more) {
        let users = users(graph);
        for role in of_kind(graph, "Role") {
            let used = used(graph, &users, role);
            assert!(!used.by.is_empty(), "nothing uses {role}");
            let allowed = allowed(graph, role);
            let missing: Vec<_> = used.grants.difference(&allowed).collect();
            let unused: Vec<_> = allowed.difference(&used.grants).collect();
            assert!(
                missing.is_empty() && unused.is_empty(),
                "{role}: missing {missing:#?}, unused {unused:#?}"
            );
        }
    }
}

#[test]
fn every_role_trusts_the_services_that_use_it_and_no_other() {
    let more = graphs();
    for graph in GRAPHS.iter().chain(&more) {
        let users = users(graph);
        for role in of_kind(graph, "Role") {
            let trust = each(&field(graph, role, "trust")["Statement"]);
            let trusted: Vec<String> = trust.iter().map(|one| text(&one["Principal"]["Service"])).collect();
            assert!(
                used(graph, &users, role).by.iter().eq(trusted.iter()),
                "{role} trusts {trusted:?}"
            );
        }
    }
}

/// What a program in a container needs to call AWS's API with its task's role:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>.
const CREDENTIALS: [&str; 3] = ["169.254.170.2", "AWS_CONTAINER_CREDENTIALS", "Aws\\"];

#[test]
fn the_images_own_scripts_call_nothing_of_aws() {
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
