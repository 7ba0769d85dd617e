//! AWS's managed rule groups for AWS WAF.
//!
//! Source of the names: <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html> and
//! the pages that it links to; of the groups that need settings:
//! <https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html>; of the groups that cost extra:
//! <https://aws.amazon.com/waf/pricing/>. 2026-10.

use crate::strings::{same, starts_with};
use crate::suggest::nearest_in;

/// The date of the table, for messages.
pub const AS_OF: &str = "2026-10";

/// The prefix of the names of AWS's managed rule groups.
pub const PREFIX: &str = "AWSManagedRules";

/// What a rule group needs besides its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// An extra fee, but no settings.
    Fee,
    /// An extra fee, and settings without a default; the value is the subject of the settings.
    Settings(&'static str),
}

/// A managed rule group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The group's name.
    pub name: &'static str,
    /// What it needs besides its name.
    pub needs: Needs,
}

/// The names of all managed rule groups.
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
        Needs::Settings("which requests are challenged and how sensitively")
    } else if same(name, "AWSManagedRulesBotControlRuleSet") {
        Needs::Fee
    } else {
        Needs::Nothing
    }
}

/// Returns the rule group that a misspelled name probably means.
#[must_use]
pub const fn near(name: &str) -> Option<&'static str> {
    // The common prefix would make all names similar.
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
    fn every_name_has_the_form_of_aws_and_is_found() {
        assert!(NAMES.is_sorted());
        for name in NAMES {
            assert!(name.starts_with(PREFIX), "{name}");
            assert_eq!(Group::of(name).unwrap().name, name);
            assert_eq!(near(name), Some(name));
        }
        assert_eq!(Group::of("AWSManagedRulesCoreRuleSet"), None);
    }

    #[test]
    fn groups_that_need_settings_or_a_fee_are_known() {
        let settings = |name: &&&str| matches!(needs(name), Needs::Settings(_));
        assert_eq!(NAMES.iter().filter(settings).count(), 3);
        assert_eq!(Group::of("AWSManagedRulesBotControlRuleSet").unwrap().needs, Needs::Fee);
        assert_eq!(Group::of("AWSManagedRulesCommonRuleSet").unwrap().needs, Needs::Nothing);
    }

    #[test]
    fn misspelling_is_found_with_and_without_the_prefix() {
        assert_eq!(
            near("AWSManagedRulesComonRuleSet"),
            Some("AWSManagedRulesCommonRuleSet")
        );
        assert_eq!(near("SQLiRuleSet"), Some("AWSManagedRulesSQLiRuleSet"));
        assert_eq!(near("AWSManagedRulesElephant"), None);
    }
}
