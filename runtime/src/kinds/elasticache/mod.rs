//! Amazon ElastiCache.

#[cfg(feature = "aws")]
mod aws;
mod cache_parameter_group;
mod cache_subnet_group;
mod permissions;
mod replication_group;
mod sandbox;
mod serverless_cache;

pub use cache_parameter_group::CacheParameterGroup;
pub use cache_subnet_group::CacheSubnetGroup;
pub use replication_group::ReplicationGroup;
pub use serverless_cache::ServerlessCache;
