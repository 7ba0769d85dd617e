//! What the commands on a stack that stands need of it.

use super::args::Command;
use super::refusal::Refusal;
use super::session::Session;
use crate::journal::{Entry, Journal};
use crate::operations::Cloud;
use crate::retry::with_retries;

impl<P: Cloud> Session<'_, P> {
    /// Refuses what can only be done with a stack that is deployed; `so` says what is missing, as "it has no outputs".
    pub(super) fn not_deployed(&self, so: &str) -> Refusal {
        Refusal::new(format!("{} is not deployed, so that {so}", self.graph.stack))
            .advice(format!("Deploy it: `{}`.", self.job.again(&Command::Deploy)))
    }

    /// Returns what the journal knows of a resource that has been ready; `what` names it, as "service".
    pub(super) fn standing<'j>(&self, journal: &'j Journal, address: &str, what: &str) -> Result<&'j Entry, Refusal> {
        if !journal.is_deployed() {
            return Err(self.not_deployed(&format!("there is no {what}")));
        }
        let entry = journal.resources.get(address);
        entry.filter(|entry| !entry.outputs.is_empty()).ok_or_else(|| {
            Refusal::new(format!("the {what} of {} is not ready yet", self.graph.stack))
                .why(format!("The journal knows no finished {address}: the deploy was cut off before it, or is of before there was one."))
                .advice(format!("Finish it: `{}`.", self.job.again(&Command::Deploy)))
        })
    }

    /// Refuses where AWS knows of a resource no more; `what` names it, as "log group".
    pub(super) async fn still_there(&self, journal: &Journal, entry: &Entry, what: &str) -> Result<(), Refusal> {
        let Some((target, id)) = entry.target(&journal.stack, &journal.account).zip(entry.id.as_ref()) else {
            return Err(self.gone(what));
        };
        let read = async || self.provider.read(&target, id, &entry.fields).await;
        match with_retries(&self.clock, read).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(self.gone(&format!("{what} {}", entry.name))),
            Err(error) => Err(Refusal::call(&format!("reading {}", entry.address), &error)),
        }
    }

    /// Says that something was deleted by hand; `what` names it.
    pub(super) fn gone(&self, what: &str) -> Refusal {
        Refusal::new(format!("the {what} of {} is not there any more", self.graph.stack))
            .why("Somebody, or something else than this program, has deleted it.")
            .advice(format!(
                "See what else differs: `{}`.",
                self.job.again(&Command::Status)
            ))
            .advice(format!("Make it again: `{}`.", self.job.again(&Command::Deploy)))
    }
}
