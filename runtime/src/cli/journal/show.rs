//! `journal show`: prints the journal of a stack.

use super::super::error::CliError;
use super::super::exit::Exit;
use super::super::session::Session;
use crate::operations::Cloud;
use crate::report::journal_text;
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Prints the stored journal, without comparing it with AWS or the declaration.
    pub(in crate::cli) async fn show_journal(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let (stack, place) = (&self.graph.stack, self.journal.to_string());
        let lock = self.journal.observe_lock().await?;
        let journal = self.written().await?;
        console.json(&json!({
            "place": place,
            "lock": lock.as_ref().map(ToString::to_string),
            "journal": journal,
        }));
        let lock = lock.map_or_else(|| "nobody".into(), |lock| lock.to_string());
        let Some(journal) = journal else {
            console.print(&format!(
                "\nThere is no journal of {stack} in {place}.\nLocked by: {lock}"
            ));
            return Ok(Exit::Done);
        };
        console.print(&format!(
            "\nJournal of {stack}: {place}\nAccount: {}\nDeployments: {}\nLocked by: {lock}\n\n{}",
            journal.account,
            journal.deployment,
            journal_text(&journal)
        ));
        Ok(Exit::Done)
    }
}
