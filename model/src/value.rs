//! Values in declarations that plain Rust types do not cover.

use std::ops::RangeInclusive;

/// An inclusive range, written `2..=10`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range<T> {
    /// The minimum.
    pub min: T,
    /// The maximum.
    pub max: T,
}

impl<T: Copy> Range<T> {
    /// Converts a Rust range, from a constant of the user.
    #[must_use]
    pub const fn of(range: &RangeInclusive<T>) -> Self {
        Self {
            min: *range.start(),
            max: *range.end(),
        }
    }
}

/// A list of up to [`Texts::CAPACITY`] strings, written `["a", "b"]`.
///
/// ```
/// use moodle_stack_model::Texts;
/// const ZONES: Texts = Texts::new(&["eu-west-1a", "eu-west-1b"]);
/// assert_eq!(ZONES.as_slice().len(), 2);
/// ```
#[derive(Clone, Copy)]
pub struct Texts {
    items: [&'static str; Self::CAPACITY],
    len: usize,
}

impl Texts {
    /// The maximum number of items. No key of the vocabulary needs more.
    pub const CAPACITY: usize = 16;

    /// Creates a list.
    ///
    /// # Panics
    ///
    /// If there are more than [`Texts::CAPACITY`] items; in a `const`, that is a compile error.
    #[must_use]
    pub const fn new(texts: &[&'static str]) -> Self {
        assert!(
            texts.len() <= Self::CAPACITY,
            "a list in a declaration has at most 16 items"
        );
        let mut items = [""; Self::CAPACITY];
        let mut i = 0;
        while i < texts.len() {
            items[i] = texts[i];
            i += 1;
        }
        Self {
            items,
            len: texts.len(),
        }
    }

    /// Returns the items.
    #[must_use]
    pub const fn as_slice(&self) -> &[&'static str] {
        self.items.split_at(self.len).0
    }
}

impl core::fmt::Debug for Texts {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}
