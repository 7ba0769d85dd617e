//! Rules on `edge.waf`.

use super::{same, starts_with};
use crate::facts::waf::{self, Group, Needs, near};
use crate::suggest::distance;
use crate::text::ends_with;
use crate::{Architecture, Problem, Subject, Text, Waf, WebAcl};

rules! {
    "MS404" rule_groups_without_slip {
        statement: "A rule group of the firewall is called as AWS calls it.",
        why: "AWS WAF refuses a web ACL with a rule group that it does not know.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        as_of: waf::AS_OF,
        wrong: "rule_groups: [\"AWSManagedRulesPHPRulesSet\"]",
        right: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"]",
    }
    "MS405" rule_groups_known: Warned {
        statement: "A rule group of the firewall is known.",
        why: "A group that is not in the table is newer than it, or a name that AWS WAF refuses.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        as_of: waf::AS_OF,
        wrong: "rule_groups: [\"AWSManagedRulesMoodleRuleSet\"]",
        right: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"]",
    }
    "MS406" rule_groups_once {
        statement: "A rule group blocks or counts, and is given once.",
        why: "The rules of a web ACL are named after their groups, and AWS WAF refuses two of one name.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        wrong: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"], counting: [\"AWSManagedRulesPHPRuleSet\"]",
        right: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"], counting: []",
    }
    "MS407" rule_groups_by_name_alone {
        statement: "A rule group needs nothing but its name.",
        why: "AWS WAF refuses a group that has to be told where users sign in, and there is no key to tell it.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        as_of: waf::AS_OF,
        wrong: "rule_groups: [\"AWSManagedRulesATPRuleSet\"]",
        right: "rule_groups: [\"AWSManagedRulesBotControlRuleSet\"]",
    }
    "MS408" rate_limit {
        statement: "One address may make 10 to 2000000000 requests in five minutes.",
        why: "AWS WAF refuses a rate-based rule with any other limit.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html",
        reads: ["edge.waf.rate_limit"],
        wrong: "rate_limit: 9",
        right: "rate_limit: 10",
    }
    "MS409" firewall_on: Warned {
        statement: "A firewall stands in front of the site.",
        why: "Moodle's sign-in page and its plugins are known to everybody who attacks; the firewall turns away known attacks and floods before they reach a task.",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6",
        reads: ["edge.waf"],
        wrong: "waf: Off",
        right: "waf: WebAcl",
    }
    "MS410" core_rules_count: Warned {
        statement: "The core rule set counts, and blocks nothing.",
        why: "It blocks requests whose body is larger than 8 KB: each file that is handed in, and each longer text.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting"],
        unless: ["MS406"],
        wrong: "rule_groups: [\"AWSManagedRulesCommonRuleSet\"], counting: []",
        right: "rule_groups: [], counting: [\"AWSManagedRulesCommonRuleSet\"]",
    }
}

const BLOCKING: &str = "edge.waf.rule_groups";
const COUNTING: &str = "edge.waf.counting";

/// The limits of a rate-based rule.
///
/// Source: <https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html>, 2026-11.
const RATES: [u32; 2] = [10, 2_000_000_000];

/// A rule group is called as AWS calls it.
#[must_use]
pub const fn rule_groups_without_slip(stack: &Architecture) -> Option<Problem> {
    let Some((at, name)) = first(stack, Sort::Slip) else {
        return None;
    };
    let what = Text::new("AWS manages no rule group ").quoted(name);
    let help = match near(name) {
        Some(near) => Text::new("write `\"").push(near).push("\"`"),
        None => Text::new("write a name as `\"AWSManagedRulesPHPRuleSet\"`; ")
            .push("`aws wafv2 list-available-managed-rule-groups --scope CLOUDFRONT --region us-east-1` prints all"),
    };
    let help = if has_form(name) {
        help.push("; if AWS has it by now, write `unchecked!(\"")
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
    let Some((at, name)) = first(stack, Sort::New) else {
        return None;
    };
    let what = Text::new("AWS managed no rule group ").quoted(name).push(" in ");
    let what = what.push(waf::AS_OF);
    let help = Text::new("write `unchecked!(\"")
        .push(name)
        .push("\")` if it does by now");
    let help = match near(name) {
        Some(near) => help.push(", or, if it is a slip, `\"").push(near).push("\"`"),
        None => help,
    };
    Problem::at(at, what, help)
}

/// A rule group blocks or counts, and is given once.
#[must_use]
pub const fn rule_groups_once(stack: &Architecture) -> Option<Problem> {
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
        if find(counting, blocking[i]).is_some() {
            let what = Text::new("the rule group ")
                .quoted(blocking[i])
                .push(" is to block and to count");
            let help = Text::new("remove it here, or from `counting`: with `counting: []`, nothing only counts");
            return Problem::between(Subject::item(BLOCKING, i), Subject::at(COUNTING), what, help);
        }
        i += 1;
    }
    None
}

