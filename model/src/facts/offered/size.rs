//! The sizes of instance classes and node types.

use crate::Text;
use crate::strings::position;

/// Every size of an instance class or a node type, the smallest first.
pub const SIZES: [&str; 14] = [
    "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "10xlarge", "12xlarge", "16xlarge",
    "24xlarge", "32xlarge", "48xlarge",
];

/// The bit for the empty size of `db.serverless`.
pub(super) const NO_SIZE: u16 = 1 << 15;

/// A set of [`SIZES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes(pub(super) u16);

impl Sizes {
    /// Returns whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns whether a size is in the set.
    #[must_use]
    pub const fn has(self, size: &str) -> bool {
        self.0 & bit(size) != 0
    }

    /// Appends the sizes to a message, the smallest first: `large, xlarge, 2xlarge`.
    #[must_use]
    pub const fn write(self, mut text: Text) -> Text {
        let (mut i, mut first) = (0, true);
        while i < SIZES.len() {
            if self.0 & 1 << i != 0 {
                text = if first { text } else { text.push(", ") }.push(SIZES[i]);
                first = false;
            }
            i += 1;
        }
        text
    }
}

/// Returns the bit of a size, or 0 if it is not in the table; the empty size of `db.serverless` is the last bit.
pub(super) const fn bit(size: &str) -> u16 {
    if size.is_empty() {
        return NO_SIZE;
    }
    match position(&SIZES, size) {
        Some(i) => 1 << i,
        None => 0,
    }
}
