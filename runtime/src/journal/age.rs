//! How long ago a journal was last written.

use std::time::Duration;

/// How long ago a journal was last written. A resource that this program created is at least as old as that.
///
/// The age is not part of the content: two journals with the same content are equal.
#[derive(Clone, Copy, Debug, Default)]
pub enum Age {
    /// The journal was never stored.
    #[default]
    New,
    /// The journal was last written so long ago.
    Written(Duration),
    /// The resources have a time of their own, such as those of a sandbox.
    Unrelated,
}

impl PartialEq for Age {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Age {
    /// Returns how much is left of a time that began with the last write.
    #[must_use]
    pub fn left_of(self, time: Duration) -> Duration {
        match self {
            Self::Written(age) => time.saturating_sub(age),
            Self::New | Self::Unrelated => Duration::ZERO,
        }
    }

    /// Sets the age to that of a journal that was written now.
    pub(super) fn reset(&mut self) {
        match self {
            Self::New | Self::Written(_) => *self = Self::Written(Duration::ZERO),
            Self::Unrelated => {}
        }
    }
}
