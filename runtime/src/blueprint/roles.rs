//! IAM roles with least privilege.

use super::graph_builder::GraphBuilder;
use super::image::Image;
use super::policy::{Statement, account_condition_if_known, allow, document, source_condition, trust};
use crate::kinds::iam::Role;
use crate::resource::id::{
    AccessPointArn, BackupVaultArn, ClusterArn, FileSystemArn, LogGroupArn, RoleArn, SecretArn, ServiceArn,
    StateMachineArn,
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
    let here = account_condition_if_known(&graph.names);
    let role = Role {
        description: "Starts the tasks of Moodle".into(),
        trust: document([trust("ecs-tasks.amazonaws.com").with_condition(here)]),
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
/// session and its log.
pub(super) fn exec(
    graph: &mut GraphBuilder,
    files: &Ref<FileSystemArn>,
    point: &Ref<AccessPointArn>,
    log: &Ref<LogGroupArn>,
) -> Ref<RoleArn> {
    // These actions take no resource:
    // <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonssmmessages.html>.
    let session = document([allow(&SESSION, "*")]);
    // The agent looks for the log group among all of them:
    // <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>.
    let find = allow(&["logs:DescribeLogGroups"], "*");
    let [create, put] = WRITE_LOGS;
    let write = allow(&[create, put, "logs:DescribeLogStreams"], streams(log));
    let role = Role {
        description: "What a person may do on AWS who works in a task of Moodle".into(),
        trust: tasks(graph),
        policies: BTreeMap::from([
            ("files".into(), mount(files, point)),
            ("log".into(), document([find, write])),
            ("session".into(), session),
        ]),
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

/// Adds the role that AWS Backup uses to back up the files and, in a stack that is created from a backup, to restore them:
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html>.
///
/// AWS's managed policies also allow deleting databases, disks and file systems, and passing any role. Of them, this is
/// what AWS names for EFS, limited to this stack where AWS allows it:
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html#customer-managed-policies>.
pub(super) fn backup(graph: &mut GraphBuilder, vault: &Ref<BackupVaultArn>) -> Ref<RoleArn> {
    let mut policies = BTreeMap::from([("backup".into(), back_up(graph, vault))]);
    if graph.restore_source.is_some() {
        policies.insert("restore".into(), restore(graph));
    }
    let here = account_condition_if_known(&graph.names);
    let role = Role {
        description: "Backs the files of Moodle up and brings them back".into(),
        trust: document([trust("backup.amazonaws.com").with_condition(here)]),
        policies,
        managed: Vec::new(),
    };
    add(graph, "files.backup-role", "backup", "files", &role)
}

/// Allows backing up the stack's file system, which exists later than the role if it is restored:
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html>.
fn back_up(graph: &GraphBuilder, vault: &Ref<BackupVaultArn>) -> Value {
    let (names, stack) = (&graph.names, graph.names.stack());
    let files = allow(
        &["elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"],
        names.arn("elasticfilesystem", "file-system/*"),
    )
    .with_condition(json!({ "StringEquals": { "aws:ResourceTag/moodle-stack:stack": stack } }));
    let into = allow(&["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"], vault);
    let tag = allow(&["backup:TagResource"], names.arn("backup", "recovery-point:*"));
    // The action takes no resource.
    let find = allow(&["tag:GetResources"], "*");
    document([files, into, tag, find, describe_keys(graph)])
}

/// Allows restoring into a new file system. It has no tags yet:
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html>.
fn restore(graph: &GraphBuilder) -> Value {
    let names = &graph.names;
    let keys = names.arn("kms", "key/*");
    let files = allow(
        &[
            "elasticfilesystem:CreateFileSystem",
            "elasticfilesystem:DeleteFileSystem",
            "elasticfilesystem:DescribeFileSystems",
            "elasticfilesystem:Restore",
            "elasticfilesystem:TagResource",
        ],
        names.arn("elasticfilesystem", "file-system/*"),
    );
    let by_files = format!("elasticfilesystem.{}.amazonaws.com", names.region());
    let encrypt = allow(
        &[
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ],
        &keys,
    )
    .with_condition(json!({ "StringEquals": { "kms:ViaService": by_files } }));
    let grant =
        allow(&["kms:CreateGrant"], &keys).with_condition(json!({ "Bool": { "kms:GrantIsForAWSResource": "true" } }));
    document([files, encrypt, grant, describe_keys(graph)])
}

/// Allows looking up the keys of the account, among them AWS's own for EFS and AWS Backup, whose IDs differ between
/// accounts.
fn describe_keys(graph: &GraphBuilder) -> Statement {
    allow(&["kms:DescribeKey"], graph.names.arn("kms", "key/*"))
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
