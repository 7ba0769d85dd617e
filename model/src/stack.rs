//! What a declaration expands to.

use crate::Architecture;

/// A checked declaration: the architecture, and where each of its values was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stack {
    /// The stack's name in lower case with hyphens: `NorthCampus` is `north-campus`.
    pub name: &'static str,
    /// What is declared.
    pub architecture: Architecture,
    /// The file of the declaration, as the compiler names it.
    pub file: &'static str,
    /// Where the values stand in it.
    pub locations: &'static [Location],
    /// The ids of the warnings that are the deployer's to give: constants kept the macro from judging.
    pub deferred_warnings: &'static [&'static str],
}

/// Where the value of a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The keys from the top, joined by dots: `compute.memory`; empty for the stack itself.
    pub path: &'static str,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
}

impl Location {
    /// Makes a place of a path, a line and a column.
    #[must_use]
    pub const fn new(path: &'static str, line: u32, column: u32) -> Self {
        Self { path, line, column }
    }
}

impl Stack {
    /// Finds where a key's value stands; where a default applies, where its section stands.
    #[must_use]
    pub fn location(&self, path: &str) -> Option<Location> {
        let mut path = path;
        loop {
            if let Some(location) = self.locations.iter().find(|location| location.path == path) {
                return Some(*location);
            }
            if path.is_empty() {
                return None;
            }
            path = path.rsplit_once('.').map_or("", |(head, _)| head);
        }
    }
}
