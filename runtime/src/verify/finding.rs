//! What is wrong with a graph or a plan.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It is as it should be, and people should know it before they consent.
    Notice,
    /// It must not be carried out: it could not end well, or it would lose or leave behind something.
    Error,
}

/// Which rule a graph or a plan breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Every reference is to an output that a declared resource has.
    References,
    /// Nothing refers to itself, by way of others or not.
    Circles,
    /// Every resource is in the stack's region or in CloudFront's.
    Regions,
    /// No two resources of a kind share a name that must be unique, and no name is longer than AWS allows.
    Names,
    /// Resources that can stand beside their successors have the generation in their names.
    Generations,
    /// A resource has the fields of its kind and no others.
    Fields,
    /// A step is taken after those that it needs.
    Order,
    /// Nothing is made but what is declared, and as it is declared.
    Declared,
    /// What is declared is made, or there already.
    Missing,
    /// No two steps make one address, or take away one resource.
    Twice,
    /// What is not declared, or was replaced, is taken away.
    Orphans,
    /// What is there and is what is declared is not deleted without a cause.
    Kept,
    /// Data is deleted.
    Data,
}

/// One thing that a graph or a plan does which it must not do, or which people should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Which rule it is about.
    pub rule: Rule,
    /// The address that it is about.
    pub address: String,
    /// What is wrong, with the values.
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
