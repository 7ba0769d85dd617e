//! The firewall, and its rule groups.

use super::{BLOCKING, COUNTING, web_acl};
use crate::facts::waf::{self, Group, Needs, near};
use crate::strings::{ends_with, position, starts_with};
use crate::suggest::distance;
use crate::{Architecture, ManagedRule, Problem, Subject, Text, Waf};

rules! {
    "MS404" rule_groups_spelled_correctly {
        statement: "The name of a firewall rule group is spelled correctly.",
        why: "AWS WAF refuses a web ACL with an unknown rule group.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        as_of: waf::AS_OF,
        wrong: "rule_groups: [\"AWSManagedRulesPHPRulesSet\"]",
        right: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"]",
    }
    "MS405" rule_groups_known: Warned {
        statement: "A firewall rule group is known.",
        why: "A group that is not in the table is either newer than the table or a name that AWS WAF refuses.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        as_of: waf::AS_OF,
        wrong: "rule_groups: [\"AWSManagedRulesMoodleRuleSet\"]",
        right: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"]",
    }
    "MS406" rule_groups_unique {
        statement: "A rule group either blocks or counts, and is listed once.",
        why: "The rules of a web ACL are named after their groups, and AWS WAF refuses duplicate names.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        wrong: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"], counting: [\"AWSManagedRulesPHPRuleSet\"]",
        right: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"], counting: []",
    }
    "MS407" rule_groups_need_no_settings {
        statement: "A rule group needs no settings besides its name.",
        why: "AWS WAF refuses a group without the settings it requires, such as the sign-in page, and no key declares them.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        as_of: waf::AS_OF,
        wrong: "rule_groups: [\"AWSManagedRulesATPRuleSet\"]",
        right: "rule_groups: [\"AWSManagedRulesBotControlRuleSet\"]",
    }
    "MS409" firewall_enabled: Warned {
        statement: "The site is behind a firewall.",
        why: "Attackers know Moodle's sign-in page and plugins; the firewall blocks known attacks and floods before they reach a task.",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6",
        reads: ["edge.waf"],
        wrong: "waf: Off",
        right: "waf: WebAcl",
    }
    "MS410" core_rules_only_count: Warned {
        statement: "The core rule set only counts.",
        why: "It blocks requests with a body larger than 8 KB, which includes every file upload and every longer text.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        unless: ["MS406"],
        wrong: "rule_groups: [\"AWSManagedRulesCommonRuleSet\"], counting: []",
        right: "rule_groups: [], counting: [\"AWSManagedRulesCommonRuleSet\"]",
    }
}

/// The name of a rule group is spelled correctly.
#[must_use]
pub const fn rule_groups_spelled_correctly(stack: &Architecture) -> Option<Problem> {
    let Some((at, name)) = first(stack, Defect::Misspelled) else {
        return None;
    };
    let what = Text::new("AWS has no managed rule group ").quoted(name);
    let help = match near(name) {
        Some(near) => Text::new("write `\"").push(near).push("\"`"),
        None => Text::new("write a name such as `\"AWSManagedRulesPHPRuleSet\"`; ").push(
            "`aws wafv2 list-available-managed-rule-groups --scope CLOUDFRONT --region us-east-1` prints all names",
        ),
    };
    let help = if has_form(name) {
        help.push("; if AWS has it now, write `unchecked!(\"")
            .push(name)
            .push("\")`")
    } else {
        help
    };
    Problem::at(at, what, help)
}

/// A rule group is known.
#[must_use]
pub const fn rule_groups_known(stack: &Architecture) -> Option<Problem> {
    let Some((at, name)) = first(stack, Defect::NotInTable) else {
        return None;
    };
    let what = Text::new("AWS had no managed rule group ").quoted(name).push(" in ");
    let what = what.push(waf::AS_OF);
    let help = Text::new("write `unchecked!(\"")
        .push(name)
        .push("\")` if AWS has it now");
    let help = match near(name) {
        Some(near) => help.push(", or, if it is a typo, `\"").push(near).push("\"`"),
        None => help,
    };
    Problem::at(at, what, help)
}

/// A rule group either blocks or counts, and is listed once.
#[must_use]
pub const fn rule_groups_unique(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let (blocking, counting) = (acl.rule_groups.as_slice(), acl.counting.as_slice());
    if let Some(i) = twice(blocking) {
        return again(Subject::item(BLOCKING, i), blocking[i]);
    }
    if let Some(i) = twice(counting) {
        return again(Subject::item(COUNTING, i), counting[i]);
    }
    let mut i = 0;
    while i < blocking.len() {
        if position(counting, blocking[i]).is_some() {
            let what = Text::new("the rule group ")
                .quoted(blocking[i])
                .push(" is listed both to block and to count");
            let help = Text::new("remove it here, or from `counting`; with `counting: []`, no group only counts");
            return Problem::between(Subject::item(BLOCKING, i), Subject::at(COUNTING), what, help);
        }
        i += 1;
    }
    None
}

