//! Running the command of a session.

use super::args::{Command, JournalCommand};
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::blueprint::blueprint_from;
use crate::operations::Cloud;

impl<P: Cloud> Session<'_, P> {
    /// Runs the command.
    pub(super) async fn run(mut self) -> Result<Exit, CliError> {
        if let Some(origin) = self.last().await?.origin {
            self.graph = blueprint_from(self.job.stack, &origin);
        }
        match self.job.args.command() {
            Command::Deploy => {
                self.warn();
                self.preflight().await?;
                self.deploy().await
            }
            Command::Plan => {
                self.warn();
                self.preflight().await?;
                self.plan().await
            }
            Command::Doctor => self.doctor().await,
            Command::Destroy => self.destroy().await,
            Command::Status => self.status().await,
            Command::Outputs => self.outputs().await,
            Command::Scale { count } => self.scale(count).await,
            Command::Maintenance { switch } => self.maintenance(switch).await,
            Command::Logs { part, follow, since } => self.logs(part, follow, since).await,
            Command::Exec { command } => self.exec(&command).await,
            Command::AdminPassword { reveal } => self.admin_password(reveal).await,
            Command::Open => self.open_site().await,
            Command::Backup { list: false } => self.backup().await,
            Command::Backup { list: true } => self.list_backups().await,
            Command::Restore { backup, .. } => self.restore(self.job.source, backup.as_deref()).await,
            Command::Journal(JournalCommand::Show) => self.show_journal().await,
            Command::Journal(JournalCommand::Verify) => self.verify_journal().await,
            Command::Journal(JournalCommand::Unlock { lock }) => self.unlock_journal(lock.as_deref()).await,
            Command::Journal(JournalCommand::Move { .. }) => Err(self.job.no_moving()),
            Command::Image(_) => Err(self.job.no_images()),
            // Need no target, and were already handled.
            Command::New(_)
            | Command::Policy { .. }
            | Command::Completions { .. }
            | Command::Man { .. }
            | Command::Explain { .. } => Ok(Exit::Done),
        }
    }
}
