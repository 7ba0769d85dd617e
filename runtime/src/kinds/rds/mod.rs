//! Amazon RDS and Aurora.

mod advice;
#[cfg(feature = "aws")]
pub(super) mod aws;
mod db_cluster;
mod db_cluster_instance;
mod db_cluster_parameter_group;
mod db_instance;
mod db_parameter_group;
mod db_subnet_group;
mod event_subscription;
mod final_snapshot;
mod permissions;
mod sandbox;
#[cfg(feature = "aws")]
#[cfg(test)]
mod tests;

pub use db_cluster::DbCluster;
pub use db_cluster_instance::DbClusterInstance;
pub use db_cluster_parameter_group::DbClusterParameterGroup;
pub use db_instance::DbInstance;
pub use db_parameter_group::DbParameterGroup;
pub use db_subnet_group::DbSubnetGroup;
pub use event_subscription::EventSubscription;
pub(crate) use final_snapshot::final_snapshot;
