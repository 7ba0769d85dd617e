//! What a check found wrong.

use crate::Text;

/// What becomes of a declaration that breaks a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It does not compile: AWS or Moodle would refuse it, or nobody can mean it.
    Refused,
    /// It compiles with a warning, unless `#[allow(MS…)]` stands at the key: it works, and should not be done.
    Warned,
}

/// What a rule found wrong: plain data that `const` evaluation can build.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Problem {
    /// The key at whose value the error stands.
    pub at: Subject,
    /// The key that it disagrees with, if the rule is a relation.
    pub against: Option<Subject>,
    /// What is wrong, in one line, with the values.
    pub what: Text,
    /// What to write instead; text that can be pasted stands in backticks.
    pub help: Text,
}

impl Problem {
    /// Builds a problem at a place; wrapped, as rules return it.
    #[must_use]
    pub const fn at(at: Subject, what: Text, help: Text) -> Option<Self> {
        Some(Self {
            at,
            against: None,
            what,
            help,
        })
    }

    /// Builds a problem at a place that disagrees with another place.
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

/// A place in a declaration by its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The keys from the top, joined by dots: `compute.memory`.
    pub path: &'static str,
    /// Which item, where the value is a list.
    pub item: Option<usize>,
}

impl Subject {
    /// The value at a path.
    #[must_use]
    pub const fn at(path: &'static str) -> Self {
        Self { path, item: None }
    }

    /// One item of the list at a path.
    #[must_use]
    pub const fn item(path: &'static str, item: usize) -> Self {
        Self { path, item: Some(item) }
    }
}

/// One finding on a declaration, where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<S> {
    /// The rule's id, as `MS201`.
    pub id: &'static str,
    /// Whether it refuses or warns.
    pub level: Level,
    /// The token that is wrong.
    pub at: S,
    /// What is wrong, in one line, with the values.
    pub what: String,
    /// The other place that it disagrees with, and what to say of it: (`` `cpu` is set ``, where).
    pub against: Option<(String, S)>,
    /// What to do, ready to paste.
    pub help: String,
    /// Why it matters; empty where the rule's own statement says it.
    pub note: String,
}

impl<S> Finding<S> {
    /// Makes an error of the declaration's language, whose reason is in the table of its rules.
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
