//! Where something stands in a declaration.

use proc_macro2::Span;

/// From one token to another, and what the checks have to carry along with a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    /// The first token.
    pub(crate) start: Span,
    /// The last token.
    pub(crate) end: Span,
    /// Which of the parser's bases it was taken over through, if it was written in an earlier stack.
    pub(crate) via: Option<usize>,
    /// Which of the parser's constants stands here.
    pub(crate) constant: Option<usize>,
    /// Whether it stands in `unchecked!(…)`.
    pub(crate) unchecked: bool,
}

impl At {
    /// Writes the place as rustc does: `src/main.rs:14:10`.
    ///
    /// In an editor, rust-analyzer tells a macro no places.
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
