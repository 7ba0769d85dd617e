//! Working under the eyes of the user, who may stop it.

use super::progress::Progress;
use super::refusal::Refusal;
use super::session::Session;
use super::signals::{GRACE, listen};
use crate::execute::{Executor, Stop};
use crate::journal::OpenJournal;
use crate::operations::Cloud;
use crate::report::style::{BOLD, paint};
use std::cell::{Cell, RefCell};
use std::future::pending;
use std::time::{Duration, Instant};

/// What came of work that the user could stop.
#[derive(Debug)]
pub(super) struct Watched<T> {
    /// Its result; nothing where it was stopped at once.
    pub(super) result: Option<T>,
    /// Whether the user stopped it.
    pub(super) interrupted: bool,
    /// How long it took, in the world's own time.
    pub(super) simulated: Duration,
    /// How long it took.
    pub(super) took: Duration,
}

impl<P: Cloud> Session<'_, P> {
    /// Works, tells of it meanwhile, and stops at Ctrl-C: in good order at the first, at once at the second, or when what is
    /// in flight has had its time. `stopping` says what that means while so many resources are in flight.
    pub(super) async fn watch<T>(
        &self,
        file: &mut OpenJournal,
        steps: usize,
        stopping: impl Fn(usize) -> String,
        work: impl AsyncFnOnce(&Executor<'_, P>) -> T,
    ) -> Result<Watched<T>, Refusal> {
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
            let hear = |event| progress.borrow_mut().hear(&event);
            let executor = Executor::new(&self.provider, file, self.clock, stop.clone(), hear);
            let stopped = async {
                signals.next().await;
                interrupted.set(true);
                stop.ask();
                let told = stopping(progress.borrow().in_flight());
                let grace = GRACE.as_secs();
                progress.borrow().say(&format!(
                    "{} {told}. What is not answered in {grace} seconds is cut off; Ctrl-C again stops at once.",
                    paint(BOLD, "Stopping:")
                ));
                tokio::select! {
                    () = signals.next() => {}
                    () = tokio::time::sleep(GRACE) => {
                        let title = paint(BOLD, "Cut off:");
                        let late = format!("{title} what is in flight had no answer in {grace} seconds.");
                        progress.borrow().say(&late);
                    }
                }
            };
            // Whoever loses the lock stops as at the first Ctrl-C; what is in flight learns it from the journal.
            let taken = async {
                lost.await;
                stop.ask();
                progress.borrow().say(&format!(
                    "{} the lock on the journal is lost; nothing new is begun.",
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

    /// Tells whether no time passes but what is waited for: nothing happens in such a world by itself.
    pub(super) fn is_virtual(&self) -> bool {
        !self.job.is_aws() && self.job.args.real_time.is_none()
    }
}
