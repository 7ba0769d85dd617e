//! AWS WAF.

mod web_acl;

pub use web_acl::{RuleGroup, WebAcl};
