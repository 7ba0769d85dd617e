//! Tables of the instance classes and node types that AWS offers per region; one row combines those with the same regions.

mod class;
mod size;

use super::regions::{NAMES, index};
use crate::strings::{ends_with, part, same};
use crate::suggest::distance;
use size::{NO_SIZE, bit};

pub use class::{Class, ClassSyntaxError};
pub use size::{SIZES, Sizes};

/// Where a class is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// In the region.
    Here,
    /// In other regions only.
    Elsewhere,
    /// In some region; the table does not know the given one.
    RegionUnknown,
    /// Nowhere: the family does not have the size.
    SizeUnknown,
    /// Nowhere: the family does not exist.
    FamilyUnknown,
}

/// Sizes of a family that are offered to the same users in the same regions.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    family: &'static str,
    sizes: u16,
    users: u8,
    regions: u64,
}

impl Row {
    /// Creates a row from a family, the set of its users, its sizes in one string, and its regions.
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

/// The table of offers, and the regions that it covers.
#[derive(Clone, Copy, Debug)]
pub struct Offered {
    rows: &'static [Row],
    regions: u64,
}

impl Offered {
    /// Creates a table from its rows.
    pub(super) const fn new(rows: &'static [Row]) -> Self {
        let (mut i, mut regions) = (0, 0);
        while i < rows.len() {
            regions |= rows[i].regions;
            i += 1;
        }
        Self { rows, regions }
    }

    /// Looks up a class for one user and region.
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

    /// Returns the sizes of a family for a user in a region, or in any region if it is unknown.
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

    /// Returns the class nearest to a text without prefix: by letters, and among equally near ones the one with the same
    /// size, then the same kind of family, then the newest.
    ///
    /// If the region is unknown, it is a class of any region. Families in `refused` are never suggested.
    #[must_use]
    pub const fn nearest(&self, user: u8, written: &str, region: &str, refused: &str) -> Option<Class<'static>> {
        let region = self.region(region);
        let (family, size) = halves(written);
        let mut wrong = [0; SIZES.len()];
        let mut i = 0;
        while i < SIZES.len() {
            // An exact match wins over an equally near one.
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
        // If less than half of the letters match, the guess is too uncertain.
        if least / 4 * 2 <= written.len() { best } else { None }
    }

    /// Counts the pairs of class and region that are offered to a user.
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

/// Splits a text into a family and a size: at its dot or, without one, before a size at its end.
const fn halves(written: &str) -> (&str, &str) {
    if let (Some(family), Some(size)) = (part(written, b'.', 0), part(written, b'.', 1)) {
        return (family, size);
    }
    // The longest sizes come last, except `large` and `xlarge`, which other sizes end in.
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

/// Splits a string before its last bytes, and removes a separator there.
const fn cut(written: &str, size: usize) -> (&str, &str) {
    let (family, size) = written.split_at(written.len() - size);
    match family.as_bytes() {
        [.., b'-' | b'_' | b' '] => (family.split_at(family.len() - 1).0, size),
        _ => (family, size),
    }
}

/// Returns whether two families start with the same letter, as families for the same purpose do.
const fn same_kind(left: &str, right: &str) -> bool {
    match (left.as_bytes(), right.as_bytes()) {
        ([left, ..], [right, ..]) => *left == *right,
        _ => false,
    }
}

/// Returns the bits of a string's words in a table; both must have the same order. One pass over both is far cheaper in
/// `const` evaluation than a search for each word.
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
            "a row has a word that is not in its table, or out of order"
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
    // Words differ more often at the end than at the start.
    let mut i = word.len();
    while i > 0 {
        i -= 1;
        if words[start + i] != word[i] {
            return false;
        }
    }
    true
}

/// Every region in the price lists of instance classes and node types.
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

/// The lists contain neither the isolated regions nor the sovereign cloud.
const fn has_none(region: &str) -> bool {
    use super::regions::Partition::{Aws, China, GovCloud};
    !matches!(super::regions::Partition::of(region), Aws | China | GovCloud)
}

/// Returns the bits of the regions in a string, which must be in the order of the table; any other word is a compile error.
pub(super) const fn at(regions: &str) -> u64 {
    walk(regions, &NAMES)
}

/// Returns the bits of every region in [`ALL`] except some.
pub(super) const fn but(regions: &str) -> u64 {
    ALL & !at(regions)
}

#[cfg(test)]
mod tests;
