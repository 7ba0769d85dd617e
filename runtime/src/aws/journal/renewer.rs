//! Renews a lock while its holder works, computes or waits for a response.

use super::lease::Lease;
use super::object::S3Object;
use crate::journal::JournalError;
use std::io;
use std::thread::{self, JoinHandle};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::time::sleep;

/// How many times a lock is renewed during one lease, so that several renewals in a row may fail.
const RENEWALS: u32 = 4;

/// A thread that renews a lock. The rest of the program may block for minutes, such as while it waits for the user's answer.
#[derive(Debug)]
pub(super) struct LeaseRenewer {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl LeaseRenewer {
    /// Starts to renew a lock. `connect` creates a client only for this thread, because connections belong to the event
    /// loop that opened them.
    pub(super) fn start<F>(lease: Lease, connect: impl FnOnce() -> F + Send + 'static) -> io::Result<Self>
    where
        F: Future<Output = S3Object>,
    {
        let (stop, stopped) = oneshot::channel();
        let events = Builder::new_current_thread().enable_all().build()?;
        let work = move || {
            events.block_on(async {
                tokio::select! {
                    // Also ends if the sender is dropped.
                    _ = stopped => {}
                    () = renew_until_lost(&lease, connect()) => {}
                }
            });
        };
        let thread = thread::Builder::new().name("lease".into()).spawn(work)?;
        Ok(Self { stop, thread })
    }

    /// Stops the thread, and returns once no renewal is in progress.
    pub(super) fn stop(self) {
        // The thread may already have ended.
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}

async fn renew_until_lost(lease: &Lease, connect: impl Future<Output = S3Object>) {
    let lock = connect.await;
    loop {
        sleep(lease.length() / RENEWALS).await;
        match lease.renew(&lock).await {
            Err(JournalError::LockLost { cause, .. }) => {
                tracing::warn!(%cause, "lost the lock on the journal");
                return;
            }
            // S3 may be reachable again a moment later. Every write of the journal checks whether the lease is still
            // valid.
            Err(error) => tracing::warn!(%error, "cannot renew the lock on the journal"),
            Ok(()) => tracing::debug!("renewed the lock on the journal"),
        }
    }
}
