//! Amazon RDS and Aurora: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html>.

use super::logs::SERVICE_LOG;
use crate::policy::row::{Condition, OWNED_BY_STACK, Row, TAGGED_ON_CREATE, allow, allow_in_region, arn, equals};

const CLUSTERS: &str = arn!("rds", "cluster:{stack}-*");
const CLUSTER_PARAMETER_GROUPS: &str = arn!("rds", "cluster-pg:{stack}-*");
const CLUSTER_SNAPSHOTS: &str = arn!("rds", "cluster-snapshot:{stack}-*");
/// AWS's own, which every database has unless told otherwise.
const DEFAULT_OPTIONS: &str = arn!("rds", "og:default:*");
/// AWS's own, which the instances of a cluster have.
const DEFAULT_PARAMETERS: &str = arn!("rds", "pg:default.*");
const EVENT_SUBSCRIPTIONS: &str = arn!("rds", "es:{stack}-*");
const INSTANCES: &str = arn!("rds", "db:{stack}-*");
const PARAMETER_GROUPS: &str = arn!("rds", "pg:{stack}-*");
const SNAPSHOTS: &str = arn!("rds", "snapshot:{stack}-*");
const SUBNET_GROUPS: &str = arn!("rds", "subgrp:{stack}-*");

/// RDS makes the master password's secret with the caller's permissions, and names it `rds!…`:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html>.
const PASSWORD: Row = allow(
    &["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
    &[arn!("secretsmanager", "secret:rds!*")],
);

const BY_RDS: Condition = equals(
    "kms:ViaService",
    &["rds.{region}.amazonaws.com", "secretsmanager.{region}.amazonaws.com"],
);

/// The keys of RDS and of Secrets Manager, whose ids differ from account to account; from the same page.
const KEY: Row = allow(&["kms:DescribeKey"], &[arn!("kms", "key/*")]).when(&[BY_RDS]);

const EVENTS: Row = allow_in_region(&["rds:DescribeEvents"]);

/// The log groups that RDS names after the database go with it.
const FIND_LOGS: Row = allow_in_region(&["logs:DescribeLogGroups"]);

/// A snapshot is made by name, and at last with the database's end.
pub(super) const INSTANCE: &[Row] = &[
    EVENTS,
    FIND_LOGS,
    KEY,
    PASSWORD,
    allow(&["rds:DescribeDBInstances"], &[INSTANCES]),
    allow(
        &["rds:CreateDBInstance"],
        &[DEFAULT_OPTIONS, INSTANCES, PARAMETER_GROUPS, SUBNET_GROUPS],
    )
    .when(&[TAGGED_ON_CREATE]),
    allow(&["rds:AddTagsToResource"], &[INSTANCES]).when(&[TAGGED_ON_CREATE]),
    allow(&["rds:DeleteDBInstance", "rds:ModifyDBInstance"], &[INSTANCES]).when(&[OWNED_BY_STACK]),
    allow(&["rds:ModifyDBInstance"], &[DEFAULT_OPTIONS, PARAMETER_GROUPS]),
    allow(&["rds:CreateDBSnapshot"], &[INSTANCES, SNAPSHOTS]),
    allow(&["rds:AddTagsToResource"], &[SNAPSHOTS]),
    allow(SERVICE_LOG, &[arn!("logs", "log-group:/aws/rds/instance/{stack}-*")]),
];

pub(super) const CLUSTER: &[Row] = &[
    EVENTS,
    FIND_LOGS,
    KEY,
    PASSWORD,
    allow(&["rds:DescribeDBClusters"], &[CLUSTERS]),
    allow(
        &["rds:CreateDBCluster"],
        &[CLUSTERS, CLUSTER_PARAMETER_GROUPS, DEFAULT_OPTIONS, SUBNET_GROUPS],
    )
    .when(&[TAGGED_ON_CREATE]),
    allow(&["rds:AddTagsToResource"], &[CLUSTERS]).when(&[TAGGED_ON_CREATE]),
    allow(&["rds:DeleteDBCluster", "rds:ModifyDBCluster"], &[CLUSTERS]).when(&[OWNED_BY_STACK]),
    allow(&["rds:ModifyDBCluster"], &[CLUSTER_PARAMETER_GROUPS, DEFAULT_OPTIONS]),
    // The last snapshot is named in the call that deletes.
    allow(&["rds:DeleteDBCluster"], &[CLUSTER_SNAPSHOTS]),
    allow(&["rds:CreateDBClusterSnapshot"], &[CLUSTERS, CLUSTER_SNAPSHOTS]),
    allow(&["rds:AddTagsToResource"], &[CLUSTER_SNAPSHOTS]),
    allow(SERVICE_LOG, &[arn!("logs", "log-group:/aws/rds/cluster/{stack}-*")]),
];

pub(super) const CLUSTER_INSTANCE: &[Row] = &[
    EVENTS,
    KEY,
    allow(&["rds:DescribeDBClusters"], &[CLUSTERS]),
    allow(&["rds:DescribeDBInstances"], &[INSTANCES]),
    allow(
        &["rds:CreateDBInstance"],
        &[CLUSTERS, DEFAULT_OPTIONS, DEFAULT_PARAMETERS, INSTANCES, SUBNET_GROUPS],
    )
    .when(&[TAGGED_ON_CREATE]),
    allow(&["rds:AddTagsToResource"], &[INSTANCES]).when(&[TAGGED_ON_CREATE]),
    allow(&["rds:DeleteDBInstance", "rds:ModifyDBInstance"], &[INSTANCES]).when(&[OWNED_BY_STACK]),
    allow(&["rds:ModifyDBInstance"], &[DEFAULT_OPTIONS, DEFAULT_PARAMETERS]),
];

pub(super) const PARAMETER_GROUP: &[Row] = &[
    allow(
        &[
            "rds:DeleteDBParameterGroup",
            "rds:DescribeDBParameterGroups",
            "rds:DescribeDBParameters",
            "rds:ListTagsForResource",
            "rds:ModifyDBParameterGroup",
            "rds:ResetDBParameterGroup",
        ],
        &[PARAMETER_GROUPS],
    ),
    allow(
        &["rds:AddTagsToResource", "rds:CreateDBParameterGroup"],
        &[PARAMETER_GROUPS],
    )
    .when(&[TAGGED_ON_CREATE]),
];

pub(super) const CLUSTER_PARAMETER_GROUP: &[Row] = &[
    allow(
        &[
            "rds:DeleteDBClusterParameterGroup",
            "rds:DescribeDBClusterParameterGroups",
            "rds:DescribeDBClusterParameters",
            "rds:ListTagsForResource",
            "rds:ModifyDBClusterParameterGroup",
            "rds:ResetDBClusterParameterGroup",
        ],
        &[CLUSTER_PARAMETER_GROUPS],
    ),
    allow(
        &["rds:AddTagsToResource", "rds:CreateDBClusterParameterGroup"],
        &[CLUSTER_PARAMETER_GROUPS],
    )
    .when(&[TAGGED_ON_CREATE]),
];

pub(super) const SUBNET_GROUP: &[Row] = &[
    allow(
        &[
            "rds:DeleteDBSubnetGroup",
            "rds:DescribeDBSubnetGroups",
            "rds:ListTagsForResource",
            "rds:ModifyDBSubnetGroup",
        ],
        &[SUBNET_GROUPS],
    ),
    allow(&["rds:AddTagsToResource", "rds:CreateDBSubnetGroup"], &[SUBNET_GROUPS]).when(&[TAGGED_ON_CREATE]),
];

pub(super) const EVENT_SUBSCRIPTION: &[Row] = &[
    allow(
        &[
            "rds:AddSourceIdentifierToSubscription",
            "rds:DeleteEventSubscription",
            "rds:DescribeEventSubscriptions",
            "rds:ListTagsForResource",
            "rds:ModifyEventSubscription",
            "rds:RemoveSourceIdentifierFromSubscription",
        ],
        &[EVENT_SUBSCRIPTIONS],
    ),
    allow(
        &["rds:AddTagsToResource", "rds:CreateEventSubscription"],
        &[EVENT_SUBSCRIPTIONS],
    )
    .when(&[TAGGED_ON_CREATE]),
];
