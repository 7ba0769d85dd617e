//! Findings about a graph or a plan.

use std::fmt;

/// How severe a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It is correct, but users should know about it before they confirm.
    Notice,
    /// The plan must not be carried out: it could not succeed, or it would lose something or leave something behind.
    Error,
}

/// The rule that a graph or a plan breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Every reference names an output of a declared resource.
    References,
    /// No resource refers to itself, directly or not.
    Circles,
    /// Every resource is in the stack's region or in CloudFront's.
    Regions,
    /// No two resources of a kind share a name that must be unique, and no name is longer than AWS allows.
    Names,
    /// A resource that can exist beside its successor has the spec hash in its name.
    SpecHashes,
    /// A resource has the fields of its kind and no others.
    Fields,
    /// A step runs after the steps that it needs.
    Order,
    /// Only what is declared is created, and as it is declared.
    Declared,
    /// A declared resource is created, or exists already.
    Missing,
    /// No two steps create one address, or delete one resource.
    Twice,
    /// No step deletes a resource that another step or the plan keeps, under another entry of the journal.
    Both,
    /// A resource that is not declared, or was replaced, is deleted.
    Orphans,
    /// A resource that matches the declaration is not deleted without a reason.
    Kept,
    /// Data is deleted.
    Data,
}

/// Something that is wrong with a graph or a plan, or that users should know about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// How severe it is.
    pub severity: Severity,
    /// The rule that it is about.
    pub rule: Rule,
    /// The address that it is about.
    pub address: String,
    /// The problem, with the values.
    pub what: String,
}

impl Finding {
    pub(super) fn error(rule: Rule, address: &str, what: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            rule,
            address: address.into(),
            what: what.into(),
        }
    }

    pub(super) fn notice(rule: Rule, address: &str, what: impl Into<String>) -> Self {
        Self {
            severity: Severity::Notice,
            ..Self::error(rule, address, what)
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({:?})", self.address, self.what, self.rule)
    }
}