/// A rule group needs nothing but its name.
#[must_use]
pub const fn rule_groups_by_name_alone(stack: &Architecture) -> Option<Problem> {
    let Some((at, name)) = first(stack, Sort::Settings) else {
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
        .push(" has to be told ")
        .push(settings)
        .push(", and a declaration cannot");
    let help = Text::new("remove it; if AWS takes it by its name alone by now, write `unchecked!(\"").push(name);
    Problem::at(at, what, help.push("\")`"))
}

/// The rate limit is one that AWS WAF takes.
#[must_use]
pub const fn rate_limit(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let (limit, [least, most]) = (acl.rate_limit, RATES);
    if limit >= least && limit <= most {
        return None;
    }
    let what = Text::new("a rate limit is ").number(least as u64).push(" to ");
    let what = what
        .number(most as u64)
        .push(" requests in five minutes, and this is ")
        .number(limit as u64);
    let near = if limit < least { 4000 } else { most };
    let help = Text::new("write `rate_limit: ").number(near as u64).push("`");
    Problem::at(Subject::at("edge.waf.rate_limit"), what, help)
}

/// A firewall stands in front of the site.
#[must_use]
pub const fn firewall_on(stack: &Architecture) -> Option<Problem> {
    match stack.edge {
        Some(edge) if matches!(edge.waf, Waf::Off) => Problem::at(
            Subject::at("edge.waf"),
            Text::new("nothing turns attacks away before they reach Moodle"),
            Text::new("write `waf: WebAcl`, or leave `waf` out"),
        ),
        _ => None,
    }
}

/// The core rule set counts, and blocks nothing.
#[must_use]
pub const fn core_rules_count(stack: &Architecture) -> Option<Problem> {
    const CORE: &str = "AWSManagedRulesCommonRuleSet";
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    match find(acl.rule_groups.as_slice(), CORE) {
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

/// What a name is that has something wrong with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Slip,
    New,
    Settings,
}

/// Returns the first rule group of a sort, and where it stands.
const fn first(stack: &Architecture, sort: Sort) -> Option<(Subject, &'static str)> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let lists = [(BLOCKING, acl.rule_groups), (COUNTING, acl.counting)];
    let mut list = 0;
    while list < lists.len() {
        let (path, names) = (lists[list].0, lists[list].1.as_slice());
        let mut i = 0;
        while i < names.len() {
            if is_of(names[i], sort) {
                return Some((Subject::item(path, i), names[i]));
            }
            i += 1;
        }
        list += 1;
    }
    None
}

const fn is_of(name: &str, sort: Sort) -> bool {
    match (Group::of(name), sort) {
        (None, Sort::Slip) => is_slip(name),
        (None, Sort::New) => !is_slip(name),
        (Some(group), Sort::Settings) => matches!(group.needs, Needs::Settings(_)),
        _ => false,
    }
}

/// Tells a name that is wrong from one that may be newer than the table: it has not AWS's form, or one or two letters
/// make it a known one.
const fn is_slip(name: &str) -> bool {
    match near(name) {
        _ if !has_form(name) => true,
        Some(near) => distance(name.as_bytes(), near.as_bytes()) <= 2,
        None => false,
    }
}

/// Tells whether a name is made as AWS makes those of its rule groups.
const fn has_form(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut i = 0;
    while i < bytes.len() && bytes[i].is_ascii_alphanumeric() {
        i += 1;
    }
    let ends = ends_with(name, "RuleSet") || ends_with(name, "List");
    i == bytes.len() && ends && starts_with(name, waf::PREFIX)
}

const fn web_acl(stack: &Architecture) -> Option<WebAcl> {
    match stack.edge {
        Some(edge) => match edge.waf {
            Waf::WebAcl(acl) => Some(acl),
            Waf::Off => None,
        },
        None => None,
    }
}

const fn again(at: Subject, name: &str) -> Option<Problem> {
    let what = Text::new("the rule group ").quoted(name).push(" is given twice");
    Problem::at(at, what, Text::new("remove one of them"))
}

/// Returns the first item that an earlier one is the same as.
const fn twice(names: &[&str]) -> Option<usize> {
    let mut i = 0;
    while i < names.len() {
        if let Some(earlier) = find(names, names[i])
            && earlier < i
        {
            return Some(i);
        }
        i += 1;
    }
    None
}

const fn find(names: &[&str], name: &str) -> Option<usize> {
    let mut i = 0;
    while i < names.len() {
        if same(names[i], name) {
            return Some(i);
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_slip_is_told_from_a_group_that_is_newer_than_the_table() {
        for slip in [
            "",
            "PHP",
            "AWSManagedRulesPHPRulesSet",
            "AWSManagedRulesPHPRuleset",
            "AWSManagedRulesSQLRuleSet",
            "AWSManagedRules-PHPRuleSet",
            "AWSManagedRulesAmazonIPReputationList",
        ] {
            assert!(is_slip(slip), "{slip}");
        }
        for new in [
            "AWSManagedRulesMoodleRuleSet",
            "AWSManagedRulesJavaRuleSet",
            "AWSManagedRulesTorList",
        ] {
            assert!(!is_slip(new), "{new}");
        }
    }
}
