//! `destroy`: deletes the stack, but for what is declared to be kept.

use super::carry_out::Run;
use super::confirm::Confirmation;
use super::exit::Exit;
use super::refusal::Refusal;
use super::session::Session;
use super::verified::destruction;
use crate::operations::Cloud;
use crate::plan::Action;
use crate::report::style::{GREEN, paint};
use crate::report::{data, guarded, plan_json, plan_text, summary};
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Deletes the stack, but for what is declared to be kept.
    pub(super) async fn destroy(&self) -> Result<Exit, Refusal> {
        let console = self.job.console;
        let stack = &self.graph.stack;
        let mut file = self.open().await?;
        let plan = destruction(&self.graph, &file.journal)?;
        let told = plan_json(&plan, self.job.stack);
        // What outlives the stack is found again by its name, and still is to stay.
        if plan.steps.iter().all(|step| step.action() == Action::Retain) {
            Self::forget(file).await;
            let kept = data(&plan).join("\n");
            console.say(&format!("\nNothing to do: {stack} is not deployed.\n{kept}"));
            console.json(&json!({ "stack": stack, "plan": told, "run": null }));
            return Ok(Exit::Done);
        }
        console.tell(&format!("\n{}\n{}.", plan_text(&plan, self.job.stack), summary(&plan)));
        let data = data(&plan);
        if !data.is_empty() {
            console.tell(&format!("\nData:\n  {}", data.join("\n  ")));
        }
        self.confirm(&Confirmation::Name {
            what: &format!("This deletes {stack} and cannot be undone."),
            guarded: &guarded(&plan),
        })
        .await?;
        console.say("");
        let run = self.carry_out(&mut file, &plan).await?;
        if file.journal.is_empty() {
            Self::forget(file).await;
        }
        if run.succeeded() {
            let head = paint(GREEN, format!("{stack} is destroyed."));
            console.say(&format!("{head}\n{}", self.times(&run)));
            if !data.is_empty() {
                console.say(&format!("\nData:\n  {}", data.join("\n  ")));
            }
        }
        console.json(&json!({ "stack": stack, "plan": told, "run": self.run_json(&run) }));
        Ok(match run {
            _ if run.succeeded() => Exit::Done,
            Run { interrupted: true, .. } => Exit::Interrupted,
            _ => Exit::Failed,
        })
    }
}
