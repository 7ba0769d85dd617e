//! Rules on the limits of a serverless cache.

use super::serverless;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS803" cache_ecpu {
        statement: "The minimum processing units of a serverless cache are not above the maximum.",
        why: "ElastiCache refuses a minimum above the maximum.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ECPUPerSecond.html",
        reads: ["cache.ecpu"],
        unless: ["MS813"],
        wrong: "ecpu: 100000..=1000",
        right: "ecpu: 1000..=100000",
    }
    "MS812" cache_storage {
        statement: "The storage limit of a serverless cache is 1 to 5000 GB.",
        why: "ElastiCache refuses any other limit.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DataStorage.html",
        reads: ["cache.storage"],
        wrong: "storage: 5001",
        right: "storage: 5000",
    }
    "MS813" cache_ecpu_range {
        statement: "The processing limits of a serverless cache are 1000 to 15000000 units per second.",
        why: "ElastiCache refuses any other limit.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ECPUPerSecond.html",
        reads: ["cache.ecpu"],
        wrong: "ecpu: 100..=100000",
        right: "ecpu: 1000..=100000",
    }
}

/// The smallest and largest limits of a serverless cache: storage in GB, processing in units per second.
///
/// Source: <https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_aws-elasticache-alpha.CacheUsageLimitsProperty.html>,
/// 2026-10; the pages of the API do not state numbers.
const STORAGE: (u64, u64) = (1, 5000);
const ECPU: (u64, u64) = (1000, 15_000_000);

/// The minimum processing units of a serverless cache are not above the maximum.
#[must_use]
pub const fn cache_ecpu(stack: &Architecture) -> Option<Problem> {
    let Some(cache) = serverless(stack) else {
        return None;
    };
    let (min, max) = (cache.ecpu.min as u64, cache.ecpu.max as u64);
    if min <= max {
        return None;
    }
    let what = Text::new("the minimum of ")
        .number(min)
        .push(" processing units is above the maximum of ")
        .number(max);
    let help = Text::new("write `ecpu: ").number(max).push("..=").number(min).push("`");
    Problem::at(Subject::at("cache.ecpu"), what, help)
}

/// The storage limit of a serverless cache is 1 to 5000 GB.
#[must_use]
pub const fn cache_storage(stack: &Architecture) -> Option<Problem> {
    let Some(cache) = serverless(stack) else {
        return None;
    };
    let Some(legal) = outside(cache.storage as u64, STORAGE) else {
        return None;
    };
    let what = Text::new("the storage limit must be 1 to 5000 GB, got ").number(cache.storage as u64);
    let help = Text::new("write `storage: ").number(legal).push("`");
    Problem::at(Subject::at("cache.storage"), what, help)
}

/// The processing limits of a serverless cache are 1000 to 15000000 units per second.
#[must_use]
pub const fn cache_ecpu_range(stack: &Architecture) -> Option<Problem> {
    let Some(cache) = serverless(stack) else {
        return None;
    };
    let ends = [cache.ecpu.min as u64, cache.ecpu.max as u64];
    let mut i = 0;
    while i < ends.len() {
        if let Some(legal) = outside(ends[i], ECPU) {
            let what = Text::new("a processing limit must be 1000 to 15000000 units per second, got ").number(ends[i]);
            let help = Text::new("write `").number(legal).push("`");
            return Problem::at(Subject::item("cache.ecpu", i), what, help);
        }
        i += 1;
    }
    None
}

/// Returns the nearest limit if a number is outside the range.
const fn outside(number: u64, (least, most): (u64, u64)) -> Option<u64> {
    if number < least {
        Some(least)
    } else if number > most {
        Some(most)
    } else {
        None
    }
}
