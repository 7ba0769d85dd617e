//! `status`: shows how each resource is.

use super::args::Command;
use super::exit::Exit;
use super::refusal::Refusal;
use super::session::Session;
use crate::operations::Cloud;
use crate::report::status;

impl<P: Cloud> Session<'_, P> {
    /// Shows how each resource is.
    pub(super) async fn status(&self) -> Result<Exit, Refusal> {
        let console = self.job.console;
        let journal = self.peek().await?;
        let seen = self.refresh(&journal).await?;
        let status = status(&self.graph, &journal, &seen);
        console.json(&status.json());
        if status.is_nothing() {
            let deploy = self.job.again(&Command::Deploy);
            console.say(&format!("\n{}\nTo deploy it: {deploy}", status.headline()));
            return Ok(Exit::Done);
        }
        console.say(&format!(
            "\n{}{}\n{}",
            status.table(),
            status.notes(),
            status.headline()
        ));
        if !status.is_well() {
            console.say(&format!(
                "To see what would mend it: {}",
                self.job.again(&Command::Plan)
            ));
        }
        Ok(Exit::Done)
    }
}
