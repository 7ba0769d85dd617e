//! The type of a preflight rule.

use super::PreflightAnswers;
use crate::{Architecture, Level, Problem};

/// A rule that compares a declaration with what exists.
#[derive(Clone, Copy, Debug)]
pub struct PreflightRule {
    /// Its id: the hundred is its section's, and the last two digits are 90 or more.
    pub id: &'static str,
    /// Whether it stops a deployment, or is a warning.
    pub level: Level,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why: what happens on AWS otherwise.
    pub why: &'static str,
    /// The AWS page that it is based on.
    pub source: &'static str,
    /// The keys that it reads.
    pub reads: &'static [&'static str],
    /// The date of the table that it checks against.
    pub as_of: Option<&'static str>,
    /// A line that breaks it, as close to a legal one as possible.
    pub wrong: &'static str,
    /// The same line, corrected.
    pub right: &'static str,
    /// The check. It returns all problems at once, since each run costs a round of API calls.
    pub check: fn(&Architecture, &PreflightAnswers) -> Vec<Problem>,
}
