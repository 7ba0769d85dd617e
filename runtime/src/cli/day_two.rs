//! What the commands on a stack that stands need of it.

use super::args::Command;
use super::error::CliError;
use super::session::Session;
use crate::execute::again;
use crate::journal::{Entry, Journal};
use crate::operations::Cloud;

impl<P: Cloud> Session<'_, P> {
    /// Refuses what can only be done with a stack that is deployed; `so` says what is missing, as "it has no outputs".
    pub(super) fn not_deployed(&self, so: &str) -> CliError {
        CliError::new(format!("{} is not deployed, so that {so}", self.graph.stack))
            .hint(format!("Deploy it: `{}`.", self.job.again(&Command::Deploy)))
    }

    /// Returns what the journal knows of a resource that has been ready; `what` names it, as "service".
    pub(super) fn ready_entry<'j>(
        &self,
        journal: &'j Journal,
        address: &str,
        what: &str,
    ) -> Result<&'j Entry, CliError> {
        if !journal.is_deployed() {
            return Err(self.not_deployed(&format!("there is no {what}")));
        }
        let entry = journal.resources.get(address);
        entry.filter(|entry| !entry.outputs.is_empty()).ok_or_else(|| {
            CliError::new(format!("the {what} of {} is not ready yet", self.graph.stack))
                .why(format!("The journal knows no finished {address}: the deploy was cut off before it, or is of before there was one."))
                .hint(format!("Finish it: `{}`.", self.job.again(&Command::Deploy)))
        })
    }

    /// Refuses where AWS knows of a resource no more; `what` names it, as "log group".
    pub(super) async fn still_there(&self, journal: &Journal, entry: &Entry, what: &str) -> Result<(), CliError> {
        let Some((target, id)) = entry.target(&journal.stack, &journal.account).zip(entry.id.as_ref()) else {
            return Err(self.gone(what));
        };
        let read = async || self.provider.read(&target, id, &entry.fields).await;
        match again(&self.clock, read).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(self.gone(&format!("{what} {}", entry.name))),
            Err(error) => Err(CliError::api(&format!("reading {}", entry.address), &error)),
        }
    }

    /// Says that something was deleted by hand; `what` names it.
    pub(super) fn gone(&self, what: &str) -> CliError {
        CliError::new(format!("the {what} of {} is not there any more", self.graph.stack))
            .why("Somebody, or something else than this program, has deleted it.")
            .hint(format!(
                "See what else differs: `{}`.",
                self.job.again(&Command::Status)
            ))
            .hint(format!("Make it again: `{}`.", self.job.again(&Command::Deploy)))
    }
}
