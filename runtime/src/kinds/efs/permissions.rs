//! Shared by the permissions for EFS:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html>.

use crate::resource::permission::{Condition, arn, equals};

pub(super) const FILE_SYSTEM_ARNS: &str = arn!("elasticfilesystem", "file-system/*");

pub(super) const FILE_SYSTEMS: &[&str] = &[FILE_SYSTEM_ARNS];

pub(super) const CREATION: Condition = equals(
    "elasticfilesystem:CreateAction",
    &["CreateAccessPoint", "CreateFileSystem"],
);
