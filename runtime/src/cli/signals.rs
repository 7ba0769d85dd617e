//! Ctrl-C and SIGTERM: the first stops in good order, the second at once.

use super::refusal::Refusal;
use std::io;

/// Listens from now on.
pub(super) fn listen() -> Result<Signals, Refusal> {
    Signals::listen()
        .map_err(|error| Refusal::new(format!("the system does not let this program hear Ctrl-C: {error}")))
}

/// The signals that ask for the end.
pub(super) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for the next one.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Waits for the next SIGTERM. Ctrl-C is heard by somebody else meanwhile.
    pub(super) async fn terminate(&mut self) {
        self.terminate.recv().await;
    }
}

#[cfg(not(unix))]
impl Signals {
    /// Listens from the first wait on.
    #[allow(clippy::unnecessary_wraps)]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next one.
    pub(super) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Waits for ever: there is no SIGTERM.
    #[allow(clippy::unused_self)]
    pub(super) async fn terminate(&mut self) {
        std::future::pending().await
    }
}
