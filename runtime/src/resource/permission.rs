//! What a kind's calls take of IAM: the one shape of what is allowed.

use super::Kind;

/// Allows actions on resources, under conditions. Texts have places to be filled, such as `{stack}`; see
/// `policy::fill`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) actions: &'static [&'static str],
    /// ARNs; none, where AWS lets nothing less than `*` be named.
    pub(crate) on: &'static [&'static str],
    pub(crate) when: &'static [Condition],
    /// The field that a resource must have set to need it.
    pub(crate) field: Option<&'static str>,
}

/// What the calls of a kind's adapter take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permissions {
    /// What each resource takes.
    pub(crate) rows: &'static [Row],
    /// What listing them takes, to rebuild a lost journal.
    pub(crate) inventory: &'static [Row],
    /// What calls take beside the action of their name.
    pub(crate) dependents: &'static [Dependents],
}

/// A kind whose permissions are known: the facet that each kind has for the deployer's own policy.
pub(crate) trait HasPermissions: Kind {
    /// What the calls of its adapter take.
    const PERMISSIONS: Permissions;
}

/// What an action takes beside itself, as the adapters call it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dependents {
    /// The action, such as `ec2:CreateSubnet`.
    pub(crate) of: &'static str,
    /// The others.
    pub(crate) actions: &'static [&'static str],
}

/// Says what an action takes beside itself.
pub(crate) const fn dependents(of: &'static str, actions: &'static [&'static str]) -> Dependents {
    Dependents { of, actions }
}

/// Narrows what is allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Condition {
    pub(crate) operator: &'static str,
    pub(crate) key: &'static str,
    pub(crate) values: &'static [&'static str],
}

/// Allows actions on resources.
pub(crate) const fn allow(actions: &'static [&'static str], on: &'static [&'static str]) -> Row {
    Row {
        actions,
        on,
        when: &[],
        field: None,
    }
}

/// Allows actions for which AWS has no permission for single resources: beside them, the page of the table has no resource
/// type.
pub(crate) const fn allow_on_all(actions: &'static [&'static str]) -> Row {
    allow(actions, &[])
}

/// Allows such actions in the region.
pub(crate) const fn allow_in_region(actions: &'static [&'static str]) -> Row {
    allow_on_all(actions).when(&[HERE])
}

impl Row {
    /// Narrows it.
    pub(crate) const fn when(mut self, when: &'static [Condition]) -> Self {
        self.when = when;
        self
    }

    /// Says that only a resource needs it which has a field set.
    pub(crate) const fn with(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }
}

/// A text must be one of some.
pub(crate) const fn equals(key: &'static str, values: &'static [&'static str]) -> Condition {
    Condition {
        operator: "StringEquals",
        key,
        values,
    }
}

/// What is already there carries the stack's tag.
pub(crate) const OWNED_BY_STACK: Condition = equals("aws:ResourceTag/moodle-stack:stack", &["{stack}"]);

/// What is being made or tagged is given the stack's tag.
pub(crate) const TAGGED_ON_CREATE: Condition = equals("aws:RequestTag/moodle-stack:stack", &["{stack}"]);

/// The call goes to the region.
pub(crate) const HERE: Condition = equals("aws:RequestedRegion", &["{region}"]);

/// The call is one that a service makes with the caller's credentials, on the way of a call to itself:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html>.
pub(crate) const BY_SERVICE: Condition = Condition {
    operator: "Bool",
    key: "aws:ViaAWSService",
    values: &["true"],
};

/// The key under which IAM tells to which service a role is given:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>.
pub(crate) const PASSED_TO: &str = "iam:PassedToService";

/// The ARN of something in an account and region.
macro_rules! arn {
    ($service:literal, $resource:literal) => {
        concat!("arn:{partition}:", $service, ":{region}:{account}:", $resource)
    };
}
pub(crate) use arn;

/// The ARN of something that no region keeps apart.
macro_rules! global_arn {
    ($service:literal, $resource:literal) => {
        concat!("arn:{partition}:", $service, "::{account}:", $resource)
    };
}
pub(crate) use global_arn;
