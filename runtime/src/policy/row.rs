//! The one shape of what is allowed.

use super::fill::Values;
use super::statement::{Conditions, Statement};
use std::collections::BTreeSet;

/// Allows actions on resources, under conditions. Texts have places to be filled, as `{stack}`; see [`Values`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) actions: &'static [&'static str],
    /// ARNs; none, where AWS lets nothing less than `*` be named.
    pub(super) on: &'static [&'static str],
    pub(super) when: &'static [Condition],
    /// The field that a resource must have set to need it.
    pub(super) field: Option<&'static str>,
}

/// Narrows what is allowed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    pub(super) operator: &'static str,
    pub(super) key: &'static str,
    pub(super) values: &'static [&'static str],
}

/// Allows actions on resources.
pub(super) const fn allow(actions: &'static [&'static str], on: &'static [&'static str]) -> Row {
    Row {
        actions,
        on,
        when: &[],
        field: None,
    }
}

/// Allows actions for which AWS has no permission for single resources: beside them, the page of the table has no resource
/// type.
pub(super) const fn allow_on_all(actions: &'static [&'static str]) -> Row {
    allow(actions, &[])
}

/// Allows such actions in the region.
pub(super) const fn allow_in_region(actions: &'static [&'static str]) -> Row {
    allow_on_all(actions).when(&[HERE])
}

impl Row {
    /// Narrows it.
    pub(super) const fn when(mut self, when: &'static [Condition]) -> Self {
        self.when = when;
        self
    }

    /// Says that only a resource needs it which has a field set.
    pub(super) const fn with(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Fills its places. Nothing, where a resource or a condition would have no value: it is then about something that is
    /// not there.
    pub(super) fn filled(&self, values: &Values<'_>) -> Option<Statement> {
        if self.field.is_some_and(|field| !values.has(field)) {
            return None;
        }
        let resources: BTreeSet<String> = if self.on.is_empty() {
            BTreeSet::from(["*".to_owned()])
        } else {
            self.on.iter().flat_map(|text| values.fill(text)).collect()
        };
        let mut conditions = Conditions::new();
        for one in self.when {
            let texts: BTreeSet<String> = one.values.iter().flat_map(|text| values.fill(text)).collect();
            if texts.is_empty() {
                return None;
            }
            let keys = conditions.entry(one.operator.to_owned()).or_default();
            keys.insert(one.key.to_owned(), texts);
        }
        let actions = self.actions.iter().map(|&action| action.to_owned()).collect();
        (!resources.is_empty()).then_some(Statement {
            actions,
            resources,
            conditions,
        })
    }
}

/// A text must be one of some.
pub(super) const fn equals(key: &'static str, values: &'static [&'static str]) -> Condition {
    Condition {
        operator: "StringEquals",
        key,
        values,
    }
}

/// What is already there carries the stack's tag.
pub(super) const OWNED_BY_STACK: Condition = equals("aws:ResourceTag/moodle-stack:stack", &["{stack}"]);

/// What is being made or tagged is given the stack's tag.
pub(super) const TAGGED_ON_CREATE: Condition = equals("aws:RequestTag/moodle-stack:stack", &["{stack}"]);

/// The call goes to the region.
pub(super) const HERE: Condition = equals("aws:RequestedRegion", &["{region}"]);

/// The call is one that a service makes with the caller's credentials, on the way of a call to itself:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html>.
pub(super) const BY_SERVICE: Condition = Condition {
    operator: "Bool",
    key: "aws:ViaAWSService",
    values: &["true"],
};

/// The key under which IAM tells to which service a role is given:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>.
pub(super) const PASSED_TO: &str = "iam:PassedToService";

/// The ARN of something in an account and region.
macro_rules! arn {
    ($service:literal, $resource:literal) => {
        concat!("arn:{partition}:", $service, ":{region}:{account}:", $resource)
    };
}
pub(super) use arn;

/// The ARN of something that no region keeps apart.
macro_rules! global_arn {
    ($service:literal, $resource:literal) => {
        concat!("arn:{partition}:", $service, "::{account}:", $resource)
    };
}
pub(super) use global_arn;
