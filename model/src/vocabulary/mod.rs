//! Every key and type of a declaration.
//!
//! A section is a struct, declared once with the documentation and defaults of its keys. The reader of declarations, the
//! writer of the `const` that a declaration expands to, the messages and the book's reference are all derived from it.

#[macro_use]
mod section;
mod architecture;
mod cache;
mod certificate;
mod compute;
mod database;
mod edge;
#[doc(hidden)]
pub mod editor;
mod email;
mod field;
mod files;
mod journal;
mod load_balancer;
mod moodle;
mod network;
mod observability;
mod reader;
mod schema;
mod trail;

pub use architecture::{Architecture, Route53};
pub use cache::{Cache, Nodes, Serverless};
pub use certificate::{Certificate, Issued};
pub use compute::{Capacity, Fargate, Processor, Spread};
pub use database::{Aurora, Database, Instance, KeepDatabase};
pub use edge::{CloudFront, Waf, WebAcl};
pub use email::Ses;
pub(crate) use field::read_key;
pub use field::{Field, Tree};
pub use files::{Efs, KeepFiles, Throughput};
pub use journal::S3;
pub use load_balancer::{Alb, HealthCheck};
pub use moodle::Moodle;
pub use network::{Nat, Vpc};
pub use observability::CloudWatch;
pub(crate) use reader::Read;
pub use reader::{KeySpan, Reader};
pub use schema::{Key, Shape, Type, listed};
pub use trail::{KeepTrail, Trail, TrailLog};
