//! Chance that can be repeated: the same seed draws the same.

use fastrand::Rng;
use std::cell::RefCell;

/// Draws from a seed.
#[derive(Debug)]
pub struct Dice(RefCell<Rng>);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(RefCell::new(Rng::with_seed(seed)))
    }

    /// Takes the seed that an environment variable names, or one that nobody has chosen; tells it either way.
    pub fn named(variable: &str) -> (u64, Self) {
        let chosen = std::env::var(variable).ok().and_then(|seed| seed.parse().ok());
        let seed = chosen.unwrap_or_else(|| fastrand::u64(..));
        println!("{variable}={seed}");
        (seed, Self::new(seed))
    }

    /// Returns how many cases an environment variable asks for.
    pub fn count(variable: &str) -> Option<usize> {
        std::env::var(variable).ok()?.parse().ok()
    }

    /// Draws a number.
    pub fn next(&self) -> u64 {
        self.0.borrow_mut().u64(..)
    }

    /// Draws a number below another.
    pub fn below(&self, end: usize) -> usize {
        self.0.borrow_mut().usize(..end)
    }

    /// Is true in so many of a thousand draws.
    pub fn hits(&self, of_a_thousand: usize) -> bool {
        self.below(1000) < of_a_thousand
    }

    /// Draws some of many.
    pub fn draw<T>(&self, all: Vec<T>, some: usize) -> Vec<T> {
        self.0.borrow_mut().choose_multiple(all, some)
    }
}
