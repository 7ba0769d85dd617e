//! Every kind of resource that a stack can have, each in its own folder.
//!
//! A kind's folder has everything about it: its fields and outputs (`mod.rs`), the IAM permissions that its calls need
//! (`permissions.rs`), its simulation in the sandbox (`sandbox.rs`), what to do when it fails on AWS (`advice.rs` or
//! `mod.rs`), and its adapter to the AWS SDK (`aws.rs`). Code that the kinds of a service share is in the service's
//! folder.

pub mod acm;
pub mod application_autoscaling;
pub mod backup;
pub mod cloudfront;
pub mod cloudtrail;
pub mod cloudwatch;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod efs;
pub mod elasticache;
pub mod elb;
pub mod eventbridge;
#[cfg(test)]
pub(crate) mod example;
pub mod iam;
pub mod kms;
pub mod logs;
pub mod moodle;
pub mod rds;
mod registry;
pub mod route53;
pub mod s3;
pub mod scheduler;
pub mod secretsmanager;
#[cfg(test)]
mod sent_constants;
pub mod sfn;
pub mod sns;
#[cfg(test)]
mod unread_tags;
pub mod wafv2;

#[cfg(test)]
pub(crate) use registry::for_each_example;
pub use registry::{KINDS, info};
pub(crate) use registry::{REGISTRY, Registered, advice, find, for_each_kind};
