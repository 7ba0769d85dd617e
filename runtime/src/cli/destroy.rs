//! `destroy`: deletes everything of the stack that is not marked as retained.

use super::apply::Run;
use super::confirm::Confirmation;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use super::verified_plan::destruction;
use crate::execute::survey;
use crate::operations::Cloud;
use crate::plan::Action;
use crate::report::style::{GREEN, paint};
use crate::report::{data, guarded, plan_json, plan_text, summary};
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Deletes everything of the stack that is not marked as retained.
    pub(super) async fn destroy(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let stack = &self.graph.stack;
        let mut file = self.open().await?;
        let seen = survey(&self.provider, &self.clock, &file.journal).await;
        let plan = destruction(&self.graph, &file.journal, &seen)?;
        let plan_as_json = plan_json(&plan, self.job.stack);
        // Retained resources are found again by their names, and are still retained.
        if plan.steps.iter().all(|step| step.action() == Action::Retain) {
            Self::forget(file).await;
            let kept = data(&plan).join("\n");
            console.print(&format!("\nNothing to do: {stack} is not deployed.\n{kept}"));
            console.json(&json!({ "stack": stack, "plan": plan_as_json, "run": null }));
            return Ok(Exit::Done);
        }
        console.print_always(&format!("\n{}\n{}.", plan_text(&plan, self.job.stack), summary(&plan)));
        let data = data(&plan);
        if !data.is_empty() {
            console.print_always(&format!("\nData:\n  {}", data.join("\n  ")));
        }
        self.confirm(&Confirmation::Name {
            what: &format!("This deletes {stack} and cannot be undone."),
            guarded: &guarded(&plan),
        })
        .await?;
        console.print("");
        let run = self.apply(&mut file, &plan).await?;
        if file.journal.is_empty() {
            Self::forget(file).await;
        }
        if run.succeeded() {
            let head = paint(GREEN, format!("{stack} is destroyed."));
            console.print(&format!("{head}\n{}", self.times(&run)));
        }
        // Not what was planned, but what has become of it.
        let left = Self::left(&run);
        if !left.is_empty() {
            console.print(left.trim_end());
        }
        console.json(&json!({ "stack": stack, "plan": plan_as_json, "run": self.run_json(&run) }));
        Ok(match run {
            _ if run.succeeded() => Exit::Done,
            Run { interrupted: true, .. } => Exit::Interrupted,
            _ => Exit::Failed,
        })
    }
}
