//! Rules on `edge.waf`.

pub(super) mod exceptions;
pub(super) mod groups;
pub(super) mod rate_limit;

use crate::{Architecture, Waf, WebAcl};

pub use exceptions::*;
pub use groups::*;
pub use rate_limit::*;

const BLOCKING: &str = "edge.waf.rule_groups";
const COUNTING: &str = "edge.waf.counting";

const fn web_acl(stack: &Architecture) -> Option<WebAcl> {
    match stack.edge {
        Some(edge) => match edge.waf {
            Waf::WebAcl(acl) => Some(acl),
            Waf::Off => None,
        },
        None => None,
    }
}
