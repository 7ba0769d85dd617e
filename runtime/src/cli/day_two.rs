//! The parts of a deployed stack that day-two commands need.

use super::args::Command;
use super::error::CliError;
use super::session::Session;
use crate::journal::{Entry, Journal};
use crate::operations::Cloud;
use crate::retry::with_retries;

impl<P: Cloud> Session<'_, P> {
    /// Returns the error that the stack is not deployed. `so` is the consequence, such as "it has no outputs".
    pub(super) fn not_deployed(&self, so: &str) -> CliError {
        CliError::new(format!("{} is not deployed, so {so}", self.graph.stack))
            .hint(format!("Deploy it: `{}`.", self.job.again(&Command::Deploy)))
    }

    /// Returns the journal's entry of a resource that has been ready. `what` names it, such as "service".
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
                .why(format!("The journal has no finished {address}: the deployment was interrupted before it, or is older than this resource."))
                .hint(format!("Finish it: `{}`.", self.job.again(&Command::Deploy)))
        })
    }

    /// Checks that a resource still exists on AWS. `what` names it, such as "log group".
    pub(super) async fn still_there(&self, journal: &Journal, entry: &Entry, what: &str) -> Result<(), CliError> {
        let Some((target, id)) = entry.target(&journal.stack, &journal.account).zip(entry.id.as_ref()) else {
            return Err(self.gone(what));
        };
        let read = async || self.provider.read(&target, id, &entry.fields).await;
        match with_retries(&self.clock, read).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(self.gone(&format!("{what} {}", entry.name))),
            Err(error) => Err(CliError::api(&format!("reading {}", entry.address), &error)),
        }
    }

    /// Returns the error that something was deleted outside of this program. `what` names it.
    pub(super) fn gone(&self, what: &str) -> CliError {
        CliError::new(format!("the {what} of {} no longer exists", self.graph.stack))
            .why("Somebody, or another program, has deleted it.")
            .hint(format!(
                "See what else differs: `{}`.",
                self.job.again(&Command::Status)
            ))
            .hint(format!("Create it again: `{}`.", self.job.again(&Command::Deploy)))
    }
}
