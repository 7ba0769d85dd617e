//! What is told of one rule: by `explain`, and in the book.

use super::preflight::PREFLIGHT_RULES;
use super::{GRAMMAR, Level, RULES};

/// All that is known of a rule, whether it is of AWS, of Moodle, or of the declaration's own language.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Its id, as `MS501`.
    pub id: &'static str,
    /// Whether it refuses or warns.
    pub level: Level,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why.
    pub why: &'static str,
    /// A line that breaks it.
    pub wrong: &'static str,
    /// The same line, legal.
    pub right: &'static str,
    /// The keys that it judges by; none, if it is of the language.
    pub reads: &'static [&'static str],
    /// The page behind it.
    pub source: Option<&'static str>,
    /// The day of the table that it judges by.
    pub as_of: Option<&'static str>,
    /// Whether it is the deployer's to judge, by what is there, before it changes anything.
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
        source: None,
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
        level: Level::Refused,
        statement: rule.statement,
        why: rule.why,
        wrong: rule.wrong,
        right: rule.right,
        reads: rule.reads,
        source: Some(rule.source),
        as_of: None,
        preflight: true,
    });
    let mut pages: Vec<Page> = language.chain(declared).chain(preflight).collect();
    pages.sort_by_key(|page| page.id);
    pages.into_iter()
}
