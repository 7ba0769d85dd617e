//! Amazon SNS.

mod permissions;
mod subscription;
mod topic;

pub use subscription::Subscription;
pub use topic::Topic;
