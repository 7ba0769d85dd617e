//! IAM permissions to manage elastic IP addresses.

use super::super::permissions::{ELASTIC_IPS, TAG_AGAIN, tag};
use super::ElasticIp;
use crate::resource::permission::{
    HasPermissions, OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents,
};

impl HasPermissions for ElasticIp {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow_in_region(&["ec2:DescribeAddresses"]),
            allow(&["ec2:AllocateAddress"], &[ELASTIC_IPS]).when(&[TAGGED_ON_CREATE]),
            tag(&[ELASTIC_IPS]),
            TAG_AGAIN,
            allow(&["ec2:ReleaseAddress"], &[ELASTIC_IPS]).when(&[OWNED_BY_STACK]),
        ],
        inventory: &[allow_in_region(&["ec2:DescribeAddresses"])],
        dependents: &[dependents("ec2:AllocateAddress", &["ec2:CreateTags"])],
    };
}
