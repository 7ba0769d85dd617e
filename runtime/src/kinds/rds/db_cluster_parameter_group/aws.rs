//! The adapter, which is that of all parameter groups.

use super::DbClusterParameterGroup;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::kinds::rds::aws::parameter_group::{AT_ONCE, USER, as_wanted, changes, missing_from, parameter_group};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_rds::types::Filter;

parameter_group! {
    DbClusterParameterGroup, cluster_group, db_cluster_parameter_group_name, db_cluster_parameter_groups,
    db_cluster_parameter_group_arn,
    create_db_cluster_parameter_group "rds:CreateDBClusterParameterGroup",
    describe_db_cluster_parameter_groups "rds:DescribeDBClusterParameterGroups",
    describe_db_cluster_parameters "rds:DescribeDBClusterParameters",
    modify_db_cluster_parameter_group "rds:ModifyDBClusterParameterGroup",
    reset_db_cluster_parameter_group "rds:ResetDBClusterParameterGroup",
    delete_db_cluster_parameter_group "rds:DeleteDBClusterParameterGroup",
}
