//! Rules on `edge.waf`.

use super::{same, starts_with};
use crate::cidr::{Cidr, is_in, prefix_of_ipv6};
use crate::facts::waf::{self, Group, Needs, near};
use crate::strings::{ends_with, has};
use crate::suggest::{distance, nearest_in};
use crate::{Architecture, Exception, ManagedRule, Problem, Subject, Text, Waf, WebAcl};

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
    "MS408" rate_limit {
        statement: "The rate limit is 10 to 2000000000 requests from one address in five minutes.",
        why: "AWS WAF refuses a rate-based rule with any other limit.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html",
        reads: ["edge.waf.rate_limit"],
        wrong: "rate_limit: 9",
        right: "rate_limit: 10",
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
    "MS418" exceptions_have_a_path {
        statement: "An exception names a rule group or one of its rules, and a path that begins with a slash.",
        why: "The firewall compares the start of a request's path, which begins with a slash.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-request-components.html",
        reads: ["edge.waf.exceptions"],
        wrong: "exceptions: [\"AWSManagedRulesSQLiRuleSet on mod/quiz/\"]",
        right: "exceptions: [\"AWSManagedRulesSQLiRuleSet on /mod/quiz/\"]",
    }
    "MS419" exceptions_are_of_a_declared_group {
        statement: "A single rule and an exception are of a rule group that is declared.",
        why: "An exception from a group that the firewall does not have would do nothing.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting", "edge.waf.exceptions"],
        unless: ["MS404", "MS418"],
        wrong: "rule_groups: [\"AWSManagedRulesPHPRuleSet\"], counting: [\"AWSManagedRulesSQLiRuleSet/SQLi_BODY\"]",
        right: "rule_groups: [\"AWSManagedRulesSQLiRuleSet\"], counting: [\"AWSManagedRulesSQLiRuleSet/SQLi_BODY\"]",
    }
    "MS420" single_rules_known: Warned {
        statement: "A single rule of a rule group is known.",
        why: "AWS WAF silently ignores the name of a rule that the group does not have.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleActionOverride.html",
        reads: ["edge.waf.counting", "edge.waf.exceptions"],
        unless: ["MS404", "MS418", "MS419"],
        as_of: waf::AS_OF,
        wrong: "counting: [\"AWSManagedRulesSQLiRuleSet/SQLi_Body\"]",
        right: "counting: [\"AWSManagedRulesSQLiRuleSet/SQLi_BODY\"]",
    }
    "MS421" exempt_ranges {
        statement: "An exempt address is a range of IPv4 or IPv6 in CIDR notation, and not all addresses.",
        why: "AWS WAF refuses an IP set with anything else.",
        source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html",
        reads: ["edge.waf.exempt"],
        wrong: "exempt: [\"192.0.2.44\"]",
        right: "exempt: [\"192.0.2.44/32\"]",
    }
    "MS422" exempt_ranges_public: Warned {
        statement: "An exempt address is public.",
        why: "CloudFront sees the public address of a campus, never the private ones behind it.",
        source: "https://www.rfc-editor.org/rfc/rfc1918",
        reads: ["edge.waf.exempt"],
        unless: ["MS421"],
        wrong: "exempt: [\"10.0.0.0/8\"]",
        right: "exempt: [\"192.0.2.0/24\"]",
    }
    "MS423" firewall_capacity {
        statement: "The firewall takes at most 5000 web ACL capacity units.",
        why: "AWS WAF refuses a web ACL that takes more; a group counts again for each path on which one of its rules does not apply.",
        source: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html",
        reads: ["edge.waf.rule_groups", "edge.waf.counting", "edge.waf.exceptions"],
        unless: ["MS404", "MS418", "MS419"],
        as_of: waf::AS_OF,
        wrong: "exceptions: [\"AWSManagedRulesCommonRuleSet/GenericLFI_BODY on /a/\", … on six more paths]",
        right: "exceptions: [\"AWSManagedRulesCommonRuleSet/GenericLFI_BODY on /\"]",
    }
}

const EXCEPTIONS: &str = "edge.waf.exceptions";
const EXEMPT: &str = "edge.waf.exempt";

const BLOCKING: &str = "edge.waf.rule_groups";
const COUNTING: &str = "edge.waf.counting";

