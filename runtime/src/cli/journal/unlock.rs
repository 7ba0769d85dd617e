//! `journal unlock`: removes a lock whose holder no longer runs.

use super::super::args::{Command, JournalCommand};
use super::super::confirm::Confirmation;
use super::super::error::CliError;
use super::super::exit::Exit;
use super::super::session::Session;
use crate::journal::ObservedLock;
use crate::operations::Cloud;
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Removes an expired lock, or the lock with the given id, even if it has not expired.
    pub(in crate::cli) async fn unlock_journal(&self, id: Option<&str>) -> Result<Exit, CliError> {
        let console = self.job.console;
        let place = self.journal.to_string();
        let Some(lock) = self.journal.observe_lock().await? else {
            console.print(&format!("\nNothing to do: {place} is not locked."));
            console.json(&json!({ "place": place, "unlocked": null }));
            return Ok(Exit::Done);
        };
        let Some(lease) = &lock.lease else {
            return Err(CliError::new(format!("{place} is locked by {lock}"))
                .why("The lock of a file ends with the process that holds it, even if the process is killed.")
                .hint("Wait until the process has ended, or stop it with Ctrl-C where it runs."));
        };
        if lease.is_active && id != Some(&lease.id) {
            return Err(self.still_active(&place, &lock, &lease.id));
        }
        let how = if lease.is_active {
            "If its holder is still running, it stops at its next step and leaves that step unfinished."
        } else {
            "Its holder did not renew it in time."
        };
        console.print_always(&format!("\n{place} is locked by {lock}.\n{how}"));
        if lease.is_active {
            self.confirm(&Confirmation::Name {
                what: "This removes the lock.",
                guarded: &[],
            })
            .await?;
        } else {
            self.confirm(&Confirmation::Proceed("Remove the lock?")).await?;
        }
        if !self.journal.unlock(&lease.id).await? {
            return Err(CliError::new("the lock has changed in the meantime")
                .why("Its holder has renewed it, or another deployer has acquired it. Nothing was changed."));
        }
        console.print("Removed the lock.");
        console.json(&json!({ "place": place, "unlocked": lease.id }));
        Ok(Exit::Done)
    }

    fn still_active(&self, place: &str, lock: &ObservedLock, id: &str) -> CliError {
        let unlock = Command::Journal(JournalCommand::Unlock {
            lock: Some(id.to_owned()),
        });
        CliError::new(format!("{place} is locked by {lock}"))
            .why("Its lease has not expired, so its holder may still be running. Nothing was changed.")
            .hint("Wait until it has expired. If its holder no longer runs, the next command then acquires the lock.")
            .hint(format!(
                "If you are sure that the holder no longer runs: `{}`.",
                self.job.again(&unlock)
            ))
    }
}
