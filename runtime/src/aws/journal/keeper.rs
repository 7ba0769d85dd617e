//! Renewing a lock while its holder works, thinks or waits for an answer.

use super::lease::Lease;
use super::object::Object;
use crate::journal::JournalError;
use std::io;
use std::thread::{self, JoinHandle};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::time::sleep;

/// How many times a lock is renewed in the time that it is good for: so many renewals in a row may fail.
const RENEWALS: u32 = 4;

/// A thread that renews a lock. The rest of the program may stand still for minutes, as where it asks its user something.
#[derive(Debug)]
pub(super) struct Keeper {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Keeper {
    /// Starts to renew a lock. `connect` makes a client for this thread alone: connections live in the event loop that made
    /// them.
    pub(super) fn start<F>(lease: Lease, connect: impl FnOnce() -> F + Send + 'static) -> io::Result<Self>
    where
        F: Future<Output = Object>,
    {
        let (stop, stopped) = oneshot::channel();
        let events = Builder::new_current_thread().enable_all().build()?;
        let work = move || {
            events.block_on(async {
                tokio::select! {
                    // Also where the sender is gone.
                    _ = stopped => {}
                    () = keep(&lease, connect()) => {}
                }
            });
        };
        let thread = thread::Builder::new().name("lease".into()).spawn(work)?;
        Ok(Self { stop, thread })
    }

    /// Stops, and returns when nothing is under way any more.
    pub(super) fn stop(self) {
        // Either may have ended by itself.
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}

/// Renews a lock until it is lost.
async fn keep(lease: &Lease, connect: impl Future<Output = Object>) {
    let lock = connect.await;
    loop {
        sleep(lease.length() / RENEWALS).await;
        // What cannot be reached now may be a moment later; whoever writes the journal looks whether the lease still runs.
        if let Err(JournalError::LockLost { .. }) = lease.renew(&lock).await {
            return;
        }
    }
}
