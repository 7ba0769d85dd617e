//! `admin-password`: shows where the administrator's password is stored, or the password itself.

use super::args::Command;
use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::blueprint::ADMIN_PASSWORD;
use crate::operations::Cloud;
use crate::provider::ApiErrorKind;
use crate::retry::with_retries;
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Prints where the administrator's password is stored. With `reveal`, reads the password, and prints it to stdout and
    /// nowhere else.
    pub(super) async fn admin_password(&self, reveal: bool) -> Result<Exit, CliError> {
        let console = self.job.console;
        let journal = self.peek().await?;
        let entry = self.ready_entry(&journal, ADMIN_PASSWORD, "administrator's password")?;
        let arn = entry.outputs.get("arn").map(String::as_str).unwrap_or_default();
        if !self.job.is_aws() {
            return Err(CliError::new("the sandbox has no passwords")
                .why("No Moodle runs there, so there is nothing to sign in to.")
                .hint(format!(
                    "For a stack on AWS: `{}`.",
                    self.job.invocation.on_aws(&self.job.args.command().words())
                )));
        }
        let user = self.job.stack.architecture.moodle.admin_user;
        if let Some(origin) = &journal.restored {
            note(&format!(
                "{} was restored from a backup of {}: all users can sign in here with the same password as there. The \
                 password in the secret below belongs to no user until you set it in Moodle.",
                self.graph.stack, origin.stack
            ));
        }
        if !reveal {
            let region = &entry.region;
            let command = format!(
                "aws secretsmanager get-secret-value --region {region} --secret-id '{arn}' --query SecretString --output text"
            );
            console.print(&format!(
                "User:    {user}\nSecret:  {arn}\n\nTo read the password: {command}\nOr: {} --reveal\n\nMoodle was \
                 installed with this password. If it has been changed in Moodle since, the new one is not stored here.",
                self.job.again(&Command::AdminPassword { reveal })
            ));
            console.json(&json!({ "user": user, "secret": arn, "command": command }));
            return Ok(Exit::Done);
        }
        let value = with_retries(&self.clock, async || self.provider.reveal(arn).await).await;
        let value = value.map_err(|error| match error.kind {
            ApiErrorKind::NotFound => self.gone("secret with the administrator's password"),
            _ => CliError::api("reading the secret", &error),
        })?;
        console.reveal(
            &value,
            |password| json!({ "user": user, "secret": arn, "password": password }),
        );
        Ok(Exit::Done)
    }
}
