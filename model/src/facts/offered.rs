//! Which instance classes and node types AWS offers where, in a table of one row for those that go together.

mod class;

use super::regions::{NAMES, index};
use crate::Text;
use crate::suggest::distance;
use crate::text::{ends_with, part, same};

pub use class::{Class, ClassSyntaxError};

/// Every size that an instance class or a node type has, the smallest first.
pub const SIZES: [&str; 14] = [
    "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "10xlarge", "12xlarge", "16xlarge",
    "24xlarge", "32xlarge", "48xlarge",
];

/// Says where a class is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// In the region.
    Here,
    /// In other regions only.
    Elsewhere,
    /// Somewhere, and the table knows nothing of the region.
    RegionUnknown,
    /// Nowhere: the family does not have the size.
    SizeUnknown,
    /// Nowhere: there is no such family.
    FamilyUnknown,
}

/// Holds a set of [`SIZES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes(u16);

impl Sizes {
    /// Tells whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Tells whether a size is in the set.
    #[must_use]
    pub const fn has(self, size: &str) -> bool {
        self.0 & bit(size) != 0
    }

    /// Appends the sizes to a message, the smallest first, as `large, xlarge, 2xlarge`.
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

/// Holds sizes of a family that the same users can have in the same regions.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    family: &'static str,
    sizes: u16,
    users: u8,
    regions: u64,
}

impl Row {
    /// Makes a row of a family, the set of its users, its sizes in one string, and its regions.
    pub(super) const fn new(family: &'static str, users: u8, sizes: &str, regions: u64) -> Self {
        // There are fewer sizes than bits.
        #[allow(clippy::cast_possible_truncation)]
        let sizes = if sizes.is_empty() {
            NO_SIZE
        } else {
            walk(sizes, &SIZES) as u16
        };
        Self {
            family,
            sizes,
            users,
            regions,
        }
    }
}

/// Holds what is offered, and in which regions anything is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Offered {
    rows: &'static [Row],
    regions: u64,
}

impl Offered {
    /// Makes a table of its rows.
    pub(super) const fn new(rows: &'static [Row]) -> Self {
        let (mut i, mut regions) = (0, 0);
        while i < rows.len() {
            regions |= rows[i].regions;
            i += 1;
        }
        Self { rows, regions }
    }

    /// Looks a class up for one user and region.
    #[must_use]
    pub const fn find(&self, user: u8, class: Class<'_>, region: &str) -> Found {
        let region = self.region(region);
        let size = bit(class.size);
        let mut found = Found::FamilyUnknown;
        let mut i = 0;
        while i < self.rows.len() {
            let row = &self.rows[i];
            if row.users & user != 0 && same(row.family, class.family) {
                if row.sizes & size == 0 {
                    if matches!(found, Found::FamilyUnknown) {
                        found = Found::SizeUnknown;
                    }
                } else if region == 0 {
                    return Found::RegionUnknown;
                } else if row.regions & region != 0 {
                    return Found::Here;
                } else {
                    found = Found::Elsewhere;
                }
            }
            i += 1;
        }
        found
    }

    /// Returns the sizes that a family has for a user, in a region or, where the region is unknown, anywhere.
    #[must_use]
    pub const fn sizes(&self, user: u8, family: &str, region: &str) -> Sizes {
        let region = self.region(region);
        let (mut i, mut sizes) = (0, 0);
        while i < self.rows.len() {
            let row = &self.rows[i];
            if row.users & user != 0 && same(row.family, family) && (region == 0 || row.regions & region != 0) {
                sizes |= row.sizes;
            }
            i += 1;
        }
        Sizes(sizes)
    }

    /// Returns the class that is nearest to what was written, without its prefix: by letters, and of those that are
    /// equally near the one that keeps the size, then the kind of family, then the newest.
    ///
    /// Where the region is unknown, it is a class of any region. What `refused` names is never proposed.
    #[must_use]
    pub const fn nearest(&self, user: u8, written: &str, region: &str, refused: &str) -> Option<Class<'static>> {
        let region = self.region(region);
        let (family, size) = halves(written);
        let mut wrong = [0; SIZES.len()];
        let mut i = 0;
        while i < SIZES.len() {
            // What is exact wins over what is as near.
            let letters = distance(size.as_bytes(), SIZES[i].as_bytes());
            wrong[i] = if letters == 0 { 0 } else { letters.saturating_mul(4) + 2 };
            i += 1;
        }
        let (mut best, mut least) = (None, usize::MAX);
        i = 0;
        while i < self.rows.len() {
            let row = &self.rows[i];
            let here = row.users & user != 0 && (region == 0 || row.regions & region != 0);
            if here && !super::lists(refused, row.family) {
                let kind = if same_kind(family, row.family) { 0 } else { 1 };
                let letters = distance(family.as_bytes(), row.family.as_bytes());
                let mut size = 0;
                while size < SIZES.len() {
                    let cost = letters.saturating_mul(4).saturating_add(kind + wrong[size]);
                    if row.sizes & 1 << size != 0 && cost <= least {
                        let class = Class {
                            family: row.family,
                            size: SIZES[size],
                        };
                        (best, least) = (Some(class), cost);
                    }
                    size += 1;
                }
            }
            i += 1;
        }
        // Of what shares less than half of its letters, none was meant.
        if least / 4 * 2 <= written.len() { best } else { None }
    }

    /// Counts the pairs of a class and a region that a user can have.
    #[must_use]
    pub const fn count(&self, user: u8) -> u32 {
        let (mut i, mut count) = (0, 0);
        while i < self.rows.len() {
            let row = &self.rows[i];
            if row.users & user != 0 {
                count += row.sizes.count_ones() * row.regions.count_ones();
            }
            i += 1;
        }
        count
    }

    const fn region(&self, name: &str) -> u64 {
        match index(name) {
            Some(i) => self.regions & 1 << i,
            None => 0,
        }
    }
}

