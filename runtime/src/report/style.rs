//! Colours. Everything can be read without them, and `anstream` removes them where they cannot be shown.

use anstyle::{AnsiColor, Style};

/// What failed, or loses something.
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
/// What deserves a second look.
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
/// What is all right.
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
/// What is for information.
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();
/// A heading.
pub(crate) const BOLD: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Wraps a text in a style. Pad before painting: the codes have no width.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
