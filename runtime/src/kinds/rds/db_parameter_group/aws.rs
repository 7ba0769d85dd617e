//! The adapter, which is that of all parameter groups.

use super::DbParameterGroup;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::kinds::rds::aws::parameter_group::{AT_ONCE, USER, as_wanted, changes, missing_from, parameter_group};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_rds::types::Filter;

parameter_group! {
    DbParameterGroup, instance_group, db_parameter_group_name, db_parameter_groups, db_parameter_group_arn,
    create_db_parameter_group "rds:CreateDBParameterGroup",
    describe_db_parameter_groups "rds:DescribeDBParameterGroups",
    describe_db_parameters "rds:DescribeDBParameters",
    modify_db_parameter_group "rds:ModifyDBParameterGroup",
    reset_db_parameter_group "rds:ResetDBParameterGroup",
    delete_db_parameter_group "rds:DeleteDBParameterGroup",
}
