//! `journal unlock`: takes away a lock whose holder is gone.

use super::super::args::{Command, JournalCommand};
use super::super::confirm::Confirmation;
use super::super::exit::Exit;
use super::super::refusal::Refusal;
use super::super::session::Session;
use crate::journal::ObservedLock;
use crate::operations::Cloud;
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Takes away a lock that has run out, or, where its id is given, one whose holder cannot be seen to be gone.
    pub(in crate::cli) async fn unlock_journal(&self, id: Option<&str>) -> Result<Exit, Refusal> {
        let console = self.job.console;
        let place = self.journal.to_string();
        let Some(lock) = self.journal.observe_lock().await? else {
            console.say(&format!("\nNothing to do: nobody has locked {place}."));
            console.json(&json!({ "place": place, "unlocked": null }));
            return Ok(Exit::Done);
        };
        let Some(lease) = &lock.lease else {
            return Err(Refusal::new(format!("{place} is locked by {lock}"))
                .why("The lock of a file ends with the process that holds it, however that ends.")
                .advice("Wait until that has ended, or stop it with Ctrl-C where it runs."));
        };
        if lease.is_alive && id != Some(&lease.id) {
            return Err(self.alive(&place, &lock, &lease.id));
        }
        let how = if lease.is_alive {
            "If its holder still works, it stops at its next step, and leaves that unfinished."
        } else {
            "Its holder has not renewed it in time."
        };
        console.tell(&format!("\n{place} is locked by {lock}.\n{how}"));
        if lease.is_alive {
            self.confirm(&Confirmation::Name {
                what: "This takes the lock away.",
                guarded: &[],
            })
            .await?;
        } else {
            self.confirm(&Confirmation::Proceed("Take the lock away?")).await?;
        }
        if !self.journal.unlock(&lease.id).await? {
            return Err(Refusal::new("the lock has changed in the meantime")
                .why("Its holder has renewed it, or another has taken it. Nothing was changed."));
        }
        console.say("The lock is taken away.");
        console.json(&json!({ "place": place, "unlocked": lease.id }));
        Ok(Exit::Done)
    }

    fn alive(&self, place: &str, lock: &ObservedLock, id: &str) -> Refusal {
        let unlock = Command::Journal(JournalCommand::Unlock {
            lock: Some(id.to_owned()),
        });
        Refusal::new(format!("{place} is locked by {lock}"))
            .why("Its lease has not run out, so that its holder may be at work. Nothing was changed.")
            .advice("Wait until it has run out; where its holder is gone, the next command then goes on by itself.")
            .advice(format!(
                "Where you know that the holder is gone: `{}`.",
                self.job.again(&unlock)
            ))
    }
}
