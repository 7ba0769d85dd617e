//! Repeatable random numbers: the same seed gives the same sequence.

use fastrand::Rng;
use std::cell::RefCell;

/// A random number generator with a known seed, usable through shared references.
#[derive(Debug)]
pub struct SeededRng(RefCell<Rng>);

impl SeededRng {
    pub fn new(seed: u64) -> Self {
        Self(RefCell::new(Rng::with_seed(seed)))
    }

    /// Takes the seed from an environment variable, or else a random one. Prints it in either case.
    pub fn from_env(variable: &str) -> (u64, Self) {
        let given = std::env::var(variable).ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| fastrand::u64(..));
        println!("{variable}={seed}");
        (seed, Self::new(seed))
    }

    pub fn next_seed(&self) -> u64 {
        self.0.borrow_mut().u64(..)
    }

    /// Returns a number from 0 up to, but not including, `end`.
    pub fn below(&self, end: usize) -> usize {
        self.0.borrow_mut().usize(..end)
    }

    /// Returns true with a probability of `per_mille` in 1000.
    pub fn chance(&self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// Returns `count` of the items.
    pub fn sample<T>(&self, items: Vec<T>, count: usize) -> Vec<T> {
        self.0.borrow_mut().choose_multiple(items, count)
    }
}

/// Returns the number of cases that an environment variable asks for.
pub fn count_from_env(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}
