//! A stop: nothing new is started, and everything in flight is recorded.

use tokio::sync::watch;

/// Asks a running executor to stop.
#[derive(Clone, Debug)]
pub struct Stop {
    sender: watch::Sender<bool>,
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            sender: watch::Sender::new(false),
        }
    }
}

impl Stop {
    /// Requests the stop.
    pub fn ask(&self) {
        self.sender.send_replace(true);
    }

    /// Returns whether it was requested.
    #[must_use]
    pub fn asked(&self) -> bool {
        *self.sender.borrow()
    }

    /// Waits until it is requested.
    pub async fn wait(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.sender.subscribe().wait_for(|asked| *asked).await;
    }
}
