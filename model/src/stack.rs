//! The expansion of a declaration.

use crate::Architecture;

/// A checked declaration: the architecture, and the source location of each value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stack {
    /// The stack's name in lower case with hyphens: `north-campus` for `NorthCampus`.
    pub name: &'static str,
    /// The declared architecture.
    pub architecture: Architecture,
    /// The source file, as the compiler names it.
    pub file: &'static str,
    /// The locations of the values in the file.
    pub locations: &'static [Location],
    /// The ids of the warning rules that the deployer must evaluate, since they read constants that the macro cannot.
    pub deferred_warnings: &'static [&'static str],
}

/// The source location of a value.
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
    /// Creates a location.
    #[must_use]
    pub const fn new(path: &'static str, line: u32, column: u32) -> Self {
        Self { path, line, column }
    }
}

impl Stack {
    /// Finds the location of a key's value, or of its section if the key is omitted.
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
