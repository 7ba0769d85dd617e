//! Shared by the permissions for ElastiCache:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html>.
//!
//! ElastiCache creates the network interfaces of nodes by its service-linked role, which the stack creates first:
//! <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html>.

use crate::resource::permission::arn;

pub(super) const SUBNET_GROUPS: &str = arn!("elasticache", "subnetgroup:{stack}-*");

pub(super) const PARAMETER_GROUPS: &str = arn!("elasticache", "parametergroup:{stack}-*");
