//! IAM roles with least privilege.

use super::graph_builder::GraphBuilder;
use super::image::Image;
use super::policy::{allow, document, source_condition, trust};
use crate::kinds::iam::Role;
use crate::resource::id::{
    AccessPointArn, ClusterArn, FileSystemArn, LogGroupArn, RoleArn, SecretArn, ServiceArn, StateMachineArn,
};
use crate::resource::{Joined, Ref};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The actions that write a log stream.
const WRITE_LOGS: [&str; 2] = ["logs:CreateLogStream", "logs:PutLogEvents"];

/// Adds the role that VPC uses to write flow logs:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html>.
pub(super) fn flow_logs(graph: &mut GraphBuilder, group: &Ref<LogGroupArn>) -> Ref<RoleArn> {
    let here = source_condition(&graph.names, &graph.names.arn("ec2", "vpc-flow-log/*"));
    let [create, put] = WRITE_LOGS;
    let write = allow(&[create, put, "logs:DescribeLogStreams"], streams(group));
    let role = Role {
        description: "Writes the flow log of the network".into(),
        trust: document([trust("vpc-flow-logs.amazonaws.com").with_condition(here)]),
        policies: BTreeMap::from([("logs".into(), document([write]))]),
        managed: Vec::new(),
    };
    add(graph, "network.role-flow-log", "flow-log", "network.flow_logs", &role)
}

/// Adds the role that ECS uses to pull the image, read the secrets and write logs:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html>.
pub(super) fn execution(
    graph: &mut GraphBuilder,
    image: &Image,
    secrets: &[Ref<SecretArn>],
    groups: &[Ref<LogGroupArn>],
) -> Ref<RoleArn> {
    let groups: Vec<Joined> = groups.iter().map(streams).collect();
    let mut policies = BTreeMap::from([
        ("logs".into(), document([allow(&WRITE_LOGS, groups)])),
        (
            "secrets".into(),
            document([allow(&["secretsmanager:GetSecretValue"], secrets)]),
        ),
    ]);
    if let Some(repository) = &image.repository_arn {
        policies.insert("image".into(), pull(repository));
    }
    let role = Role {
        description: "Starts the tasks of Moodle".into(),
        trust: document([trust("ecs-tasks.amazonaws.com")]),
        policies,
        managed: Vec::new(),
    };
    add(graph, "compute.role-execution", "execution", "compute", &role)
}

/// Adds the role of Moodle itself. It can only mount Moodle's own directory of the file system.
pub(super) fn task(graph: &mut GraphBuilder, files: &Ref<FileSystemArn>, point: &Ref<AccessPointArn>) -> Ref<RoleArn> {
    let role = Role {
        description: "What Moodle itself may do on AWS".into(),
        trust: tasks(graph),
        policies: BTreeMap::from([("files".into(), mount(files, point))]),
        managed: Vec::new(),
    };
    add(graph, "compute.role-task", "task", "compute", &role)
}

/// Adds the role of a task for sessions by ECS Exec. It has the permissions of Moodle's own role, and those for the
/// session.
pub(super) fn exec(graph: &mut GraphBuilder, files: &Ref<FileSystemArn>, point: &Ref<AccessPointArn>) -> Ref<RoleArn> {
    // These actions take no resource:
    // <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonssmmessages.html>.
    let session = document([allow(&SESSION, "*")]);
    let role = Role {
        description: "What a person may do on AWS who works in a task of Moodle".into(),
        trust: tasks(graph),
        policies: BTreeMap::from([("files".into(), mount(files, point)), ("session".into(), session)]),
        managed: Vec::new(),
    };
    add(graph, "compute.role-exec", "exec", "compute", &role)
}

/// Adds the role of the task that moves restored files to the path that the site uses. It mounts the file system's
/// root.
pub(super) fn adopt(graph: &mut GraphBuilder, files: &Ref<FileSystemArn>, root: &Ref<AccessPointArn>) -> Ref<RoleArn> {
    let role = Role {
        description: "What the task may do on AWS that brings restored files in".into(),
        trust: tasks(graph),
        policies: BTreeMap::from([(
            "files".into(),
            mount_as(files, root, &["elasticfilesystem:ClientRootAccess"]),
        )]),
        managed: Vec::new(),
    };
    add(graph, "compute.role-adopt", "adopt", "compute", &role)
}

