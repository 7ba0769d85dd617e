//! The description of a rule that `explain` and the book show.

use super::preflight::PREFLIGHT_RULES;
use super::{GRAMMAR, Level, RULES};

/// The description of a rule, whether it is about AWS, Moodle, or the declaration language.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Its id, such as `MS501`.
    pub id: &'static str,
    /// Whether it is an error or a warning.
    pub level: Level,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why.
    pub why: &'static str,
    /// A line that breaks it.
    pub wrong: &'static str,
    /// The same line, legal.
    pub right: &'static str,
    /// The keys that it reads; empty for a rule of the language.
    pub reads: &'static [&'static str],
    /// The page that it is based on.
    pub source: Option<&'static str>,
    /// The date of the table that it checks against.
    pub as_of: Option<&'static str>,
    /// Whether it is a preflight rule, which the deployer evaluates before it changes anything.
    pub preflight: bool,
}

/// Returns the pages of all rules, by id.
pub fn pages() -> impl Iterator<Item = Page> {
    let language = GRAMMAR.iter().map(|rule| Page {
        id: rule.id,
        level: Level::Refused,
        statement: rule.statement,
        why: rule.why,
        wrong: rule.wrong,
        right: rule.right,
        reads: &[],
        source: rule.source,
        as_of: None,
        preflight: false,
    });
    let declared = RULES.iter().map(|rule| Page {
        id: rule.id,
        level: rule.level,
        statement: rule.statement,
        why: rule.why,
        wrong: rule.wrong,
        right: rule.right,
        reads: rule.reads,
        source: Some(rule.source),
        as_of: rule.as_of,
        preflight: false,
    });
    let preflight = PREFLIGHT_RULES.iter().map(|rule| Page {
        id: rule.id,
        level: rule.level,
        statement: rule.statement,
        why: rule.why,
        wrong: rule.wrong,
        right: rule.right,
        reads: rule.reads,
        source: Some(rule.source),
        as_of: rule.as_of,
        preflight: true,
    });
    let mut pages: Vec<Page> = language.chain(declared).chain(preflight).collect();
    pages.sort_by_key(|page| page.id);
    pages.into_iter()
}
