//! The AWS provider, which uses the AWS SDK.
//!
//! Each kind has an adapter in its own file. The shared parts are here: clients, tags, and the classification of AWS's errors by
//! what can be done about them.

mod acm;
mod adapter;
mod answer;
mod application_autoscaling;
mod backup;
mod calls;
mod changed;
mod clients;
mod cloudfront;
mod cloudtrail;
mod cloudwatch;
mod ec2;
mod ecr;
mod ecs;
mod efs;
mod elasticache;
mod elb;
mod error;
mod eventbridge;
mod iam;
mod journal;
mod listing;
mod logs;
mod moodle;
mod operations;
mod policy;
mod preflight;
mod provider;
mod rds;
mod reads;
mod request;
mod route53;
mod s3;
mod scheduler;
mod secret;
mod secretsmanager;
mod services;
mod sfn;
mod sns;
mod tags;
mod wafv2;

pub(crate) use adapter::{Adapter, Cx, Listing};
pub use calls::CallCounts;
pub(crate) use changed::Changed;
pub(crate) use clients::Clients;
pub(crate) use error::{absent, api_error, item_error, missing, not_owned};
pub use journal::{Bucket, JournalObject, LEASE};
pub use provider::Aws;
