//! Chance that can be repeated: the same seed draws the same.

use std::cell::Cell;

/// Draws numbers from a seed.
#[derive(Debug)]
pub struct Dice(Cell<u64>);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// Takes the seed that an environment variable names, or one that nobody has chosen; tells it either way.
    pub fn named(variable: &str) -> (u64, Self) {
        let chosen = std::env::var(variable).ok().and_then(|seed| seed.parse().ok());
        let now = || u64::try_from(jiff::Timestamp::now().as_microsecond()).unwrap();
        let seed = chosen.unwrap_or_else(now);
        println!("{variable}={seed}");
        (seed, Self::new(seed))
    }

    /// Draws a number. SplitMix64, as in Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
    pub fn next(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        let mut z = self.0.get();
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Draws a number below another.
    pub fn below(&self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// Is true in so many of a thousand draws.
    pub fn hits(&self, of_a_thousand: usize) -> bool {
        self.below(1000) < of_a_thousand
    }

    /// Draws some of many.
    pub fn draw<T>(&self, mut all: Vec<T>, some: usize) -> Vec<T> {
        let mut drawn = Vec::new();
        while drawn.len() < some && !all.is_empty() {
            drawn.push(all.swap_remove(self.below(all.len())));
        }
        drawn
    }
}
