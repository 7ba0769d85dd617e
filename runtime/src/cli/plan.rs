//! `plan`: shows what `deploy` would do, and does nothing.

use super::args::Command;
use super::deploy::LEFT;
use super::exit::Exit;
use super::refusal::Refusal;
use super::session::Session;
use super::verified::deployment;
use crate::operations::Cloud;
use crate::report::{data, plan_json, plan_text, summary};

impl<P: Cloud> Session<'_, P> {
    /// Shows what `deploy` would do, and does nothing.
    pub(super) async fn plan(&self) -> Result<Exit, Refusal> {
        let console = self.job.console;
        let journal = self.peek().await?;
        let seen = self.refresh(&journal).await?;
        let plan = deployment(&self.graph, &journal, &seen)?;
        console.json(&plan_json(&plan, self.job.stack));
        if plan.is_empty() && (journal.upgrade.is_some() || journal.origin.is_some()) {
            console.say(&format!("\n{LEFT}\nTo do it: {}", self.job.again(&Command::Deploy)));
            return Ok(Exit::Done);
        }
        if plan.is_empty() {
            let stack = &self.graph.stack;
            console.say(&format!(
                "\nNothing to do: all {} resources of {stack} are as declared.",
                plan.unchanged
            ));
            return Ok(Exit::Done);
        }
        console.say(&format!("\n{}\n{}.", plan_text(&plan, self.job.stack), summary(&plan)));
        let data = data(&plan);
        if !data.is_empty() {
            console.say(&format!("\nData:\n  {}", data.join("\n  ")));
        }
        console.say(&format!(
            "\nNothing was changed. To do it: {}",
            self.job.again(&Command::Deploy)
        ));
        Ok(Exit::Done)
    }
}
