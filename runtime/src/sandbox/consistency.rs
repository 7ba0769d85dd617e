//! AWS's eventual consistency: a resource that was just created is unknown to most calls for a while, and its tags are shown
//! later than the resource. Off, unless a test switches it on.
//! <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>

use super::Sandbox;
use super::simulation::{Resource, Simulation};
use crate::provider::Reference;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// For how many seconds EC2 may not know a resource. Its guide says up to a few minutes.
const EC2_LAG: f64 = 150.0;
/// For how many seconds other services may not.
const LAG: f64 = 45.0;
/// One in so many calls sees a resource that most do not see yet, and one in so many sees it without its tags.
const SEES: u64 = 4;

/// What a call sees of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// Everything.
    Whole,
    /// The resource without its tags.
    WithoutTags,
    /// Nothing.
    Nothing,
}

impl Sandbox {
    /// Makes the sandbox eventually consistent. The seed decides which calls see what.
    #[must_use]
    pub fn eventually_consistent(self, seed: u64) -> Self {
        self.set_lag(seed);
        self
    }
}

impl Simulation {
    /// Returns what a call about a resource sees of it.
    pub(super) fn sight(&self, id: &str, resource: &Resource, call: &str) -> Sight {
        let Some(seed) = self.lag else { return Sight::Whole };
        if self.now >= resource.created + lag(seed, id, resource) {
            return Sight::Whole;
        }
        match draw(seed, &(id, call, self.now.to_bits())) % SEES {
            0 => Sight::Whole,
            1 => Sight::WithoutTags,
            _ => Sight::Nothing,
        }
    }

    /// Returns whether a call about another resource sees the one that it refers to. Services see each other's resources late,
    /// also those that took long to become ready, such as a certificate that was issued.
    pub(super) fn sees(&self, reference: &Reference, call: &str) -> bool {
        let Some(seed) = self.lag else { return true };
        let mut given = self.resources.iter().filter(|(_, resource)| {
            resource.kind == reference.kind && resource.outputs.values().any(|output| *output == reference.value)
        });
        given.any(|(id, resource)| {
            self.now >= resource.usable_since.unwrap_or(resource.created) + lag(seed, id, resource)
                || draw(seed, &(id, call, self.now.to_bits())).is_multiple_of(SEES)
        })
    }

    /// Returns a random number for a call, which is the same for the same seed and time.
    pub(super) fn chance(&self, id: &str, call: &str) -> u64 {
        draw(self.lag.unwrap_or_default(), &(id, call, self.now.to_bits()))
    }
}

/// Returns for how many seconds a resource is unknown: between a third of the limit and all of it.
#[allow(clippy::cast_precision_loss)] // A small number.
fn lag(seed: u64, id: &str, resource: &Resource) -> f64 {
    let limit = if resource.kind.starts_with("AWS::EC2::") {
        EC2_LAG
    } else {
        LAG
    };
    limit * (1.0 + (draw(seed, &id) % 100) as f64 / 50.0) / 3.0
}

fn draw(seed: u64, what: &impl std::hash::Hash) -> u64 {
    let mut hash = DefaultHasher::new();
    seed.hash(&mut hash);
    what.hash(&mut hash);
    hash.finish()
}
