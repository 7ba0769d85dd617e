//! `outputs`: shows the site's address and other outputs.

use super::args::Command;
use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::operations::Cloud;
use crate::report::{outputs, outputs_json, outputs_text};

impl<P: Cloud> Session<'_, P> {
    /// Prints the outputs.
    pub(super) async fn outputs(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let journal = self.peek().await?;
        if !journal.is_deployed() {
            return Err(self.not_deployed("it has no outputs"));
        }
        let outputs = outputs(&self.graph, &journal);
        console.json(&outputs_json(&outputs));
        console.print(&outputs_text(&outputs));
        let unknown: Vec<&str> = outputs
            .iter()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| *name)
            .collect();
        if !unknown.is_empty() {
            let deploy = self.job.again(&Command::Deploy);
            note(&format!(
                "Not known yet: {}. To finish the deployment: {deploy}",
                unknown.join(", ")
            ));
        }
        Ok(Exit::Done)
    }
}
