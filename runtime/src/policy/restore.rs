//! The permissions for `restore`, for a stack that may be restored from another stack's backup.

use super::fill::Values;
use super::operations::GIVE_BACKUP_ROLE;
use super::rows::Rows;
use crate::kinds::rds::{DbCluster, DbInstance};
use crate::resource::Kind as _;
use crate::resource::permission::{Condition, Row, TAGGED_ON_CREATE, allow, allow_in_region, arn, equals};

/// A resource that AWS Backup created has no tag yet.
const UNTAGGED: Condition = Condition {
    operator: "Null",
    key: "aws:ResourceTag/moodle-stack:stack",
    values: &["true"],
};

/// Limits an action to backups of the other stack.
const OF_SOURCE: Condition = equals("aws:ResourceTag/moodle-stack:stack", &["{source}"]);

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html>
const FILES: &[Row] = &[
    allow(
        &["backup:ListRecoveryPointsByBackupVault"],
        &[arn!("backup", "backup-vault:{source}-*")],
    ),
    allow(
        &[
            "backup:GetRecoveryPointRestoreMetadata",
            "backup:ListTags",
            "backup:StartRestoreJob",
        ],
        &[arn!("backup", "recovery-point:*")],
    )
    .when(&[OF_SOURCE]),
    allow_in_region(&["backup:ListRestoreJobs"]),
    GIVE_BACKUP_ROLE,
    allow(
        &["elasticfilesystem:TagResource"],
        &[arn!("elasticfilesystem", "file-system/*")],
    )
    .when(&[TAGGED_ON_CREATE, UNTAGGED]),
];

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html>
const INSTANCE: &[Row] = &[allow(
    &["rds:RestoreDBInstanceFromDBSnapshot"],
    &[
        arn!("rds", "db:{stack}-*"),
        arn!("rds", "og:default:*"),
        arn!("rds", "pg:{stack}-*"),
        arn!("rds", "snapshot:{source}-*"),
        arn!("rds", "subgrp:{stack}-*"),
    ],
)
.when(&[TAGGED_ON_CREATE])];

/// The same page.
const CLUSTER: &[Row] = &[allow(
    &["rds:RestoreDBClusterFromSnapshot"],
    &[
        arn!("rds", "cluster-pg:{stack}-*"),
        arn!("rds", "cluster-snapshot:{source}-*"),
        arn!("rds", "cluster:{stack}-*"),
        arn!("rds", "og:default:*"),
        arn!("rds", "subgrp:{stack}-*"),
    ],
)
.when(&[TAGGED_ON_CREATE])];

/// Adds the permissions for restoring from the backups of some stacks.
pub(super) fn add(rows: &mut Rows<'_>, sources: &[&str]) {
    let graph = rows.graph;
    let has = |kind: &str| graph.resources.values().any(|one| one.kind.name == kind);
    let values = Values::in_region(graph, &graph.region).and("source", sources.iter().copied());
    if sources.is_empty() {
        return;
    }
    rows.add(&values, FILES);
    for (kind, table) in [(DbInstance::INFO.name, INSTANCE), (DbCluster::INFO.name, CLUSTER)] {
        if has(kind) {
            rows.add(&values, table);
        }
    }
}
