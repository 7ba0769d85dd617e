//! Time, as the engine and the sandbox see it.

use std::time::Duration;
use tokio::time::Instant;

/// The time since the command started, multiplied by the speed of the run.
///
/// On a paused tokio clock this is virtual time: it does not advance while anything can run, and jumps to the next
/// wake-up when everything waits.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
    speed: f64,
}

impl Clock {
    /// Starts a clock that runs `speed` times as fast as tokio's own.
    #[must_use]
    pub fn start(speed: f64) -> Self {
        Self {
            start: Instant::now(),
            speed,
        }
    }

    /// Returns the time since the start.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed().mul_f64(self.speed)
    }

    /// Sleeps for a duration of this clock.
    pub async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration.div_f64(self.speed)).await;
    }
}
