//! Tables of AWS and Moodle facts, each with its source and date.

pub mod cache;
pub mod database;
mod date;
pub mod efs;
pub mod fargate;
pub mod images;
pub mod logs;
pub mod moodle;
pub mod offered;
pub mod quotas;
pub mod regions;
pub mod ses;
pub mod version;
pub mod waf;
pub mod zones;

pub use crate::suggest::nearest_in;
pub use date::Date;

/// Returns the first entry of an ascending table that is not below a value, or the last entry.
///
/// ```
/// assert_eq!(moodle_stack_model::facts::next(&[1, 7, 14], 8), 14);
/// assert_eq!(moodle_stack_model::facts::next(&[1, 7, 14], 15), 14);
/// ```
#[must_use]
pub const fn next(table: &[u32], value: u32) -> u32 {
    let mut i = 0;
    while i + 1 < table.len() && table[i] < value {
        i += 1;
    }
    table[i]
}

/// Returns whether a list of words, separated by single spaces, contains a word.
#[must_use]
pub const fn lists(words: &str, word: &str) -> bool {
    let mut i = 0;
    while let Some(one) = crate::strings::part(words, b' ', i) {
        if crate::strings::same(one, word) {
            return !word.is_empty();
        }
        i += 1;
    }
    false
}

/// Returns the last word of a list separated by single spaces, or `None` if the list is empty.
#[must_use]
pub const fn last(words: &str) -> Option<&str> {
    let bytes = words.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1] != b' ' {
        start -= 1;
    }
    if start == bytes.len() {
        None
    } else {
        Some(words.split_at(start).1)
    }
}