/// Parts what was written into a family and a size: at its dot or, without one, before a size that it ends with.
const fn halves(written: &str) -> (&str, &str) {
    if let (Some(family), Some(size)) = (part(written, b'.', 0), part(written, b'.', 1)) {
        return (family, size);
    }
    // The longest sizes are the last, but for those that end in `xlarge`, which ends in `large`.
    let mut i = SIZES.len();
    while i > 0 {
        i -= 1;
        if ends_with(written, SIZES[i]) && (i < 3 || i > 4) {
            return cut(written, SIZES[i].len());
        }
    }
    if ends_with(written, "xlarge") {
        return cut(written, "xlarge".len());
    }
    if ends_with(written, "large") {
        return cut(written, "large".len());
    }
    (written, "")
}

/// Parts a string before its last bytes, without the sign that stands there instead of a dot.
const fn cut(written: &str, size: usize) -> (&str, &str) {
    let (family, size) = written.split_at(written.len() - size);
    match family.as_bytes() {
        [.., b'-' | b'_' | b' '] => (family.split_at(family.len() - 1).0, size),
        _ => (family, size),
    }
}

/// Tells whether two families begin with the same letter, as those for the same purpose do.
const fn same_kind(left: &str, right: &str) -> bool {
    match (left.as_bytes(), right.as_bytes()) {
        ([left, ..], [right, ..]) => *left == *right,
        _ => false,
    }
}

/// Returns the bits of the words of a string that a table has, both in the same order; each look-up of the compiler's
/// goes through this, and a walk along both is far cheaper in `const` evaluation than a search for each word.
const fn walk(words: &str, table: &[&str]) -> u64 {
    let words = words.as_bytes();
    let (mut bits, mut start, mut i) = (0, 0, 0);
    while start < words.len() {
        let mut end = start;
        while end < words.len() && words[end] != b' ' {
            end += 1;
        }
        while i < table.len() && !is_at(words, start, end, table[i].as_bytes()) {
            i += 1;
        }
        assert!(
            i < table.len(),
            "a row has a word that is not in its table or not in its order"
        );
        bits |= 1 << i;
        start = end + 1;
    }
    bits
}

const fn is_at(words: &[u8], start: usize, end: usize, word: &[u8]) -> bool {
    if end - start != word.len() {
        return false;
    }
    // The ends of the words differ more often than their beginnings.
    let mut i = word.len();
    while i > 0 {
        i -= 1;
        if words[start + i] != word[i] {
            return false;
        }
    }
    true
}

/// Returns the bit of a size, and none of one that is not in the table; no size at all, as `db.serverless` has, is the
/// last bit.
const fn bit(size: &str) -> u16 {
    if size.is_empty() {
        return NO_SIZE;
    }
    let mut i = 0;
    while i < SIZES.len() {
        if same(SIZES[i], size) {
            return 1 << i;
        }
        i += 1;
    }
    0
}

/// Stands for the size of `db.serverless`.
const NO_SIZE: u16 = 1 << 15;

/// Every region that the price lists of instance classes and node types know.
pub(super) const ALL: u64 = {
    let (mut regions, mut i) = (0, 0);
    while i < NAMES.len() {
        if !has_none(NAMES[i]) {
            regions |= 1 << i;
        }
        i += 1;
    }
    regions
};

/// The lists know nothing of the isolated regions nor of the sovereign cloud.
const fn has_none(region: &str) -> bool {
    use super::regions::Partition::{Aws, China, GovCloud};
    !matches!(super::regions::Partition::of(region), Aws | China | GovCloud)
}

/// Returns the bits of regions in one string, in the order of the table; any other word stops the compiler.
pub(super) const fn at(regions: &str) -> u64 {
    walk(regions, &NAMES)
}

/// Returns the bits of every region of [`ALL`] but some.
pub(super) const fn but(regions: &str) -> u64 {
    ALL & !at(regions)
}

#[cfg(test)]
mod tests;
