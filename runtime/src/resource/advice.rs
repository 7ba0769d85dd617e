//! What to do about a resource that AWS has given up, by the words that AWS gives for the cause.

use super::Kind;

/// What to do about one cause.
#[derive(Clone, Copy, Debug)]
pub struct Advice {
    /// Words that all stand somewhere in the cause, in any case.
    words: &'static [&'static str],
    /// What to do.
    advice: &'static str,
}

impl Advice {
    /// Says what to do about a cause that has some words in it.
    #[must_use]
    pub const fn new(words: &'static [&'static str], advice: &'static str) -> Self {
        Self { words, advice }
    }

    /// Returns what to do about a cause, by the first row that fits; nothing where the cause is not known.
    #[must_use]
    pub fn find(rows: &[Self], cause: &str) -> Option<&'static str> {
        let cause = cause.to_lowercase();
        let fits = |row: &&Self| row.words.iter().all(|word| cause.contains(&word.to_lowercase()));
        rows.iter().find(fits).map(|row| row.advice)
    }
}

/// A kind that says what to do about it when AWS has given it up: the facet that each kind has for errors.
pub trait HasAdvice: Kind {
    /// What to do, by AWS's words; the first row that fits holds.
    const ADVICE: &'static [Advice];
}
