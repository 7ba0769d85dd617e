//! The rule groups that AWS manages for AWS WAF.
//!
//! Source of the names: <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html> and
//! the pages that it lists; of which need a configuration:
//! <https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html>; of which cost extra:
//! <https://aws.amazon.com/waf/pricing/>. 2026-10.

use crate::suggest::nearest_in;
use crate::text::{same, starts_with};

/// When the table was taken, for messages.
pub const AS_OF: &str = "2026-10";

/// What the name of each group that AWS manages begins with.
pub const PREFIX: &str = "AWSManagedRules";

/// Says what a rule group takes besides its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A fee beyond that of any rule, and no settings.
    Fee,
    /// A fee, and settings that have no default, so that the name alone is not enough; what they tell.
    Settings(&'static str),
}

/// Holds what is known of a rule group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The group's name.
    pub name: &'static str,
    /// What it takes besides its name.
    pub needs: Needs,
}

/// The names of every rule group that AWS manages.
pub const NAMES: [&str; 15] = [
    "AWSManagedRulesACFPRuleSet",
    "AWSManagedRulesATPRuleSet",
    "AWSManagedRulesAdminProtectionRuleSet",
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesAntiDDoSRuleSet",
    "AWSManagedRulesBotControlRuleSet",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesLinuxRuleSet",
    "AWSManagedRulesPHPRuleSet",
    "AWSManagedRulesSQLiRuleSet",
    "AWSManagedRulesUnixRuleSet",
    "AWSManagedRulesWindowsRuleSet",
    "AWSManagedRulesWordPressRuleSet",
];

impl Group {
    /// Finds a rule group by its name.
    #[must_use]
    pub const fn of(name: &str) -> Option<Self> {
        let mut i = 0;
        while i < NAMES.len() {
            if same(NAMES[i], name) {
                return Some(Self {
                    name: NAMES[i],
                    needs: needs(NAMES[i]),
                });
            }
            i += 1;
        }
        None
    }
}

const fn needs(name: &str) -> Needs {
    if same(name, "AWSManagedRulesATPRuleSet") {
        Needs::Settings("the page that users sign in on and the fields of its form")
    } else if same(name, "AWSManagedRulesACFPRuleSet") {
        Needs::Settings("the page that users register on and the fields of its form")
    } else if same(name, "AWSManagedRulesAntiDDoSRuleSet") {
        Needs::Settings("what is challenged and how sensitively")
    } else if same(name, "AWSManagedRulesBotControlRuleSet") {
        Needs::Fee
    } else {
        Needs::Nothing
    }
}

/// Returns the rule group that a slip of the finger probably meant.
#[must_use]
pub const fn near(name: &str) -> Option<&'static str> {
    // What all begin with would make all of them near.
    let mut best = None;
    let mut least = usize::MAX;
    let written = after_prefix(name);
    let mut i = 0;
    while i < NAMES.len() {
        let candidate = after_prefix(NAMES[i]);
        let distance = crate::suggest::distance(written.as_bytes(), candidate.as_bytes());
        if distance < least && nearest_in(written, &[candidate]).is_some() {
            (best, least) = (Some(NAMES[i]), distance);
        }
        i += 1;
    }
    best
}

const fn after_prefix(name: &str) -> &str {
    if starts_with(name, PREFIX) {
        name.split_at(PREFIX.len()).1
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_aws_form_and_is_found() {
        assert!(NAMES.is_sorted());
        for name in NAMES {
            assert!(name.starts_with(PREFIX), "{name}");
            assert_eq!(Group::of(name).unwrap().name, name);
            assert_eq!(near(name), Some(name));
        }
        assert_eq!(Group::of("AWSManagedRulesCoreRuleSet"), None);
    }

    #[test]
    fn what_is_no_use_by_its_name_alone_is_told() {
        let settings = |name: &&&str| matches!(needs(name), Needs::Settings(_));
        assert_eq!(NAMES.iter().filter(settings).count(), 3);
        assert_eq!(Group::of("AWSManagedRulesBotControlRuleSet").unwrap().needs, Needs::Fee);
        assert_eq!(Group::of("AWSManagedRulesCommonRuleSet").unwrap().needs, Needs::Nothing);
    }

    #[test]
    fn a_slip_is_told_whether_the_common_beginning_is_written_or_not() {
        assert_eq!(
            near("AWSManagedRulesComonRuleSet"),
            Some("AWSManagedRulesCommonRuleSet")
        );
        assert_eq!(near("SQLiRuleSet"), Some("AWSManagedRulesSQLiRuleSet"));
        assert_eq!(near("AWSManagedRulesElephant"), None);
    }
}
