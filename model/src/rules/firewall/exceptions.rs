//! Single rules of a rule group that only count, and paths on which a group or a rule does not apply.

use super::{BLOCKING, COUNTING, web_acl};
use crate::facts::waf::{self, Group};
use crate::strings::{position, same};
use crate::suggest::nearest_in;
use crate::{Architecture, Exception, ManagedRule, Problem, Subject, Text};

const EXCEPTIONS: &str = "edge.waf.exceptions";

rules! {
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
                .push(" does not name a rule group and a path that begins with a slash");
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
        if rule.is_some() && position(blocking, group).is_none() {
            let what = Text::new("")
                .quoted(group)
                .push(" is not in `rule_groups`, so its single rules cannot only count");
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
            && position(blocking, managed.group).is_none()
            && position(counting, managed.group).is_none()
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
                && position(group.rules, rule).is_none()
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
        "remove a rule group, except a whole group from a path instead of one rule, or name one path that all these begin with",
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
