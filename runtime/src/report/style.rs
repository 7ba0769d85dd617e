//! Colours. Everything can be read without them, and `anstream` removes them if they cannot be shown.

use anstyle::{AnsiColor, Style};

/// For failures and losses.
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
/// For things that deserve a second look.
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
/// What is all right.
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
/// For information.
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();
/// A heading.
pub(crate) const BOLD: Style = Style::new().bold();
/// What may be skipped.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Wraps a text in a style. Pad before painting: the codes have no width.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
