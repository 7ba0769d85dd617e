//! The resources that a stack is made of: what each kind is, whichever provider makes it.
//!
//! A kind is a struct of typed fields; a field that takes what another resource makes is a [`Ref`]. The engine itself
//! works on the fields as JSON, so that planning, journaling and the sandbox need no code for any one kind.

#[macro_use]
mod kind;
pub mod acm;
pub mod application_autoscaling;
pub mod backup;
mod blank;
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
pub mod iam;
pub mod id;
pub mod logs;
pub mod moodle;
pub mod rds;
mod reference;
mod registry;
pub mod route53;
pub mod s3;
pub mod scheduler;
pub mod secretsmanager;
pub mod sfn;
pub mod sns;
pub mod wafv2;

pub(crate) use blank::blank;
pub use kind::{Handle, Kind, KindInfo, Replacement, Timing};
pub use reference::{Joined, Ref, Used, resolve, used};
#[cfg(any(test, feature = "aws"))]
pub(crate) use registry::for_each_kind;
pub use registry::{KINDS, info};
