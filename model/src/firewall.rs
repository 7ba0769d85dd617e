//! What a text of `edge.waf` names: a managed rule group, one of its rules, and a path.

use crate::strings::find;

/// A managed rule group, or a single rule of one, as `Group/Rule`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManagedRule {
    /// The name of the group.
    pub group: &'static str,
    /// The name of the rule; `None` for the whole group.
    pub rule: Option<&'static str>,
}

impl ManagedRule {
    /// Reads one.
    #[must_use]
    pub const fn of(text: &'static str) -> Self {
        match find(text, "/") {
            Some(at) => Self {
                group: text.split_at(at).0,
                rule: Some(text.split_at(at + 1).1),
            },
            None => Self {
                group: text,
                rule: None,
            },
        }
    }
}

/// Where a group or a rule does not apply, as `Group on /path/` or `Group/Rule on /path/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    /// What does not apply.
    pub managed: ManagedRule,
    /// The prefix of the paths where it does not apply.
    pub path: &'static str,
}

impl Exception {
    /// Reads one; `None` if it does not have that form.
    #[must_use]
    pub const fn of(text: &'static str) -> Option<Self> {
        const ON: &str = " on ";
        let Some(at) = find(text, ON) else { return None };
        let path = text.split_at(at + ON.len()).1;
        if path.is_empty() || path.as_bytes()[0] != b'/' {
            return None;
        }
        Some(Self {
            managed: ManagedRule::of(text.split_at(at).0),
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exception_names_a_group_or_a_rule_and_a_path() {
        let group = ManagedRule {
            group: "AWSManagedRulesSQLiRuleSet",
            rule: None,
        };
        let rule = ManagedRule {
            rule: Some("SQLi_BODY"),
            ..group
        };
        assert_eq!(ManagedRule::of("AWSManagedRulesSQLiRuleSet"), group);
        assert_eq!(ManagedRule::of("AWSManagedRulesSQLiRuleSet/SQLi_BODY"), rule);
        for (managed, text) in [
            (group, "AWSManagedRulesSQLiRuleSet on /mod/quiz/"),
            (rule, "AWSManagedRulesSQLiRuleSet/SQLi_BODY on /mod/quiz/"),
        ] {
            let path = "/mod/quiz/";
            assert_eq!(Exception::of(text), Some(Exception { managed, path }));
        }
        for text in [
            "",
            "AWSManagedRulesSQLiRuleSet",
            "Group on mod/quiz/",
            "Group on ",
            "Group /mod/",
        ] {
            assert_eq!(Exception::of(text), None, "{text}");
        }
    }
}
