//! Carrying out a plan, and saying what did not succeed.

use super::console::note;
use super::refusal::Refusal;
use super::session::Session;
use super::watch::Watched;
use crate::execute::{Executor, Outcome, StepError};
use crate::journal::OpenJournal;
use crate::operations::Cloud;
use crate::plan::Plan;
use crate::report::{failure_json, failures};
use serde_json::{Value, json};

/// How it went: what became of the steps.
pub(super) type Run = Watched<Outcome>;

impl Run {
    /// Tells whether every step succeeded.
    pub(super) fn succeeded(&self) -> bool {
        self.result
            .as_ref()
            .is_some_and(|outcome| outcome.failures.is_empty() && outcome.left == 0)
    }
}

impl<P: Cloud> Session<'_, P> {
    /// Carries out a plan.
    pub(super) async fn carry_out(&self, file: &mut OpenJournal, plan: &Plan) -> Result<Run, Refusal> {
        let stopping = |in_flight| {
            let in_flight = match in_flight {
                1 => "one resource is in flight".to_owned(),
                more => format!("{more} resources are in flight"),
            };
            format!("nothing new is begun; {in_flight}, and what becomes of each call is written down")
        };
        let work = async |executor: &Executor<'_, P>| executor.run(plan).await;
        // What was in flight when it was stopped at once is in the journal as an intent, and is looked for by the next run.
        let run = self.watch(file, plan.steps.len(), stopping, work).await?;
        self.explain(&run);
        let told = run.result.iter().flat_map(|outcome| &outcome.failures);
        let told = told
            .into_iter()
            .any(|failure| matches!(failure.error, StepError::Upgrade { .. }));
        if let Some(upgrade) = file.journal.upgrade.as_ref().filter(|_| !told) {
            let page = if upgrade.maintenance {
                " Until a deployment has succeeded, the maintenance page stays up and cron is held."
            } else {
                " Until a deployment has succeeded, cron is held."
            };
            note(&format!("An upgrade of Moodle is under way; {upgrade}.{page}"));
        }
        Ok(run)
    }

    /// Says what did not succeed, and how to go on.
    fn explain(&self, run: &Run) {
        if let Some(outcome) = &run.result {
            for text in failures(&outcome.failures, self.job.stack) {
                note(&format!("\n{text}"));
            }
        }
        if run.succeeded() {
            return;
        }
        let again = self.job.again(&self.job.args.command());
        let told = match &run.result {
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
        let outcome = run.result.as_ref();
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
