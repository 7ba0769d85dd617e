//! What the calls of the adapter take.

use super::super::permissions::{ELASTIC_IPS, tag};
use crate::resource::permission::{OWNED_BY_STACK, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, dependents};

pub(super) const PERMISSIONS: Permissions = Permissions {
    rows: &[
        allow_in_region(&["ec2:DescribeAddresses"]),
        allow(&["ec2:AllocateAddress"], &[ELASTIC_IPS]).when(&[TAGGED_ON_CREATE]),
        tag(&[ELASTIC_IPS]),
        allow(&["ec2:ReleaseAddress"], &[ELASTIC_IPS]).when(&[OWNED_BY_STACK]),
    ],
    inventory: &[allow_in_region(&["ec2:DescribeAddresses"])],
    dependents: &[dependents("ec2:AllocateAddress", &["ec2:CreateTags"])],
};
