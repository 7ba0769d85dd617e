//! Executing a plan, and reporting what failed.

use super::console::note;
use super::error::CliError;
use super::session::Session;
use super::watch::Watched;
use crate::execute::{Executor, Outcome, StepError};
use crate::journal::OpenJournal;
use crate::operations::Cloud;
use crate::plan::Plan;
use crate::report::{failure_json, failures, leftovers_json, leftovers_text};
use serde_json::{Value, json};
use tracing::{error, info, warn};

/// The execution of a plan.
pub(super) type Run = Watched<Outcome>;

impl Run {
    /// Returns whether every step succeeded.
    pub(super) fn succeeded(&self) -> bool {
        self.result
            .as_ref()
            .is_some_and(|outcome| outcome.failures.is_empty() && outcome.left == 0)
    }

    /// Logs how it ended, and each failure with its cause.
    fn log(&self) {
        let Some(Outcome {
            failures, done, left, ..
        }) = &self.result
        else {
            warn!("stopped immediately");
            return;
        };
        for failure in failures {
            let cause = match &failure.error {
                // Its message ends in the last line that the task has printed, which may contain anything.
                StepError::Task(_) | StepError::Upgrade { .. } => "a task of the image failed".to_owned(),
                error => error.what(),
            };
            error!(address = %failure.address, cause, "step failed");
        }
        info!(done, left, failed = failures.len(), "executed the plan");
    }
}

impl<P: Cloud> Session<'_, P> {
    /// Executes a plan.
    pub(super) async fn apply(&self, file: &mut OpenJournal, plan: &Plan) -> Result<Run, CliError> {
        let stopping = |in_flight| {
            let in_flight = match in_flight {
                1 => "1 resource is in progress".to_owned(),
                more => format!("{more} resources are in progress"),
            };
            format!("no new step is started; {in_flight}, and the outcome of each call is recorded")
        };
        let work = async |executor: &Executor<'_, P>| executor.run(plan).await;
        info!(
            steps = plan.steps.len(),
            unchanged = plan.unchanged,
            "executing the plan"
        );
        // After an immediate stop, the journal contains what was in progress as intents, and the next run looks for them.
        let run = self.watch(file, plan.steps.len(), stopping, work).await?;
        run.log();
        self.explain(&run);
        let reported = run.result.iter().flat_map(|outcome| &outcome.failures);
        let reported = reported
            .into_iter()
            .any(|failure| matches!(failure.error, StepError::Upgrade { .. }));
        if let Some(upgrade) = file.journal.upgrade.as_ref().filter(|_| !reported) {
            let page = if upgrade.maintenance {
                " The maintenance page stays on and cron stays off until a deployment has succeeded."
            } else {
                " Cron stays off until a deployment has succeeded."
            };
            note(&format!("An upgrade of Moodle is in progress; {upgrade}.{page}"));
        }
        Ok(run)
    }

    /// Returns what the run has left in place, as text; empty if it has left nothing.
    pub(super) fn left(run: &Run) -> String {
        let outcome = run.result.as_ref();
        outcome.map_or_else(String::new, |outcome| leftovers_text(&outcome.leftovers))
    }

    /// Reports what failed, and how to continue.
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
        let summary = match &run.result {
            None => "Stopped immediately. It is unknown whether the calls in progress took effect.".into(),
            Some(Outcome {
                failures, done, left, ..
            }) => {
                let head = if run.interrupted { "Stopped: " } else { "" };
                let left = if run.interrupted {
                    format!("{left} left")
                } else {
                    format!("{left} not started")
                };
                let steps = if *done == 1 { "step" } else { "steps" };
                format!("{head}{done} {steps} succeeded, {} failed, {left}.", failures.len())
            }
        };
        note(&format!(
            "\n{summary}\nThe journal records all resources that were created or were about to be created. To continue from there: {again}"
        ));
    }

    /// Returns the outcome as JSON.
    pub(super) fn run_json(&self, run: &Run) -> Value {
        let outcome = run.result.as_ref();
        let failed = outcome.into_iter().flat_map(|outcome| &outcome.failures);
        json!({
            "succeeded": run.succeeded(),
            "interrupted": run.interrupted,
            "done": outcome.map(|outcome| outcome.done),
            "left": outcome.map(|outcome| outcome.left),
            "leftovers": outcome.map(|outcome| leftovers_json(&outcome.leftovers)),
            "failures": failed.map(|one| failure_json(one, self.job.stack)).collect::<Vec<_>>(),
            "seconds": run.simulated.as_secs(),
        })
    }
}
