//! `maintenance`: turns the maintenance page on or off.

use super::args::{Command, Switch};
use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::blueprint::SCHEMA;
use crate::execute::{Executor, StepError};
use crate::operations::Cloud;
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Turns the maintenance page on or off, with a task of the image.
    pub(super) async fn maintenance(&self, switch: Switch) -> Result<Exit, CliError> {
        let (console, stack) = (self.job.console, &self.graph.stack);
        let mut file = self.open().await?;
        let schema = self.ready_entry(&file.journal, SCHEMA, "Moodle")?.clone();
        let on = switch == Switch::On;
        let work = async |executor: &Executor<'_, P>| executor.maintenance(&schema, on).await;
        let stopping = |_| "the task continues on its own".to_owned();
        let watched = self.watch(&mut file, 1, stopping, work).await?;
        let changed = match watched.result {
            Some(Ok(changed)) => changed,
            None | Some(Err(StepError::Interrupted)) => {
                let again = self.job.again(&self.job.args.command());
                note(&format!(
                    "\nThe task may continue on its own. To see how it ends, run the command again: {again}"
                ));
                return Ok(Exit::Interrupted);
            }
            Some(Err(error)) => {
                let explained = CliError::step("the task for the maintenance page", &error);
                return Err(match error {
                    StepError::Task(_) => explained.why("The site itself shows whether the page is on."),
                    _ => explained,
                });
            }
        };
        let off = self.job.again(&Command::Maintenance { switch: Switch::Off });
        console.print(&match (switch, changed) {
            (Switch::On, true) => format!(
                "The maintenance page of {stack} is on. Within a minute, everybody sees it, including administrators, and cron does \
                 nothing.\nTo turn it off: {off}"
            ),
            (Switch::On, false) => format!(
                "The maintenance page of {stack} was already on, and is left unchanged: everybody sees it, including administrators.\n\
                 To turn it off: {off}"
            ),
            (Switch::Off, _) => format!("The maintenance page of {stack} is off. Within a minute, everybody sees the site."),
        });
        if !self.job.is_aws() {
            console.print("No container runs in the sandbox: it only records the state of the page.");
        }
        console.json(&json!({ "stack": stack, "maintenance": on, "changed": changed }));
        Ok(Exit::Done)
    }
}
