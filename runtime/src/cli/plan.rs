//! `plan`: shows what `deploy` would do, without doing it.

use super::args::Command;
use super::deploy::UNFINISHED;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use super::verified_plan::deployment;
use crate::execute::Conflict;
use crate::operations::Cloud;
use crate::report::{conflict_json, data, plan_json, plan_text, summary};

impl<P: Cloud> Session<'_, P> {
    /// Shows what `deploy` would do, without doing it.
    pub(super) async fn plan(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let journal = self.peek().await?;
        let seen = self.refresh(&journal).await?;
        let plan = deployment(&self.graph, &journal, &seen)?;
        let conflicts = self.conflicts(&journal, &plan).await?;
        let mut json = plan_json(&plan, self.job.stack);
        let as_json = |conflict: &Conflict| conflict_json(conflict, self.job.stack, journal.is_deployed());
        json["conflicts"] = conflicts.iter().map(as_json).collect();
        console.json(&json);
        if plan.is_empty() && (journal.upgrade.is_some() || journal.origin.is_some()) {
            console.print(&format!(
                "\n{UNFINISHED}\nTo do it: {}",
                self.job.again(&Command::Deploy)
            ));
            return Ok(Exit::Done);
        }
        if plan.is_empty() {
            let stack = &self.graph.stack;
            console.print(&format!(
                "\nNothing to do: all {} resources of {stack} are as declared.",
                plan.unchanged
            ));
            return Ok(Exit::Done);
        }
        console.print(&format!("\n{}\n{}.", plan_text(&plan, self.job.stack), summary(&plan)));
        let data = data(&plan);
        if !data.is_empty() {
            console.print(&format!("\nData:\n  {}", data.join("\n  ")));
        }
        self.refuse(&journal, &conflicts)?;
        console.print(&format!(
            "\nNothing was changed. To do it: {}",
            self.job.again(&Command::Deploy)
        ));
        Ok(Exit::Done)
    }
}
