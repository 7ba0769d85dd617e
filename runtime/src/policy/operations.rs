//! The permissions for commands on a deployed stack, in addition to those for deploying it.

use super::fill::Values;
use super::rows::Rows;
use crate::resource::permission::{
    Condition, OWNED_BY_STACK, PASSED_TO, Row, TAGGED_ON_CREATE, allow, allow_in_region, allow_on_all, arn, equals,
    global_arn,
};

/// Limits an action to tasks in the stack's cluster.
const OF_CLUSTER: Condition = Condition {
    operator: "ArnLike",
    key: "ecs:cluster",
    values: &[arn!("ecs", "cluster/{stack}-*")],
};

/// Running a task once. `deploy` also does it, to install and upgrade Moodle. The rows of the task definition allow
/// passing the task's roles.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html>
const TASK: &[Row] = &[
    allow(&["ecs:RunTask"], &[arn!("ecs", "task-definition/{stack}-*:*")]).when(&[TAGGED_ON_CREATE, OF_CLUSTER]),
    allow(&["ecs:TagResource"], &[arn!("ecs", "task/{stack}-*/*")])
        .when(&[TAGGED_ON_CREATE, equals("ecs:CreateAction", &["RunTask"])]),
    allow(
        &["ecs:DescribeTasks", "ecs:StopTask"],
        &[arn!("ecs", "task/{stack}-*/*")],
    ),
    // Tasks on Fargate have no container instance to name.
    allow_on_all(&["ecs:ListTasks"]).when(&[OF_CLUSTER]),
    allow(&["logs:FilterLogEvents"], &[arn!("logs", "log-group:{stack}/*")]),
];

/// `exec`.
const ENTER: &[Row] = &[allow(
    &["ecs:ExecuteCommand"],
    &[arn!("ecs", "cluster/{stack}-*"), arn!("ecs", "task/{stack}-*/*")],
)];

/// `admin-password --reveal`.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html>
const REVEAL: &[Row] = &[allow(
    &["secretsmanager:GetSecretValue"],
    &[arn!("secretsmanager", "secret:{stack}/*")],
)];

/// AWS Backup works in a role of the stack.
pub(super) const GIVE_BACKUP_ROLE: Row = allow(&["iam:PassRole"], &[global_arn!("iam", "role/{stack}-{home}-backup")])
    .when(&[equals(PASSED_TO, &["backup.amazonaws.com"])]);

/// `backup`, and the backups before an upgrade. Recovery points of EFS are resources of AWS Backup.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html>
const BACKUP: &[Row] = &[
    allow(&["backup:StartBackupJob"], &[arn!("backup", "backup-vault:{stack}-*")]),
    allow(&["backup:TagResource"], &[arn!("backup", "recovery-point:*")]).when(&[TAGGED_ON_CREATE]),
    GIVE_BACKUP_ROLE,
    allow_in_region(&["backup:DescribeBackupJob"]),
    allow(&["backup:ListTags"], &[arn!("backup", "recovery-point:*")]).when(&[OWNED_BY_STACK]),
    allow(
        &["backup:ListRecoveryPointsByBackupVault"],
        &[arn!("backup", "backup-vault:{stack}-*")],
    ),
];

/// Listing snapshots asks for all of them, and looks for the stack's tag in the response.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html>
const SNAPSHOTS: &[Row] = &[
    allow(
        &["rds:DescribeDBClusterSnapshots"],
        &[arn!("rds", "cluster-snapshot:*"), arn!("rds", "cluster:*")],
    ),
    allow(
        &["rds:DescribeDBSnapshots"],
        &[arn!("rds", "db:*"), arn!("rds", "snapshot:*")],
    ),
];

/// Adds the permissions for the commands.
pub(super) fn add(rows: &mut Rows<'_>) {
    let values = Values::in_region(rows.graph, &rows.graph.region);
    for table in [TASK, ENTER, REVEAL, BACKUP, SNAPSHOTS] {
        rows.add(&values, table);
    }
}
