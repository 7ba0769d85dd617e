//! Amazon CloudWatch Logs.

#[cfg(feature = "aws")]
mod aws;
mod log_delivery;
mod log_group;
mod permissions;
mod sandbox;

pub use log_delivery::LogDelivery;
pub use log_group::LogGroup;
pub(in crate::kinds) use permissions::SERVICE_LOG;
