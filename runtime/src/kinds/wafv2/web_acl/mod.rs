//! Web ACLs.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::LogGroupArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// An AWS managed rule group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleGroup {
    /// The group's name.
    pub name: String,
    /// Whether matching requests are only counted, and not blocked.
    pub count_only: bool,
}

kind! {
    /// A web ACL for CloudFront, with logging.
    WebAcl is "web ACL", "AWS::WAFv2::WebACL" of "wafv2" {
        // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
        name_limit: 128,
        constants: [default_action, rules, visibility],
        create: 5 to 300,
        delete: 5 to 900,
        outputs: {
            /// The web ACL's ARN.
            arn: WebAclArn,
        },
    }
    /// What the web ACL protects.
    description: String,
    /// The rule groups, in the order of evaluation.
    groups: Vec<RuleGroup>,
    /// Requests from one IP address in five minutes above which its requests are blocked.
    rate_limit: u32,
    /// The log group that the web ACL writes to.
    log_group: Ref<LogGroupArn>,
}

impl HasAdvice for WebAcl {
    const ADVICE: &'static [Advice] = &[];
}