/// The limits of a rate-based rule.
///
/// Source: <https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html>, 2026-11.
const RATES: [u32; 2] = [10, 2_000_000_000];

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
        if find(counting, blocking[i]).is_some() {
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

/// The rate limit is one that AWS WAF accepts.
#[must_use]
pub const fn rate_limit(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let (limit, [least, most]) = (acl.rate_limit, RATES);
    if limit >= least && limit <= most {
        return None;
    }
    let what = Text::new("a rate limit must be ").number(least as u64).push(" to ");
    let what = what
        .number(most as u64)
        .push(" requests in five minutes, got ")
        .number(limit as u64);
    let near = if limit < least { 100_000 } else { most };
    let help = Text::new("write `rate_limit: ").number(near as u64).push("`");
    Problem::at(Subject::at("edge.waf.rate_limit"), what, help)
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
    if find(
        acl.counting.as_slice(),
        "AWSManagedRulesCommonRuleSet/SizeRestrictions_BODY",
    )
    .is_some()
    {
        return None;
    }
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

/// An exception names a rule group or one of its rules, and a path that begins with a slash.
#[must_use]
pub const fn exceptions_have_a_path(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let texts = acl.exceptions.as_slice();
    let mut i = 0;
    while i < texts.len() {
        if Exception::of(texts[i]).is_none() {
            let what = Text::new("")
                .quoted(texts[i])
                .push(" does not say what is kept off which path");
            let help = Text::new(
                "write a rule group, ` on ` and the start of a path: `\"AWSManagedRulesSQLiRuleSet on /mod/quiz/\"`, or a \
                 single rule: `\"AWSManagedRulesSQLiRuleSet/SQLi_BODY on /mod/quiz/\"`",
            );
            return Problem::at(Subject::item(EXCEPTIONS, i), what, help);
        }
        i += 1;
    }
    None
}

/// A single rule and an exception are of a rule group that is declared.
#[must_use]
pub const fn exceptions_are_of_a_declared_group(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let (blocking, counting) = (acl.rule_groups.as_slice(), acl.counting.as_slice());
    let mut i = 0;
    while i < counting.len() {
        let ManagedRule { group, rule } = ManagedRule::of(counting[i]);
        if rule.is_some() && find(blocking, group).is_none() {
            let what = Text::new("")
                .quoted(group)
                .push(" does not block, so there is no rule to be only counted");
            let help = Text::new("add `\"")
                .push(group)
                .push("\"` to `rule_groups`, or remove this");
            return Problem::at(Subject::item(COUNTING, i), what, help);
        }
        i += 1;
    }
    let exceptions = acl.exceptions.as_slice();
    let mut i = 0;
    while i < exceptions.len() {
        if let Some(Exception { managed, .. }) = Exception::of(exceptions[i])
            && find(blocking, managed.group).is_none()
            && find(counting, managed.group).is_none()
        {
            let what = Text::new("the firewall has no rule group ").quoted(managed.group);
            let help = Text::new("add `\"")
                .push(managed.group)
                .push("\"` to `rule_groups`, or remove this exception");
            return Problem::at(Subject::item(EXCEPTIONS, i), what, help);
        }
        i += 1;
    }
    None
}

/// A single rule of a rule group is known.
#[must_use]
pub const fn single_rules_known(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let lists = [(COUNTING, acl.counting), (EXCEPTIONS, acl.exceptions)];
    let mut list = 0;
    while list < lists.len() {
        let (path, texts) = (lists[list].0, lists[list].1.as_slice());
        let mut i = 0;
        while i < texts.len() {
            let managed = match Exception::of(texts[i]) {
                Some(exception) => exception.managed,
                None => ManagedRule::of(texts[i]),
            };
            if let (Some(rule), Some(group)) = (managed.rule, Group::of(managed.group))
                && !group.rules.is_empty()
                && find(group.rules, rule).is_none()
            {
                let what = Text::new("")
                    .quoted(group.name)
                    .push(" had no rule ")
                    .quoted(rule)
                    .push(" in ");
                let what = what
                    .push(waf::AS_OF)
                    .push(", and AWS ignores names that it does not know");
                let help = Text::new("write `unchecked!(\"")
                    .push(texts[i])
                    .push("\")` if AWS has it now");
                let help = match nearest_in(rule, group.rules) {
                    Some(near) => help
                        .push(", or, if it is a typo, `")
                        .push(group.name)
                        .push("/")
                        .push(near)
                        .push("`"),
                    None => help,
                };
                return Problem::at(Subject::item(path, i), what, help);
            }
            i += 1;
        }
        list += 1;
    }
    None
}

/// An exempt address is a range in CIDR notation, and not all addresses.
#[must_use]
pub const fn exempt_ranges(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let ranges = acl.exempt.as_slice();
    let mut i = 0;
    while i < ranges.len() {
        let range = ranges[i];
        let prefix = match Cidr::parse(range) {
            Some(range) => Some(range.prefix),
            None => prefix_of_ipv6(range),
        };
        let what = Text::new("").quoted(range);
        let (what, help) = match prefix {
            Some(1..) => {
                i += 1;
                continue;
            }
            Some(0) => (
                what.push(" is every address, so nobody would be limited"),
                Text::new("write the addresses of the campus, such as `\"192.0.2.0/24\"`, or raise `rate_limit`"),
            ),
            None if !has(range, b'/') => {
                let bits = if has(range, b':') { "/128" } else { "/32" };
                let help = Text::new("write `\"")
                    .push(range)
                    .push(bits)
                    .push("\"` for a single address");
                (what.push(" is not a range in CIDR notation"), help)
            }
            None => (
                what.push(" is not a range in CIDR notation"),
                Text::new("write a range such as `\"192.0.2.0/24\"` or `\"2001:db8::/32\"`"),
            ),
        };
        return Problem::at(Subject::item(EXEMPT, i), what, help);
    }
    None
}

/// The private ranges, and those of a host and a link:
/// <https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml>.
const PRIVATE: [&str; 6] = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
];

/// An exempt address is public.
#[must_use]
pub const fn exempt_ranges_public(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let ranges = acl.exempt.as_slice();
    let mut i = 0;
    while i < ranges.len() {
        let mut private = 0;
        while private < PRIVATE.len() {
            if let Some(range) = Cidr::parse(ranges[i])
                && is_in(range.address, PRIVATE[private])
            {
                let what = Text::new("")
                    .quoted(ranges[i])
                    .push(" is private, so no request comes from it");
                let help = Text::new("write the address that the campus has on the internet");
                return Problem::at(Subject::item(EXEMPT, i), what, help);
            }
            private += 1;
        }
        i += 1;
    }
    None
}

/// The firewall takes at most 5000 web ACL capacity units.
#[must_use]
pub const fn firewall_capacity(stack: &Architecture) -> Option<Problem> {
    let Some(acl) = web_acl(stack) else {
        return None;
    };
    let exceptions = acl.exceptions.as_slice();
    // The rate limit and the paths take a few more, but AWS does not state how many exactly.
    let mut all = 0;
    let lists = [acl.rule_groups.as_slice(), acl.counting.as_slice()];
    let mut list = 0;
    while list < lists.len() {
        let mut i = 0;
        while i < lists[list].len() {
            if let Some(group) = Group::of(lists[list][i]) {
                all += group.capacity * (1 + special_paths(exceptions, group.name));
            }
            i += 1;
        }
        list += 1;
    }
    if all <= waf::CAPACITY {
        return None;
    }
    let what = Text::new("the firewall takes ")
        .number(all as u64)
        .push(" capacity units, of at most ");
    let what = what.number(waf::CAPACITY as u64);
    let help = Text::new(
        "remove a rule group, keep a whole group off a path instead of one rule, or name one path that all these begin with",
    );
    Problem::at(
        Subject::at(if exceptions.is_empty() { BLOCKING } else { EXCEPTIONS }),
        what,
        help,
    )
}

/// Returns on how many paths a single rule of a group does not apply.
const fn special_paths(exceptions: &[&'static str], group: &str) -> u32 {
    let (mut paths, mut i) = (0, 0);
    while i < exceptions.len() {
        if let Some(one) = Exception::of(exceptions[i])
            && one.managed.rule.is_some()
            && same(one.managed.group, group)
        {
            let (mut is_new, mut earlier) = (true, 0);
            while earlier < i {
                if let Some(other) = Exception::of(exceptions[earlier])
                    && other.managed.rule.is_some()
                    && same(other.managed.group, group)
                    && same(other.path, one.path)
                {
                    is_new = false;
                }
                earlier += 1;
            }
            paths += is_new as u32;
        }
        i += 1;
    }
    paths
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
    let what = Text::new("the rule group ").quoted(name).push(" is listed twice");
    Problem::at(at, what, Text::new("remove one of them"))
}

/// Returns the index of the first item that equals an earlier one.
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
