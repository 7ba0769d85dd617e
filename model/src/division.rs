//! The division of a network's range between its zones, which the blueprint and the rules share.

/// The prefix of the smallest network with room for sixteen subnets of at least 64 addresses.
const ROOMY: u32 = 22;
/// The number of zones that the sixteen blocks serve; no region has a zone beyond `f`.
const LETTERS: usize = 8;

/// A range divided into blocks of equal size: for each zone a public one in the lower half and a private one in the upper.
///
/// If there is room, each zone letter has fixed blocks. Adding or removing a zone then does not move the subnets of other
/// zones, which would replace everything in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    /// The number of blocks; a power of two.
    pub blocks: usize,
    by_letter: bool,
}

impl Division {
    /// Divides a range with a prefix length between zones.
    ///
    /// ```
    /// use moodle_stack_model::Division;
    /// let large = Division::of(16, &["eu-west-1a", "eu-west-1c"]);
    /// assert_eq!((large.bits(), large.position(1, "eu-west-1c")), (4, 2));
    /// let small = Division::of(24, &["eu-west-1a", "eu-west-1c"]);
    /// assert_eq!((small.bits(), small.position(1, "eu-west-1c")), (2, 1));
    /// ```
    #[must_use]
    pub const fn of(prefix: u32, zones: &[&str]) -> Self {
        let mut by_letter = prefix <= ROOMY;
        let mut i = 0;
        while i < zones.len() {
            by_letter &= letter(zones[i]).is_some();
            i += 1;
        }
        let blocks = if by_letter {
            2 * LETTERS
        } else {
            (2 * zones.len()).next_power_of_two()
        };
        Self { blocks, by_letter }
    }

    /// Returns the number of bits by which a block's prefix is longer than the range's.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.blocks.trailing_zeros()
    }

    /// Returns the index of a zone's block in each half, from the zone's index in the list and its name.
    #[must_use]
    pub const fn position(self, index: usize, zone: &str) -> usize {
        match letter(zone) {
            Some(letter) if self.by_letter => letter,
            _ => index,
        }
    }
}

/// Returns the index of a zone's letter, from `a` to `h`.
const fn letter(zone: &str) -> Option<usize> {
    match zone.as_bytes().last() {
        Some(last) if *last >= b'a' && ((*last - b'a') as usize) < LETTERS => Some((*last - b'a') as usize),
        _ => None,
    }
}
