//! `maintenance`: puts the maintenance page up, or takes it down.

use super::args::{Command, Switch};
use super::console::note;
use super::exit::Exit;
use super::refusal::Refusal;
use super::session::Session;
use crate::blueprint::SCHEMA;
use crate::execute::{Executor, StepError};
use crate::operations::Cloud;
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Puts the maintenance page up, or takes it down, by a task of the image.
    pub(super) async fn maintenance(&self, switch: Switch) -> Result<Exit, Refusal> {
        let (console, stack) = (self.job.console, &self.graph.stack);
        let mut file = self.open().await?;
        let schema = self.standing(&file.journal, SCHEMA, "Moodle")?.clone();
        let on = switch == Switch::On;
        let work = async |executor: &Executor<'_, P>| executor.maintenance(&schema, on).await;
        let stopping = |_| "the task goes on by itself".to_owned();
        let watched = self.watch(&mut file, 1, stopping, work).await?;
        let changed = match watched.result {
            Some(Ok(changed)) => changed,
            None | Some(Err(StepError::Interrupted)) => {
                let again = self.job.again(&self.job.args.command());
                note(&format!(
                    "\nThe task may go on by itself. To hear how it ends, run the same again: {again}"
                ));
                return Ok(Exit::Interrupted);
            }
            Some(Err(trouble)) => {
                let refusal = Refusal::trouble("the task for the maintenance page", &trouble);
                return Err(match trouble {
                    StepError::Task(_) => refusal.why("The site itself shows whether the page is up."),
                    _ => refusal,
                });
            }
        };
        let off = self.job.again(&Command::Maintenance { switch: Switch::Off });
        console.say(&match (switch, changed) {
            (Switch::On, true) => format!(
                "The maintenance page of {stack} is up. Everybody sees it, administrators too, within a minute, and cron does \
                 nothing.\nTo take it down: {off}"
            ),
            (Switch::On, false) => format!(
                "A maintenance page of {stack} was up already, and is left as it is: everybody sees it, administrators too.\n\
                 To take it down: {off}"
            ),
            (Switch::Off, _) => format!("No maintenance page of {stack} is up: everybody sees the site, within a minute."),
        });
        if !self.job.is_aws() {
            console.say("No container runs in the sandbox: it only remembers the page.");
        }
        console.json(&json!({ "stack": stack, "maintenance": on, "changed": changed }));
        Ok(Exit::Done)
    }
}
