//! A duration as a field of a log.

use std::time::Instant;

/// Returns the time since a moment, in milliseconds.
pub(crate) fn elapsed_ms(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}