/// A rule group needs no settings besides its name.
#[must_use]
pub const fn rule_groups_need_no_settings(stack: &Architecture) -> Option<Problem> {
    let Some((at, name)) = first(stack, Defect::NeedsSettings) else {
        return None;
    };
    let Some(Group {
        needs: Needs::Settings(settings),
        ..
    }) = Group::of(name)
    else {
        return None;
    };
    let what = Text::new("")
        .quoted(name)
        .push(" requires ")
        .push(settings)
        .push(", which no key declares");
    let help = Text::new("remove it; if AWS accepts it without settings now, write `unchecked!(\"").push(name);
    Problem::at(at, what, help.push("\")`"))
}

/// The site is behind a firewall.
#[must_use]
pub const fn firewall_enabled(stack: &Architecture) -> Option<Problem> {
    match stack.edge {
        Some(edge) if matches!(edge.waf, Waf::Off) => Problem::at(
            Subject::at("edge.waf"),
            Text::new("nothing blocks attacks before they reach Moodle"),
            Text::new("write `waf: WebAcl`, or remove `waf`"),
        ),
        _ => None,
    }
}

/// The core rule set only counts.
#[must_use]
pub const fn core_rules_only_count(stack: &Architecture) -> Option<Problem> {
    const CORE: &str = "AWSManagedRulesCommonRuleSet";
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    // Then it lets long texts and uploads pass.
    if position(
        acl.counting.as_slice(),
        "AWSManagedRulesCommonRuleSet/SizeRestrictions_BODY",
    )
    .is_some()
    {
        return None;
    }
    match position(acl.rule_groups.as_slice(), CORE) {
        Some(i) => {
            let what = Text::new("the core rule set blocks uploads and long texts");
            let help = Text::new("move it to `counting`: `counting: [\"")
                .push(CORE)
                .push("\"]`");
            Problem::at(Subject::item(BLOCKING, i), what, help)
        }
        None => None,
    }
}

/// What is wrong with the name of a rule group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Defect {
    Misspelled,
    NotInTable,
    NeedsSettings,
}

/// Returns the first rule group with a defect, and its place.
const fn first(stack: &Architecture, defect: Defect) -> Option<(Subject, &'static str)> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let lists = [(BLOCKING, acl.rule_groups), (COUNTING, acl.counting)];
    let mut list = 0;
    while list < lists.len() {
        let (path, names) = (lists[list].0, lists[list].1.as_slice());
        let mut i = 0;
        while i < names.len() {
            let name = ManagedRule::of(names[i]).group;
            if has_defect(name, defect) {
                return Some((Subject::item(path, i), name));
            }
            i += 1;
        }
        list += 1;
    }
    None
}

const fn has_defect(name: &str, defect: Defect) -> bool {
    match (Group::of(name), defect) {
        (None, Defect::Misspelled) => is_misspelled(name),
        (None, Defect::NotInTable) => !is_misspelled(name),
        (Some(group), Defect::NeedsSettings) => matches!(group.needs, Needs::Settings(_)),
        _ => false,
    }
}

/// Returns whether a name is misspelled rather than newer than the table: it does not have the form of AWS's names, or it
/// is one or two letters away from a known one.
const fn is_misspelled(name: &str) -> bool {
    match near(name) {
        _ if !has_form(name) => true,
        Some(near) => distance(name.as_bytes(), near.as_bytes()) <= 2,
        None => false,
    }
}

/// Returns whether a name has the form of AWS's managed rule groups.
const fn has_form(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut i = 0;
    while i < bytes.len() && bytes[i].is_ascii_alphanumeric() {
        i += 1;
    }
    let ends = ends_with(name, "RuleSet") || ends_with(name, "List");
    i == bytes.len() && ends && starts_with(name, waf::PREFIX)
}

const fn again(at: Subject, name: &str) -> Option<Problem> {
    let what = Text::new("the rule group ").quoted(name).push(" is listed twice");
    Problem::at(at, what, Text::new("remove one of them"))
}

/// Returns the index of the first item that equals an earlier one.
const fn twice(names: &[&str]) -> Option<usize> {
    let mut i = 0;
    while i < names.len() {
        if let Some(earlier) = position(names, names[i])
            && earlier < i
        {
            return Some(i);
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::is_misspelled;

    #[test]
    fn misspelled_names_are_distinguished_from_new_ones() {
        for misspelled in [
            "",
            "PHP",
            "AWSManagedRulesPHPRulesSet",
            "AWSManagedRulesPHPRuleset",
            "AWSManagedRulesSQLRuleSet",
            "AWSManagedRules-PHPRuleSet",
            "AWSManagedRulesAmazonIPReputationList",
        ] {
            assert!(is_misspelled(misspelled), "{misspelled}");
        }
        for new in [
            "AWSManagedRulesMoodleRuleSet",
            "AWSManagedRulesJavaRuleSet",
            "AWSManagedRulesTorList",
        ] {
            assert!(!is_misspelled(new), "{new}");
        }
    }
}
