//! Carrying out a plan under the eyes of the user, who may stop it.

use super::console::note;
use super::progress::Progress;
use super::refusal::Refusal;
use super::session::Session;
use super::signals::Signals;
use crate::execute::{Executor, Outcome, Stop};
use crate::journal::JournalFile;
use crate::operations::World;
use crate::plan::Plan;
use crate::report::style::{BOLD, paint};
use crate::report::{failure_json, failures};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

/// How it went.
#[derive(Debug)]
pub(super) struct Run {
    /// What became of the steps; nothing is known of a run that was stopped at once.
    outcome: Option<Outcome>,
    /// Whether the user stopped it.
    pub(super) interrupted: bool,
    /// How long it took, in the world's own time.
    pub(super) simulated: Duration,
    /// How long it took.
    pub(super) took: Duration,
}

impl Run {
    /// Tells whether every step succeeded.
    pub(super) fn succeeded(&self) -> bool {
        self.outcome
            .as_ref()
            .is_some_and(|outcome| outcome.failures.is_empty() && outcome.left == 0)
    }
}

impl<P: World> Session<'_, P> {
    /// Carries out a plan.
    pub(super) async fn carry_out(&self, file: &mut JournalFile, plan: &Plan) -> Result<Run, Refusal> {
        let console = self.job.console;
        let mut signals = Signals::listen()
            .map_err(|error| Refusal::new(format!("the system does not let this program hear Ctrl-C: {error}")))?;
        let stop = Stop::default();
        let interrupted = Cell::new(false);
        let virtual_time = !self.job.is_aws() && self.job.args.real_time.is_none();
        let speed = (!virtual_time).then(|| self.job.args.real_time.unwrap_or(1.0));
        let progress = RefCell::new(Progress::new(console, plan.nodes.len(), speed));
        let (began, start) = (Instant::now(), self.clock.elapsed());
        let outcome = {
            let hear = |event| progress.borrow_mut().hear(&event);
            let executor = Executor::new(&self.provider, file, self.clock, stop.clone(), hear);
            let stopping = async {
                signals.next().await;
                interrupted.set(true);
                stop.ask();
                let in_flight = match progress.borrow().in_flight() {
                    1 => "one resource is in flight".to_owned(),
                    more => format!("{more} resources are in flight"),
                };
                progress.borrow().say(&format!(
                    "{} nothing new is begun; {in_flight}, and what becomes of each call is written down. \
                     Ctrl-C again stops at once.",
                    paint(BOLD, "Stopping:"),
                ));
                signals.next().await;
            };
            tokio::select! {
                outcome = executor.run(plan) => Some(outcome),
                // What was in flight is in the journal as an intent, and is looked for by the next run.
                () = stopping => None,
            }
        };
        progress.into_inner().finish();
        let run = Run {
            outcome,
            interrupted: interrupted.get(),
            simulated: self.clock.elapsed().saturating_sub(start),
            took: began.elapsed(),
        };
        self.explain(&run);
        Ok(run)
    }

    /// Says what did not succeed, and how to go on.
    fn explain(&self, run: &Run) {
        if let Some(outcome) = &run.outcome {
            for text in failures(&outcome.failures, self.job.stack) {
                note(&format!("\n{text}"));
            }
        }
        if run.succeeded() {
            return;
        }
        let again = self.job.again(&self.job.args.command());
        let told = match &run.outcome {
            None => "Stopped at once. What was in flight may or may not have been done.".into(),
            Some(Outcome { failures, done, left }) => {
                let head = if run.interrupted { "Stopped: " } else { "" };
                let left = if run.interrupted {
                    format!("{left} left")
                } else {
                    format!("{left} not begun")
                };
                format!("{head}{done} steps succeeded, {} failed, {left}.", failures.len())
            }
        };
        note(&format!(
            "\n{told}\nThe journal knows what was made and what was about to be. To go on from there: {again}"
        ));
    }

    /// Tells programs how it went.
    pub(super) fn run_json(&self, run: &Run) -> Value {
        let outcome = run.outcome.as_ref();
        let failed = outcome.into_iter().flat_map(|outcome| &outcome.failures);
        json!({
            "succeeded": run.succeeded(),
            "interrupted": run.interrupted,
            "done": outcome.map(|outcome| outcome.done),
            "left": outcome.map(|outcome| outcome.left),
            "failures": failed.map(|one| failure_json(one, self.job.stack)).collect::<Vec<_>>(),
            "seconds": run.simulated.as_secs(),
        })
    }
}
