//! Which instance classes and node types AWS offers where, in a table of one row for those that go together.

use super::regions::{NAMES, index};
use crate::Text;
use crate::suggest::distance;
use crate::text::{after, has, is_digits, is_letters, parse, part, same};

/// Every size that an instance class or a node type has, the smallest first.
pub const SIZES: [&str; 14] = [
    "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "10xlarge", "12xlarge", "16xlarge",
    "24xlarge", "32xlarge", "48xlarge",
];

/// From which generation on a family's name tells the processor.
const TELLS_PROCESSOR: u32 = 6;

/// The longest class that is compared, in bytes.
const LONGEST: usize = 32;

/// Holds an instance class or a node type: `db.r6g.large` without what is before the first dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class<'t> {
    /// The family, as `r6g`.
    pub family: &'t str,
    /// The size, as `large`; empty for `db.serverless`.
    pub size: &'t str,
}

/// Says what is wrong with the form of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not begin with `db.` or `cache.`.
    Prefix,
    /// It has fewer or more than three parts.
    Parts,
    /// The family is not letters, a generation and letters.
    Family,
    /// The family's generation is made with several processors, and the name tells none: `m6`, and there is `m6g`.
    Processor,
    /// The size is none of AWS's.
    Size,
}

impl<'t> Class<'t> {
    /// Reads a class that begins with a prefix, `db.` or `cache.`, without asking whether there is one.
    pub const fn read(text: &'t str, prefix: &str) -> Result<Self, Fault> {
        let Some(rest) = after(text, prefix) else {
            return Err(Fault::Prefix);
        };
        if same(rest, "serverless") {
            return Ok(Self { family: rest, size: "" });
        }
        let (Some(family), Some(size), None) = (part(rest, b'.', 0), part(rest, b'.', 1), part(rest, b'.', 2)) else {
            return Err(Fault::Parts);
        };
        if let Some(fault) = family_fault(family) {
            return Err(fault);
        }
        if is_size(size) {
            Ok(Self { family, size })
        } else {
            Err(Fault::Size)
        }
    }

    /// Appends the class to a message, after its prefix.
    #[must_use]
    pub const fn write(self, text: Text, prefix: &str) -> Text {
        let text = text.push(prefix).push(self.family);
        if self.size.is_empty() {
            text
        } else {
            text.push(".").push(self.size)
        }
    }
}

const fn family_fault(family: &str) -> Option<Fault> {
    let bytes = family.as_bytes();
    let mut digits = 0;
    while digits < bytes.len() && bytes[digits].is_ascii_lowercase() {
        digits += 1;
    }
    let mut letters = digits;
    while letters < bytes.len() && bytes[letters].is_ascii_digit() {
        letters += 1;
    }
    // What was counted are letters and digits of ASCII, so that both places are between characters.
    let (head, attributes) = family.split_at(letters);
    let (_, generation) = head.split_at(digits);
    let Some(generation) = parse(generation) else {
        return Some(Fault::Family);
    };
    if digits == 0 || generation == 0 || !(attributes.is_empty() || is_letters(attributes)) {
        return Some(Fault::Family);
    }
    // Every family of these generations in the tables has g (Graviton), i (Intel) or a (AMD) after its number.
    if generation >= TELLS_PROCESSOR && (attributes.is_empty() || !has("gia", attributes.as_bytes()[0])) {
        return Some(Fault::Processor);
    }
    None
}

const fn is_size(size: &str) -> bool {
    let mut i = 0;
    while i < SIZES.len() {
        if same(SIZES[i], size) {
            return true;
        }
        i += 1;
    }
    // A size that is newer than the table.
    match part(size, b'x', 0) {
        Some(number) if is_digits(number) && crate::text::ends_with(size, "xlarge") => {
            number.len() + "xlarge".len() == size.len() && matches!(parse(number), Some(2..))
        }
        _ => false,
    }
}

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
        self.0 & bits(size) != 0
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
        Self {
            family,
            sizes: bits(sizes),
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
        let size = bits(class.size);
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
        let (mut best, mut least) = (None, usize::MAX);
        let mut i = 0;
        while i < self.rows.len() {
            let row = &self.rows[i];
            let here = row.users & user != 0 && (region == 0 || row.regions & region != 0);
            let mut size = 0;
            while here && !super::lists(refused, row.family) && size < SIZES.len() {
                if row.sizes & 1 << size != 0 {
                    let class = Class {
                        family: row.family,
                        size: SIZES[size],
                    };
                    let cost = cost(class, written);
                    if cost <= least {
                        (best, least) = (Some(class), cost);
                    }
                }
                size += 1;
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

/// Four times the letters that differ, and what tells equally near ones apart.
const fn cost(class: Class<'_>, written: &str) -> usize {
    let (family, size) = (class.family.as_bytes(), class.size.as_bytes());
    let mut whole = [0; LONGEST];
    let (mut len, mut i) = (0, 0);
    while i < family.len() + 1 + size.len() && len < LONGEST {
        whole[len] = if i < family.len() {
            family[i]
        } else if i == family.len() {
            b'.'
        } else {
            size[i - family.len() - 1]
        };
        len += 1;
        i += 1;
    }
    let near = distance(written.as_bytes(), whole.split_at(len).0).saturating_mul(4);
    let size = match part(written, b'.', 1) {
        Some(size) if same(size, class.size) => 0,
        _ => 2,
    };
    let kind = if !written.is_empty() && written.as_bytes()[0] == family[0] {
        0
    } else {
        1
    };
    near.saturating_add(size + kind)
}

/// Returns the bits of sizes; no size at all, as `db.serverless` has, is the last bit.
const fn bits(sizes: &str) -> u16 {
    if sizes.is_empty() {
        return 1 << 15;
    }
    let (mut bits, mut i) = (0, 0);
    while i < SIZES.len() {
        if super::lists(sizes, SIZES[i]) {
            bits |= 1 << i;
        }
        i += 1;
    }
    bits
}

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

/// Returns the bits of regions in one string; of one that is not in the table, none, which stops the compiler.
pub(super) const fn at(regions: &str) -> u64 {
    let (mut bits, mut i) = (0, 0);
    while let Some(region) = part(regions, b' ', i) {
        match index(region) {
            Some(index) => bits |= 1 << index,
            None => panic!("a row names a region that the table of regions lacks"),
        }
        i += 1;
    }
    bits
}

/// Returns the bits of every region of [`ALL`] but some.
pub(super) const fn but(regions: &str) -> u64 {
    ALL & !at(regions)
}

#[cfg(test)]
mod tests;
