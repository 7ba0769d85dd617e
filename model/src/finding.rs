//! A problem that a check found.

use crate::Text;

/// Whether a broken rule is an error or a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The declaration does not compile: AWS or Moodle would refuse it, or it cannot be intended.
    Refused,
    /// The declaration compiles with a warning, unless the key has `#[allow(MS…)]`: it works, but is not recommended.
    Warned,
}

/// A problem that a rule found: plain data that `const` evaluation can build.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Problem {
    /// The key whose value is wrong.
    pub at: Subject,
    /// The key that it conflicts with, if the rule relates two keys.
    pub against: Option<Subject>,
    /// What is wrong, in one line, with the values.
    pub what: Text,
    /// What to write instead; text in backticks can be pasted.
    pub help: Text,
}

impl Problem {
    /// Builds a problem at a place, wrapped in `Some` as rules return it.
    #[must_use]
    pub const fn at(at: Subject, what: Text, help: Text) -> Option<Self> {
        Some(Self {
            at,
            against: None,
            what,
            help,
        })
    }

    /// Builds a problem at a place that conflicts with another place.
    #[must_use]
    pub const fn between(at: Subject, against: Subject, what: Text, help: Text) -> Option<Self> {
        Some(Self {
            at,
            against: Some(against),
            what,
            help,
        })
    }
}

/// A place in a declaration, given by its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The keys from the top, joined by dots: `compute.memory`.
    pub path: &'static str,
    /// The index of the item, if the value is a list or a range.
    pub item: Option<usize>,
}

impl Subject {
    /// Returns the value at a path.
    #[must_use]
    pub const fn at(path: &'static str) -> Self {
        Self { path, item: None }
    }

    /// Returns one item of the list at a path.
    #[must_use]
    pub const fn item(path: &'static str, item: usize) -> Self {
        Self { path, item: Some(item) }
    }
}

/// One finding on a declaration, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<S> {
    /// The rule's id, such as `MS201`.
    pub id: &'static str,
    /// Whether it is an error or a warning.
    pub level: Level,
    /// The token that is wrong.
    pub at: S,
    /// What is wrong, in one line, with the values.
    pub what: String,
    /// The other place that it conflicts with, and its label: (`` `cpu` is set ``, place).
    pub against: Option<(String, S)>,
    /// What to do, ready to paste.
    pub help: String,
    /// The reason; empty if the table of rules has it.
    pub note: String,
}

impl<S> Finding<S> {
    /// Creates an error of the declaration language, whose reason is in the table of its rules.
    pub fn language(id: &'static str, at: S, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            id,
            level: Level::Refused,
            at,
            what: what.into(),
            against: None,
            help: help.into(),
            note: String::new(),
        }
    }
}
