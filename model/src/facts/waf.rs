//! AWS's managed rule groups for AWS WAF.
//!
//! Source of the names: <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html> and
//! the pages that it links to; of the groups that need settings:
//! <https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html>; of the groups that cost extra:
//! <https://aws.amazon.com/waf/pricing/>. 2026-10. The groups' pages also state the capacity that each group takes, and
//! the names of its rules.

use crate::strings::{position, same, starts_with};
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
    /// The web ACL capacity units (WCU) that it takes.
    pub capacity: u32,
    /// The names of its rules; none if the table does not have them.
    pub rules: &'static [&'static str],
}

/// The most web ACL capacity units (WCU) of a web ACL. More than 1,500 cost extra:
/// <https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html>.
pub const CAPACITY: u32 = 5000;

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

/// The capacity units of each group in [`NAMES`].
const CAPACITIES: [u32; NAMES.len()] = [50, 50, 100, 25, 50, 50, 50, 700, 200, 200, 100, 200, 100, 200, 100];

impl Group {
    /// Finds a rule group by its name.
    #[must_use]
    pub const fn of(name: &str) -> Option<Self> {
        let Some(i) = position(&NAMES, name) else {
            return None;
        };
        Some(Self {
            name: NAMES[i],
            needs: needs(NAMES[i]),
            capacity: CAPACITIES[i],
            rules: rules(NAMES[i]),
        })
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

const fn rules(name: &str) -> &'static [&'static str] {
    let mut i = 0;
    while i < RULES.len() {
        if same(RULES[i].0, name) {
            return RULES[i].1;
        }
        i += 1;
    }
    &[]
}

/// The names of single rules, by group.
const RULES: [(&str, &[&str]); 10] = [
    ("AWSManagedRulesAdminProtectionRuleSet", &["AdminProtection_URIPATH"]),
    (
        "AWSManagedRulesAmazonIpReputationList",
        &[
            "AWSManagedIPDDoSList",
            "AWSManagedIPReputationList",
            "AWSManagedReconnaissanceList",
        ],
    ),
    (
        "AWSManagedRulesAnonymousIpList",
        &["AnonymousIPList", "HostingProviderIPList"],
    ),
    (
        "AWSManagedRulesCommonRuleSet",
        &[
            "CrossSiteScripting_BODY",
            "CrossSiteScripting_COOKIE",
            "CrossSiteScripting_QUERYARGUMENTS",
            "CrossSiteScripting_URIPATH",
            "EC2MetaDataSSRF_BODY",
            "EC2MetaDataSSRF_COOKIE",
            "EC2MetaDataSSRF_QUERYARGUMENTS",
            "EC2MetaDataSSRF_URIPATH",
            "GenericLFI_BODY",
            "GenericLFI_QUERYARGUMENTS",
            "GenericLFI_URIPATH",
            "GenericRFI_BODY",
            "GenericRFI_QUERYARGUMENTS",
            "GenericRFI_URIPATH",
            "NoUserAgent_HEADER",
            "RestrictedExtensions_QUERYARGUMENTS",
            "RestrictedExtensions_URIPATH",
            "SizeRestrictions_BODY",
            "SizeRestrictions_Cookie_HEADER",
            "SizeRestrictions_QUERYSTRING",
            "SizeRestrictions_URIPATH",
            "UserAgent_BadBots_HEADER",
        ],
    ),
    (
        "AWSManagedRulesKnownBadInputsRuleSet",
        &[
            "ExploitablePaths_URIPATH",
            "Host_localhost_HEADER",
            "JavaDeserializationRCE_BODY",
            "JavaDeserializationRCE_HEADER",
            "JavaDeserializationRCE_QUERYSTRING",
            "JavaDeserializationRCE_URIPATH",
            "Log4JRCE_BODY",
            "Log4JRCE_HEADER",
            "Log4JRCE_QUERYSTRING",
            "Log4JRCE_URIPATH",
            "PROPFIND_METHOD",
            "ReactJSRCE_BODY",
        ],
    ),
    (
        "AWSManagedRulesLinuxRuleSet",
        &["LFI_HEADER", "LFI_QUERYSTRING", "LFI_URIPATH"],
    ),
    (
        "AWSManagedRulesPHPRuleSet",
        &[
            "PHPHighRiskMethodsVariables_BODY",
            "PHPHighRiskMethodsVariables_HEADER",
            "PHPHighRiskMethodsVariables_QUERYSTRING",
            "PHPHighRiskMethodsVariables_URIPATH",
        ],
    ),
    (
        "AWSManagedRulesSQLiRuleSet",
        &[
            "SQLiExtendedPatterns_BODY",
            "SQLiExtendedPatterns_HEADER",
            "SQLiExtendedPatterns_QUERYARGUMENTS",
            "SQLiExtendedPatterns_URIPATH",
            "SQLi_BODY",
            "SQLi_COOKIE",
            "SQLi_QUERYARGUMENTS",
            "SQLi_URIPATH",
        ],
    ),
    (
        "AWSManagedRulesUnixRuleSet",
        &[
            "UNIXShellCommandsVariables_BODY",
            "UNIXShellCommandsVariables_HEADER",
            "UNIXShellCommandsVariables_QUERYSTRING",
        ],
    ),
    (
        "AWSManagedRulesWordPressRuleSet",
        &[
            "WordPressExploitableCommands_QUERYSTRING",
            "WordPressExploitablePaths_URIPATH",
        ],
    ),
];

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
    fn every_group_has_a_capacity_and_every_list_of_rules_a_group() {
        for name in NAMES {
            assert!(Group::of(name).unwrap().capacity >= 25, "{name}");
        }
        assert_eq!(Group::of("AWSManagedRulesCommonRuleSet").unwrap().capacity, 700);
        for (group, names) in RULES {
            assert!(names.is_sorted(), "{group}");
            assert_eq!(Group::of(group).unwrap().rules, names);
        }
        assert!(Group::of("AWSManagedRulesBotControlRuleSet").unwrap().rules.is_empty());
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
