//! `status`: shows the state of each resource.

use super::args::Command;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::operations::Cloud;
use crate::report::status;

impl<P: Cloud> Session<'_, P> {
    /// Shows the state of each resource.
    pub(super) async fn status(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let journal = self.peek().await?;
        let seen = self.refresh(&journal).await?;
        let status = status(&self.graph, &journal, &seen);
        console.json(&status.json());
        if status.is_nothing() {
            let deploy = self.job.again(&Command::Deploy);
            console.print(&format!("\n{}\nTo deploy it: {deploy}", status.headline()));
            return Ok(Exit::Done);
        }
        console.print(&format!(
            "\n{}{}\n{}",
            status.table(),
            status.notes(),
            status.headline()
        ));
        if !status.is_well() {
            console.print(&format!("To see what would fix it: {}", self.job.again(&Command::Plan)));
        }
        Ok(Exit::Done)
    }
}
