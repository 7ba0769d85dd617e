//! `journal show`: what is written down of a stack.

use super::super::exit::Exit;
use super::super::refusal::Refusal;
use super::super::session::Session;
use crate::operations::Cloud;
use crate::report::journal_text;
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Shows the journal as it is written down. Neither AWS nor the declaration is asked.
    pub(in crate::cli) async fn show_journal(&self) -> Result<Exit, Refusal> {
        let console = self.job.console;
        let (stack, place) = (&self.graph.stack, self.journal.to_string());
        let lock = self.journal.seen_lock().await?;
        let journal = self.written().await?;
        console.json(&json!({
            "place": place,
            "lock": lock.as_ref().map(ToString::to_string),
            "journal": journal,
        }));
        let lock = lock.map_or_else(|| "nobody".into(), |lock| lock.to_string());
        let Some(journal) = journal else {
            console.say(&format!(
                "\nThere is no journal of {stack} in {place}.\nLocked by: {lock}"
            ));
            return Ok(Exit::Done);
        };
        console.say(&format!(
            "\nJournal of {stack}: {place}\nAccount: {}\nDeployments: {}\nLocked by: {lock}\n\n{}",
            journal.account,
            journal.deployment,
            journal_text(&journal)
        ));
        Ok(Exit::Done)
    }
}
