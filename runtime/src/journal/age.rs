//! How long ago a journal was last written.

use std::time::Duration;

/// How long ago a journal was last written; `None` if it was never stored. A resource that this program created is at least
/// as old as that.
///
/// The age is not part of the content: two journals with the same content are equal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Age(pub Option<Duration>);

impl PartialEq for Age {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Age {
    /// Returns how much is left of a time that began with the last write.
    #[must_use]
    pub fn left_of(self, time: Duration) -> Duration {
        self.0.map_or(Duration::ZERO, |age| time.saturating_sub(age))
    }
}
