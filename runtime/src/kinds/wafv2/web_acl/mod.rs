//! Web ACLs.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::LogGroupArn;
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// A managed rule group of AWS.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleGroup {
    /// Its name.
    pub name: String,
    /// Whether it only counts.
    pub count_only: bool,
}

kind! {
    /// A web ACL for CloudFront, with its logging.
    WebAcl is "web ACL", "AWS::WAFv2::WebACL" of "wafv2" {
        // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
        named: 128,
        create: 5 to 300,
        delete: 5 to 900,
        outputs: {
            /// Its ARN.
            arn: WebAclArn,
        },
    }
    /// What it guards.
    description: String,
    /// The rule groups, in order.
    groups: Vec<RuleGroup>,
    /// How many requests one address may make in five minutes.
    rate_limit: u32,
    /// Where what it blocks and counts is logged.
    log_group: Ref<LogGroupArn>,
}

impl HasAdvice for WebAcl {
    const ADVICE: &'static [Advice] = &[];
}
