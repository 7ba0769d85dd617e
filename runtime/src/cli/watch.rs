//! Work with progress output, which the user can stop.

use super::diagnostics::log_event;
use super::error::CliError;
use super::progress::Progress;
use super::session::Session;
use super::signals::{GRACE, listen};
use crate::execute::{Executor, Stop};
use crate::journal::OpenJournal;
use crate::operations::Cloud;
use crate::report::style::{BOLD, paint};
use std::cell::{Cell, RefCell};
use std::future::pending;
use std::time::{Duration, Instant};

/// The outcome of work that the user can stop.
#[derive(Debug)]
pub(super) struct Watched<T> {
    /// Its result; `None` if it was stopped immediately.
    pub(super) result: Option<T>,
    /// Whether the user stopped it.
    pub(super) interrupted: bool,
    /// How long it took, by the clock of the target.
    pub(super) simulated: Duration,
    /// How long it took, in real time.
    pub(super) took: Duration,
}

impl<P: Cloud> Session<'_, P> {
    /// Runs the work, reports its progress, and stops at Ctrl-C: gracefully at the first, immediately at the second, or
    /// after the grace period. `stopping` returns the meaning of a stop, for the number of resources in progress.
    pub(super) async fn watch<T>(
        &self,
        file: &mut OpenJournal,
        steps: usize,
        stopping: impl Fn(usize) -> String,
        work: impl AsyncFnOnce(&Executor<'_, P>) -> T,
    ) -> Result<Watched<T>, CliError> {
        let mut signals = listen()?;
        self.job.is_watched.set(true);
        let stop = Stop::default();
        let interrupted = Cell::new(false);
        let virtual_time = self.is_virtual();
        let speed = (!virtual_time).then(|| self.job.args.real_time.unwrap_or(1.0));
        let progress = RefCell::new(Progress::new(self.job.console, steps, speed));
        let lost = file.lost();
        let (began, start) = (Instant::now(), self.clock.elapsed());
        let result = {
            let report = |event| {
                log_event(&event);
                progress.borrow_mut().report(&event);
            };
            let executor = Executor::new(&self.provider, file, self.clock, stop.clone(), report);
            let stopped = async {
                signals.next().await;
                interrupted.set(true);
                stop.ask();
                let meaning = stopping(progress.borrow().in_flight());
                let grace = GRACE.as_secs();
                progress.borrow().print(&format!(
                    "{} {meaning}. Calls without a response after {grace} seconds are aborted; Ctrl-C again stops immediately.",
                    paint(BOLD, "Stopping:")
                ));
                tokio::select! {
                    () = signals.next() => {}
                    () = tokio::time::sleep(GRACE) => {
                        let title = paint(BOLD, "Aborted:");
                        let late = format!("{title} calls in progress had no response after {grace} seconds.");
                        progress.borrow().print(&late);
                    }
                }
            };
            // A lost lock stops the work like the first Ctrl-C. The steps in progress notice it at their next write of the journal.
            let taken = async {
                lost.await;
                stop.ask();
                progress.borrow().print(&format!(
                    "{} the lock on the journal is lost; no new step is started.",
                    paint(BOLD, "Stopping:")
                ));
                pending::<()>().await;
            };
            tokio::select! {
                result = work(&executor) => Some(result),
                () = stopped => None,
                () = taken => None,
            }
        };
        self.job.is_watched.set(false);
        progress.into_inner().finish();
        Ok(Watched {
            result,
            interrupted: interrupted.get(),
            simulated: self.clock.elapsed().saturating_sub(start),
            took: began.elapsed(),
        })
    }

    /// Returns whether the time is virtual, so nothing happens between two commands.
    pub(super) fn is_virtual(&self) -> bool {
        !self.job.is_aws() && self.job.args.real_time.is_none()
    }
}
