//! Web ACLs.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::id::{IpSetArn, LogGroupArn};
use crate::resource::{Advice, HasAdvice, Ref, kind};
use serde::{Deserialize, Serialize};

/// An AWS managed rule group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleGroup {
    /// The group's name.
    pub name: String,
    /// Whether matching requests are only counted, and not blocked.
    pub count_only: bool,
    /// The names of single rules of the group that only count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<String>,
    /// The prefix of the paths that the group is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_on: Option<String>,
    /// The prefixes of paths that the group is kept off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_on: Vec<String>,
}

/// A part of a request that is kept out of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Redacted {
    /// The value of a header, whose name is in lower case.
    Header(String),
    /// The query string.
    QueryString,
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
    /// The sets of addresses that the rate limit does not apply to.
    exempt: Vec<Ref<IpSetArn>>,
    /// The log group that the web ACL writes to.
    log_group: Ref<LogGroupArn>,
    /// The parts of a request that are kept out of the log.
    redacted: Vec<Redacted>,
    /// The actions whose requests are logged; requests on which no rule acted otherwise are not.
    logged_actions: Vec<String>,
}

impl HasAdvice for WebAcl {
    const ADVICE: &'static [Advice] = &[];
}
