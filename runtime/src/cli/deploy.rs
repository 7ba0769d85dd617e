//! `deploy`: creates or updates the stack as declared.

use super::apply::Run;
use super::banner::sandbox_line;
use super::confirm::Confirmation;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use super::verified_plan::deployment;
use crate::blueprint::blueprint;
use crate::journal::OpenJournal;
use crate::operations::Cloud;
use crate::plan::{Action, Plan};
use crate::report::style::{BOLD, GREEN, paint};
use crate::report::{
    counts, data, deletes_data, guarded, outputs, outputs_json, outputs_text, plan_json, plan_text, seconds, short,
    summary,
};
use serde_json::json;

/// The message for an empty plan, if an upgrade or a restore was interrupted after its last resource.
pub(super) const UNFINISHED: &str =
    "All resources are as declared. But an upgrade or a restore was interrupted before its end, and must be finished.";

impl<P: Cloud> Session<'_, P> {
    /// Creates or updates the stack as declared.
    pub(super) async fn deploy(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let mut file = self.open().await?;
        let seen = self.refresh(&file.journal).await?;
        let plan = deployment(&self.graph, &file.journal, &seen)?;
        if plan.is_empty() && file.journal.upgrade.is_none() && file.journal.origin.is_none() {
            // There is no step, but the journal's record of unchanged resources may be out of date.
            if !self.apply(&mut file, &plan).await?.succeeded() {
                return Ok(Exit::Failed);
            }
            let done = format!(
                "Nothing to do: all {} resources of {} are as declared.",
                plan.unchanged, self.graph.stack
            );
            console.print(&format!("\n{done}"));
            self.close(&file, &plan, None);
            return Ok(Exit::Done);
        }
        if plan.is_empty() {
            console.print_always(&format!("\n{UNFINISHED}"));
        } else {
            console.print_always(&format!("\n{}\n{}.", plan_text(&plan, self.job.stack), summary(&plan)));
        }
        self.refuse_conflicts(&file.journal, &plan).await?;
        self.consent(&plan).await?;
        file.journal.deployment += 1;
        file.save().await?;
        // An empty line between the plan and its execution, if both are on one terminal.
        console.print("");
        let mut run = self.apply(&mut file, &plan).await?;
        if run.succeeded()
            && let Some(origin) = file.journal.origin.take()
        {
            file.journal.restored = Some(origin);
            // The task definition that imported the data is not part of the stack.
            file.save().await?;
            let seen = self.refresh(&file.journal).await?;
            let rest = deployment(&blueprint(self.job.stack), &file.journal, &seen)?;
            if !rest.is_empty() {
                console.print_always(&format!(
                    "\n{}\n{}.\n",
                    plan_text(&rest, self.job.stack),
                    summary(&rest)
                ));
            }
            let first = std::mem::replace(&mut run, self.apply(&mut file, &rest).await?);
            run.simulated += first.simulated;
            run.took += first.took;
        }
        if run.succeeded() {
            console.print(&self.success(&plan, &run));
        }
        let left = Self::left(&run);
        if !left.is_empty() {
            console.print(left.trim_end());
        }
        self.close(&file, &plan, Some(&run));
        Ok(match run {
            _ if run.succeeded() => Exit::Done,
            Run { interrupted: true, .. } => Exit::Interrupted,
            _ => Exit::Failed,
        })
    }

    /// Asks for confirmation if money or data is at stake. The sandbox never costs money, but asks about data as AWS does.
    async fn consent(&self, plan: &Plan) -> Result<(), CliError> {
        let data = data(plan);
        if data.is_empty() {
            if !self.job.is_aws() {
                return Ok(());
            }
            return self.confirm(&Confirmation::Proceed("Deploy this?")).await;
        }
        self.job
            .console
            .print_always(&format!("\nData:\n  {}", data.join("\n  ")));
        self.confirm(&Confirmation::Name {
            what: if deletes_data(plan) {
                "This deletes all data that users have stored in the resources above."
            } else {
                "The resources above start without the data that users have stored."
            },
            guarded: &guarded(plan),
        })
        .await
    }

    fn success(&self, plan: &Plan, run: &Run) -> String {
        let parts: Vec<String> = counts(plan)
            .into_iter()
            .map(|(action, count)| {
                let verb = match action {
                    Action::Create => "created",
                    Action::Finish => "finished",
                    Action::Update => "updated in place",
                    Action::Reuse => "reused",
                    Action::Replace => "replaced",
                    Action::Delete => "deleted",
                    Action::Retain => "kept",
                    Action::Leave => "left alone",
                    Action::NoOp => "unchanged",
                    Action::Adopt => "adopted",
                };
                format!("{count} {verb}")
            })
            .collect();
        let head = format!("{} is deployed", self.graph.stack);
        format!("{}: {}.\n{}", paint(GREEN, head), parts.join(", "), self.times(run))
    }

    /// Reports how long it took; in the sandbox, how long it would have taken on AWS.
    pub(super) fn times(&self, run: &Run) -> String {
        if self.job.is_aws() {
            return format!("It took {}.", short(run.took));
        }
        format!(
            "On AWS it would have taken {}; the sandbox took {}.",
            short(run.simulated),
            seconds(run.took)
        )
    }

    /// Reports the outputs, and the target again.
    fn close(&self, file: &OpenJournal, plan: &Plan, run: Option<&Run>) {
        let job = self.job;
        let outputs = outputs(&self.graph, &file.journal);
        if run.is_none_or(Run::succeeded) {
            job.console
                .print(&format!("\n{}\n{}", paint(BOLD, "Outputs"), outputs_text(&outputs)));
        }
        if !job.is_aws() {
            job.console.print(&format!("\n{}", sandbox_line(job)));
        }
        job.console.json(&json!({
            "stack": self.graph.stack,
            "account": self.graph.account,
            "region": self.graph.region,
            "target": if job.is_aws() { "aws" } else { "sandbox" },
            "plan": plan_json(plan, job.stack),
            "run": run.map(|run| self.run_json(run)),
            "outputs": outputs_json(&outputs),
        }));
    }
}
