//! `journal verify`: whether what is written down is so.

use super::super::args::Command;
use super::super::exit::Exit;
use super::super::refusal::Refusal;
use super::super::session::Session;
use crate::execute::recover;
use crate::journal::{Entry, Journal};
use crate::operations::Cloud;
use crate::report::style::{GREEN, RED, paint};
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Holds the journal against itself, and against what there is: what it knows, and what is found without it.
    pub(in crate::cli) async fn verify_journal(&self) -> Result<Exit, Refusal> {
        let console = self.job.console;
        let (stack, place) = (&self.graph.stack, self.journal.to_string());
        let Some(journal) = self.written().await? else {
            return Err(Refusal::new(format!("there is no journal of {stack} in {place}"))
                .why("The next command that needs one makes it from what it finds, by names and tags.")
                .advice(format!("See what there is: `{}`.", self.job.again(&Command::Status))));
        };
        let mut faults = journal.inconsistencies();
        let seen = self.refresh(&journal).await?;
        let gone = seen.resources.iter().filter(|(_, live)| live.is_none());
        faults.extend(gone.map(|(address, _)| format!("{address} is written down, and is not there")));
        faults.extend(self.unlisted(&journal).await?);
        let entries = journal.entries().count();
        console.json(&json!({
            "place": place,
            "entries": entries,
            "faults": faults,
        }));
        if faults.is_empty() {
            let right = paint(GREEN, format!("The journal of {stack} is right"));
            console.say(&format!(
                "\n{right}: all of its {entries} entries are there, once, with what they stand on."
            ));
            return Ok(Exit::Done);
        }
        let wrong = paint(RED, format!("The journal of {stack} differs from what there is:"));
        console.say(&format!(
            "\n{wrong}\n  {}\n\nTo see what a deployment would make of it: {}",
            faults.join("\n  "),
            self.job.again(&Command::Plan)
        ));
        Ok(Exit::Failed)
    }

    /// Finds what is there of what is declared, and not written down.
    async fn unlisted(&self, journal: &Journal) -> Result<Vec<String>, Refusal> {
        let mut found = Journal::new(&journal.stack, &journal.account);
        let result = recover(&self.provider, &self.clock, &self.graph, &mut found).await;
        result.map_err(|(address, trouble)| self.unread(&address, &trouble))?;
        let is_known = |there: &Entry| {
            journal
                .entries()
                .any(|entry| entry.kind == there.kind && entry.id == there.id)
                // What it was about to make when it was last heard of.
                || journal.resources.get(&there.address).is_some_and(|entry| entry.id.is_none())
        };
        let unknown = found.entries().filter(|there| !is_known(there));
        let faults = unknown.map(|there| {
            let id = there.id.as_deref().unwrap_or_default();
            format!("{} is there as {id}, and that is not written down", there.address)
        });
        Ok(faults.collect())
    }
}
