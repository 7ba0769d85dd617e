//! Amazon ElastiCache.

#[cfg(feature = "aws")]
mod aws;
mod cache_authentication;
mod cache_parameter_group;
mod cache_subnet_group;
mod cache_user;
mod cache_user_group;
mod permissions;
mod replication_group;
mod sandbox;
mod serverless_cache;

pub use cache_authentication::CacheAuthentication;
pub use cache_parameter_group::CacheParameterGroup;
pub use cache_subnet_group::CacheSubnetGroup;
pub use cache_user::CacheUser;
pub use cache_user_group::CacheUserGroup;
pub use replication_group::ReplicationGroup;
pub use serverless_cache::ServerlessCache;

#[cfg(feature = "aws")]
#[cfg(test)]
mod tests;
