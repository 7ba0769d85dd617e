//! Amazon ElastiCache: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html>.
//!
//! The network interfaces of nodes are made by ElastiCache's service-linked role, which the stack makes first:
//! <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html>.

use crate::resource::permission::arn;

pub(super) const SUBNET_GROUPS: &str = arn!("elasticache", "subnetgroup:{stack}-*");
