//! `edge`.

use super::Certificate;
use crate::Texts;

section! {
    /// An Amazon CloudFront distribution with AWS WAF.
    CloudFront in edge {
        /// The certificate of the domain, in us-east-1.
        certificate: Certificate,
        /// The seconds that CloudFront waits for a response: 1 to 120, or up to 180 with a raised quota. All other request
        /// timeouts are derived from it.
        origin_timeout: u32 = 60,
        /// Confirms that AWS has raised the account's quota for the origin timeout.
        quota_raised: bool = false,
        /// The web application firewall.
        waf: Waf = Waf::WebAcl(WebAcl::DEFAULT),
        /// Whether every request is logged, in CloudWatch Logs.
        access_logs: bool = true,
    }
}

one_of! {
    /// The web application firewall.
    Waf in waf {
        /// A web ACL with AWS's managed rule groups and a rate limit.
        WebAcl(WebAcl),
        /// No firewall.
        Off,
    }
}

section! {
    /// A web ACL.
    WebAcl {
        /// The managed rule groups that block.
        rule_groups: Texts = WebAcl::BLOCKING,
        /// The managed rule groups that only count, and single rules that do, as `Group/Rule`; the core rule set would block
        /// Moodle's own uploads.
        counting: Texts = WebAcl::COUNTING,
        /// Where a group or a single rule does not apply: `Group on /path/` or `Group/Rule on /path/`, for all paths that
        /// start with this one.
        exceptions: Texts = WebAcl::NONE,
        /// The number of requests that one address may make in five minutes: 10 to 2000000000. A whole campus may have one
        /// address.
        rate_limit: u32 = 100_000,
        /// The addresses that may make any number of requests, such as those of the campus: `"192.0.2.0/24"`.
        exempt: Texts = WebAcl::NONE,
        /// Whether the requests that were blocked or counted are logged, in CloudWatch Logs of us-east-1. If not, the
        /// firewall needs no CloudWatch Logs there.
        logs: bool = true,
    }
}

impl WebAcl {
    const BLOCKING: Texts = Texts::new(&[
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesPHPRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    ]);
    const COUNTING: Texts = Texts::new(&["AWSManagedRulesCommonRuleSet"]);
    const NONE: Texts = Texts::new(&[]);

    /// The firewall of a declaration without `waf`.
    pub const DEFAULT: Self = Self {
        rule_groups: Self::BLOCKING,
        counting: Self::COUNTING,
        exceptions: Self::NONE,
        rate_limit: 100_000,
        exempt: Self::NONE,
        logs: true,
    };
}
