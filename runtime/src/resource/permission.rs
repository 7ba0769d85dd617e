//! The IAM permissions that a kind's calls need: which actions are allowed on which resources, under which conditions.

use super::Kind;

/// Allows actions on resources, under conditions. The texts contain placeholders such as `{stack}`, which
/// `policy::fill` replaces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) actions: &'static [&'static str],
    /// ARNs; empty if AWS accepts only `*`.
    pub(crate) on: &'static [&'static str],
    /// Conditions that must all be true.
    pub(crate) when: &'static [Condition],
    /// The field that must be set for a resource to need the row.
    pub(crate) field: Option<&'static str>,
}

/// The permissions that the calls of a kind's adapter need.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permissions {
    /// The permissions that each resource needs.
    pub(crate) rows: &'static [Row],
    /// The permissions for listing the resources, to recover a lost journal.
    pub(crate) inventory: &'static [Row],
    /// The actions that calls need in addition to the action of the same name.
    pub(crate) dependents: &'static [Dependents],
}

/// A kind whose permissions are known: the facet of a kind for the deployer's own policy.
#[diagnostic::on_unimplemented(
    message = "the kind `{Self}` has no permissions",
    label = "in its folder's `permissions.rs`: `impl HasPermissions for {Self}`, with the IAM actions of its adapter's calls"
)]
pub(crate) trait HasPermissions: Kind {
    /// The permissions that the calls of its adapter need.
    const PERMISSIONS: Permissions;
}

/// The actions that one action needs in addition to itself, in the way that the adapters call it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dependents {
    /// The action, such as `ec2:CreateSubnet`.
    pub(crate) of: &'static str,
    /// The additional actions.
    pub(crate) actions: &'static [&'static str],
}

/// Lists the actions that an action needs in addition to itself.
pub(crate) const fn dependents(of: &'static str, actions: &'static [&'static str]) -> Dependents {
    Dependents { of, actions }
}

/// A condition that narrows what is allowed.
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

/// Allows actions that AWS cannot restrict to single resources: the table of actions in the service's reference has no
/// resource type for them.
pub(crate) const fn allow_on_all(actions: &'static [&'static str]) -> Row {
    allow(actions, &[])
}

/// Allows actions that AWS cannot restrict to single resources, but only in the resource's region.
pub(crate) const fn allow_in_region(actions: &'static [&'static str]) -> Row {
    allow_on_all(actions).when(&[HERE])
}

impl Row {
    /// Sets the conditions.
    pub(crate) const fn when(mut self, when: &'static [Condition]) -> Self {
        self.when = when;
        self
    }

    /// Limits the row to resources that have a field set.
    pub(crate) const fn with(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }
}

/// Requires a condition key to have one of the values.
pub(crate) const fn equals(key: &'static str, values: &'static [&'static str]) -> Condition {
    Condition {
        operator: "StringEquals",
        key,
        values,
    }
}

/// The existing resource has the stack's tag.
pub(crate) const OWNED_BY_STACK: Condition = equals("aws:ResourceTag/moodle-stack:stack", &["{stack}"]);

/// The existing resource is of no stack.
pub(crate) const OWNED_BY_NO_STACK: Condition = Condition {
    operator: "Null",
    key: "aws:ResourceTag/moodle-stack:stack",
    values: &["true"],
};

/// The request gives the stack's tag to the resource that it creates or tags.
pub(crate) const TAGGED_ON_CREATE: Condition = equals("aws:RequestTag/moodle-stack:stack", &["{stack}"]);

/// The call is sent to the resource's region.
pub(crate) const HERE: Condition = equals("aws:RequestedRegion", &["{region}"]);

/// A service makes the call with the caller's credentials, while it handles a call to itself:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html>.
pub(crate) const BY_SERVICE: Condition = Condition {
    operator: "Bool",
    key: "aws:ViaAWSService",
    values: &["true"],
};

/// The condition key for the service that a role is passed to:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>.
pub(crate) const PASSED_TO: &str = "iam:PassedToService";

/// The ARN of a resource in the account and region.
macro_rules! arn {
    ($service:literal, $resource:literal) => {
        concat!("arn:{partition}:", $service, ":{region}:{account}:", $resource)
    };
}
pub(crate) use arn;

/// The ARN of a resource whose service has no regions.
macro_rules! global_arn {
    ($service:literal, $resource:literal) => {
        concat!("arn:{partition}:", $service, "::{account}:", $resource)
    };
}
pub(crate) use global_arn;
