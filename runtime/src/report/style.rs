//! Colours. Everything reads as well without them, and `anstream` takes them away where nobody sees them.

use anstyle::{AnsiColor, Style};

/// What failed, or loses something.
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
/// What deserves a second look.
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
/// What is well.
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
/// What may be read.
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();
/// What heads something.
pub(crate) const BOLD: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Wraps a text in a style. Pad before painting: the codes have no width.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
