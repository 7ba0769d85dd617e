//! Places in a declaration.

use proc_macro2::Span;

/// A range of tokens, with the data that the checks carry along with a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    /// The first token.
    pub(crate) start: Span,
    /// The last token.
    pub(crate) end: Span,
    /// The index of the base in [`Parser::bases`](crate::parse::Parser::bases), if the value is inherited from an earlier stack.
    pub(crate) via: Option<usize>,
    /// The index of the constant in [`Parser::constants`](crate::parse::Parser::constants), if the value is one.
    pub(crate) constant: Option<usize>,
    /// Whether it is inside `unchecked!(…)`.
    pub(crate) unchecked: bool,
}

impl At {
    /// Formats the place as rustc does: `src/main.rs:14:10`.
    ///
    /// In an editor, the place is unknown: rust-analyzer does not pass places to macros.
    pub(crate) fn describe(&self) -> String {
        let (line, column) = self.line_column();
        match self.start.file().as_str() {
            "" => "another place".into(),
            file => format!("{file}:{line}:{column}"),
        }
    }

    /// Returns the line and the column of the first character, both counted from 1.
    pub(crate) fn line_column(&self) -> (usize, usize) {
        let start = self.start.start();
        (start.line, start.column + 1)
    }
}
