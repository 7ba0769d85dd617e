//! `journal verify`: compares the journal with what exists.

use super::super::args::Command;
use super::super::error::CliError;
use super::super::exit::Exit;
use super::super::session::Session;
use crate::journal::{Entry, Journal};
use crate::operations::Cloud;
use crate::report::style::{GREEN, RED, paint};
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Checks the journal for consistency, and compares it with what exists: the resources in the journal, and those
    /// that are found without it.
    pub(in crate::cli) async fn verify_journal(&self) -> Result<Exit, CliError> {
        let console = self.job.console;
        let (stack, place) = (&self.graph.stack, self.journal.to_string());
        let Some(journal) = self.written().await? else {
            return Err(CliError::new(format!("there is no journal of {stack} in {place}"))
                .why("The next command that needs a journal rebuilds it from the resources that it finds by names and tags.")
                .hint(format!("See what exists: `{}`.", self.job.again(&Command::Status))));
        };
        let mut faults = journal.inconsistencies();
        let seen = self.refresh(&journal).await?;
        let gone = seen.resources.iter().filter(|(_, live)| live.is_none());
        faults.extend(gone.map(|(address, _)| format!("{address} is in the journal, but does not exist")));
        faults.extend(self.unlisted(&journal).await?);
        let entries = journal.entries().count();
        console.json(&json!({
            "place": place,
            "entries": entries,
            "faults": faults,
        }));
        if faults.is_empty() {
            let correct = paint(GREEN, format!("The journal of {stack} is correct"));
            console.print(&format!(
                "\n{correct}: all of its {entries} entries exist, once each, with everything that they depend on."
            ));
            return Ok(Exit::Done);
        }
        let wrong = paint(
            RED,
            format!("The journal of {stack} differs from the existing resources:"),
        );
        console.print(&format!(
            "\n{wrong}\n  {}\n\nTo see what a deployment would do about it: {}",
            faults.join("\n  "),
            self.job.again(&Command::Plan)
        ));
        Ok(Exit::Failed)
    }

    /// Finds what exists of the stack, but is not in the journal.
    async fn unlisted(&self, journal: &Journal) -> Result<Vec<String>, CliError> {
        let mut found = Journal::new(&journal.stack, &journal.account);
        self.recover(&mut found).await?;
        let is_known = |there: &Entry| {
            journal
                .entries()
                .any(|entry| entry.kind == there.kind && entry.id == there.id)
                // Or an intent: it was about to be created when the journal was last written.
                || journal.resources.get(&there.address).is_some_and(|entry| entry.id.is_none())
        };
        let unknown = found.entries().filter(|there| !is_known(there));
        let faults = unknown.map(|there| {
            let id = there.id.as_deref().unwrap_or_default();
            format!("{} exists as {id}, but is not in the journal", there.address)
        });
        Ok(faults.collect())
    }
}
