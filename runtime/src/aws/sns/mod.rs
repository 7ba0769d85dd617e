//! Amazon SNS.

mod subscription;
mod topic;
