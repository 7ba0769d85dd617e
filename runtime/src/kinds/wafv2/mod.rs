//! AWS WAF.

#[cfg(feature = "aws")]
mod aws;
mod ip_set;
mod sandbox;
mod web_acl;

pub use ip_set::IpSet;
pub use web_acl::{Redacted, RuleGroup, WebAcl};
