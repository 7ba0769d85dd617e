//! Elastic Load Balancing: Application Load Balancers.

#[cfg(feature = "aws")]
mod aws;
mod listener;
mod listener_rule;
mod load_balancer;
mod permissions;
mod sandbox;
mod target_group;

pub use listener::{Action, Listener};
pub use listener_rule::ListenerRule;
pub use load_balancer::LoadBalancer;
pub use target_group::TargetGroup;
