//! How a network's range is divided between its zones: the blueprint makes the subnets so, and rules count with them.

/// A network of this size or a larger one has room for sixteen subnets of 64 addresses and more.
const ROOMY: u32 = 22;
/// How many zones the sixteen blocks serve: no region has a zone beyond `f`.
const LETTERS: usize = 8;

/// A range, divided into blocks of equal size: a public one for each zone in the lower half, a private one in the upper.
///
/// Where there is room, each zone letter has its blocks whatever the other zones are, so that a zone can be added or
/// removed without moving another's subnets, which would replace everything in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    /// How many blocks there are; a power of two.
    pub blocks: usize,
    by_letter: bool,
}

impl Division {
    /// Divides a range of a prefix between zones.
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

    /// Returns by how many bits a block's prefix is longer than the range's.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.blocks.trailing_zeros()
    }

    /// Returns which block of either half is a zone's, by the zone's name and place in the list.
    #[must_use]
    pub const fn position(self, index: usize, zone: &str) -> usize {
        match letter(zone) {
            Some(letter) if self.by_letter => letter,
            _ => index,
        }
    }
}

/// Returns the place of a zone's letter, from `a` to `h`.
const fn letter(zone: &str) -> Option<usize> {
    match zone.as_bytes().last() {
        Some(last) if *last >= b'a' && ((*last - b'a') as usize) < LETTERS => Some((*last - b'a') as usize),
        _ => None,
    }
}
