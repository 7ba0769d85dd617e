//! Stopping: starts nothing new, and lets what is in flight be recorded.

use tokio::sync::watch;

/// Tells a running executor to stop.
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
    /// Asks for the stop.
    pub fn ask(&self) {
        self.sender.send_replace(true);
    }

    /// Tells whether it was asked for.
    #[must_use]
    pub fn asked(&self) -> bool {
        *self.sender.borrow()
    }

    /// Waits until it is asked for.
    pub async fn wait(&self) {
        // The sender lives in `self`, so that waiting cannot fail.
        let _ = self.sender.subscribe().wait_for(|asked| *asked).await;
    }
}
