//! Shared by the permissions for ElastiCache:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html>.
//!
//! ElastiCache creates the network interfaces of nodes by its service-linked role, which the stack creates first:
//! <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html>.

use crate::resource::permission::arn;

pub(super) const SUBNET_GROUPS: &str = arn!("elasticache", "subnetgroup:{stack}-*");

pub(super) const PARAMETER_GROUPS: &str = arn!("elasticache", "parametergroup:{stack}-*");

pub(super) const REPLICATION_GROUPS: &str = arn!("elasticache", "replicationgroup:{stack}-*");

/// The secrets of the stack, one of which has the password of the cache.
pub(super) const SECRETS: &str = arn!("secretsmanager", "secret:{stack}/*");

pub(super) const SERVERLESS_CACHES: &str = arn!("elasticache", "serverlesscache:{stack}-*");

pub(super) const USERS: &str = arn!("elasticache", "user:{stack}-*");

pub(super) const USER_GROUPS: &str = arn!("elasticache", "usergroup:{stack}-*");