/// The actions that ECS Exec's agent calls:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>.
const SESSION: [&str; 4] = [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

/// Lets tasks of this account assume a role:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html>.
fn tasks(graph: &GraphBuilder) -> Value {
    let here = source_condition(&graph.names, &graph.names.arn("ecs", "*"));
    document([trust("ecs-tasks.amazonaws.com").with_condition(here)])
}

/// Allows mounting through an access point:
/// <https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html>.
fn mount(files: &Ref<FileSystemArn>, point: &Ref<AccessPointArn>) -> Value {
    mount_as(files, point, &[])
}

fn mount_as(files: &Ref<FileSystemArn>, point: &Ref<AccessPointArn>, more: &[&'static str]) -> Value {
    let mut actions = vec!["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"];
    actions.extend(more);
    document([allow(&actions, files).with_condition(json!({
        "StringEquals": { "elasticfilesystem:AccessPointArn": point },
        "Bool": { "elasticfilesystem:AccessedViaMountTarget": "true" },
    }))])
}

/// Adds the role that starts cron:
/// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html>.
pub(super) fn scheduler(
    graph: &mut GraphBuilder,
    family: &str,
    cluster: &Ref<ClusterArn>,
    passed: &[Ref<RoleArn>],
) -> Ref<RoleArn> {
    let here = source_condition(&graph.names, &graph.names.arn("scheduler", "schedule-group/default"));
    let definition = graph.names.arn("ecs", &format!("task-definition/{family}:*"));
    let run = allow(&["ecs:RunTask"], definition).with_condition(json!({ "ArnEquals": { "ecs:cluster": cluster } }));
    // It starts tasks with tags, those of their task definition and ECS's own:
    // <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html>.
    let tasks = graph.names.arn("ecs", &format!("task/{}/*", graph.names.of("cluster")));
    let tag =
        allow(&["ecs:TagResource"], tasks).with_condition(json!({ "StringEquals": { "ecs:CreateAction": "RunTask" } }));
    let pass = allow(&["iam:PassRole"], passed)
        .with_condition(json!({ "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }));
    let role = Role {
        description: "Starts the cron of Moodle every minute".into(),
        trust: document([trust("scheduler.amazonaws.com").with_condition(here)]),
        policies: BTreeMap::from([("cron".into(), document([run, tag, pass]))]),
        managed: Vec::new(),
    };
    add(graph, "compute.role-scheduler", "scheduler", "compute", &role)
}

/// Adds the role that a state machine uses to replace the tasks of the service:
/// <https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html>.
pub(super) fn roll(graph: &mut GraphBuilder, state_machine: &str, service: &Ref<ServiceArn>) -> Ref<RoleArn> {
    let machine = graph.names.arn("states", &format!("stateMachine:{state_machine}"));
    let here = source_condition(&graph.names, &machine);
    let role = Role {
        description: "Replaces the tasks of Moodle".into(),
        trust: document([trust("states.amazonaws.com").with_condition(here)]),
        policies: BTreeMap::from([("roll".into(), document([allow(&["ecs:UpdateService"], service)]))]),
        managed: Vec::new(),
    };
    add(graph, "compute.role-roll", "roll", "compute", &role)
}

/// Adds the role that an event rule uses to start a state machine:
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html>.
pub(super) fn rotation(
    graph: &mut GraphBuilder,
    event_rule: &str,
    state_machine: &Ref<StateMachineArn>,
) -> Ref<RoleArn> {
    let here = source_condition(&graph.names, &graph.names.arn("events", &format!("rule/{event_rule}")));
    let start = allow(&["states:StartExecution"], state_machine);
    let role = Role {
        description: "Answers another password of the database".into(),
        trust: document([trust("events.amazonaws.com").with_condition(here)]),
        policies: BTreeMap::from([("start".into(), document([start]))]),
        managed: Vec::new(),
    };
    add(graph, "compute.role-rotation", "rotation", "compute", &role)
}

/// Adds the role that AWS Backup uses to back up and restore the files. AWS knows best which permissions that takes,
/// and maintains them in managed policies:
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html>.
pub(super) fn backup(graph: &mut GraphBuilder) -> Ref<RoleArn> {
    let partition = graph.names.partition();
    let managed =
        |name: &str| format!("arn:{partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor{name}");
    let role = Role {
        description: "Backs the files of Moodle up and brings them back".into(),
        trust: document([trust("backup.amazonaws.com")]),
        policies: BTreeMap::new(),
        managed: ["Backup", "Restores"].map(managed).into(),
    };
    add(graph, "files.backup-role", "backup", "files", &role)
}

fn add(graph: &mut GraphBuilder, address: &str, part: &str, key: &'static str, role: &Role) -> Ref<RoleArn> {
    let name = graph.names.global(part);
    graph.add_as(address, name, key, role).arn()
}

/// Returns the ARN of all streams of a log group.
fn streams(group: &Ref<LogGroupArn>) -> Joined {
    Joined::reference(group).push(":*")
}

/// Allows pulling an image:
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html>.
fn pull(repository: &Joined) -> Value {
    document([
        // The action takes no resource other than the account.
        allow(&["ecr:GetAuthorizationToken"], "*"),
        allow(
            &[
                "ecr:BatchCheckLayerAvailability",
                "ecr:GetDownloadUrlForLayer",
                "ecr:BatchGetImage",
            ],
            repository,
        ),
    ])
}
