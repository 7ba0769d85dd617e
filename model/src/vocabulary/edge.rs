//! `edge`.

use super::Certificate;
use crate::Texts;

section! {
    /// An Amazon CloudFront distribution with AWS WAF.
    CloudFront in edge {
        /// The certificate of the domain, in us-east-1.
        certificate: Certificate,
        /// How many seconds CloudFront waits for Moodle to answer: 1 to 120, to 180 with a raised quota. Every other timeout
        /// of a request follows from it.
        origin_timeout: u32 = 60,
        /// Says that AWS has raised the origin timeout quota of the account.
        quota_raised: bool = false,
        /// The web application firewall.
        waf: Waf = Waf::WebAcl(WebAcl::DEFAULT),
        /// A log of every request, in CloudWatch Logs.
        access_logs: bool = true,
    }
}

one_of! {
    /// The web application firewall.
    Waf in waf {
        /// A web ACL with AWS's managed rule groups and a rate limit.
        WebAcl(WebAcl),
        /// None.
        Off,
    }
}

section! {
    /// A web ACL.
    WebAcl {
        /// The managed rule groups that block.
        rule_groups: Texts = WebAcl::BLOCKING,
        /// The managed rule groups that only count: Moodle's own uploads trip the core rule set.
        counting: Texts = WebAcl::COUNTING,
        /// How many requests one address may make in five minutes: 10 to 2000000000.
        rate_limit: u32 = 4000,
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

    /// What a declaration gets that does not mention the firewall.
    pub const DEFAULT: Self = Self {
        rule_groups: Self::BLOCKING,
        counting: Self::COUNTING,
        rate_limit: 4000,
    };
}
