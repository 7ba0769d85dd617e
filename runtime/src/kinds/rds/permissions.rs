//! Amazon RDS and Aurora: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html>.

use crate::resource::permission::{Condition, Row, allow, allow_in_region, arn, equals};

pub(super) const CLUSTERS: &str = arn!("rds", "cluster:{stack}-*");

pub(super) const CLUSTER_PARAMETER_GROUPS: &str = arn!("rds", "cluster-pg:{stack}-*");

/// AWS's default option groups, which a database has unless it names another one.
pub(super) const DEFAULT_OPTIONS: &str = arn!("rds", "og:default:*");

pub(super) const INSTANCES: &str = arn!("rds", "db:{stack}-*");

pub(super) const PARAMETER_GROUPS: &str = arn!("rds", "pg:{stack}-*");

pub(super) const SUBNET_GROUPS: &str = arn!("rds", "subgrp:{stack}-*");

/// RDS creates the secret of the master password with the caller's permissions, and names it `rds!…`:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html>.
pub(super) const PASSWORD: Row = allow(
    &["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
    &[arn!("secretsmanager", "secret:rds!*")],
);

pub(super) const BY_RDS: Condition = equals(
    "kms:ViaService",
    &["rds.{region}.amazonaws.com", "secretsmanager.{region}.amazonaws.com"],
);

/// The KMS keys of RDS and of Secrets Manager, whose IDs differ between accounts. The source is the same page.
pub(super) const KEY: Row = allow(&["kms:DescribeKey"], &[arn!("kms", "key/*")]).when(&[BY_RDS]);

pub(super) const EVENTS: Row = allow_in_region(&["rds:DescribeEvents"]);

/// The log groups that RDS names after a database must be found, so that they are deleted with it.
pub(super) const FIND_LOGS: Row = allow_in_region(&["logs:DescribeLogGroups"]);
