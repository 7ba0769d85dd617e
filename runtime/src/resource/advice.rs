//! Advice about a resource that AWS reports as failed, chosen by the words of AWS's reason.

use super::Kind;

/// The advice for one cause of a failure.
#[derive(Clone, Copy, Debug)]
pub struct Advice {
    /// Texts that must all occur in the cause, in upper or lower case.
    words: &'static [&'static str],
    advice: &'static str,
}

impl Advice {
    /// Creates the advice for causes that contain all of `words`.
    #[must_use]
    pub const fn new(words: &'static [&'static str], advice: &'static str) -> Self {
        Self { words, advice }
    }

    /// Returns the advice of the first row that matches a cause; `None` if no row matches.
    #[must_use]
    pub fn find(rows: &[Self], cause: &str) -> Option<&'static str> {
        let cause = cause.to_lowercase();
        let fits = |row: &&Self| row.words.iter().all(|word| cause.contains(&word.to_lowercase()));
        rows.iter().find(fits).map(|row| row.advice)
    }
}

/// A kind with advice for its failures: the facet of a kind for errors.
#[diagnostic::on_unimplemented(
    message = "the kind `{Self}` has no advice",
    label = "in its folder's `mod.rs`: `impl HasAdvice for {Self}`; `&[]` if AWS never reports that it failed"
)]
pub trait HasAdvice: Kind {
    /// The advice, by AWS's words; the first row that matches is used.
    const ADVICE: &'static [Advice];
}
