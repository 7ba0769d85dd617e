//! The line that names the target of a command.

use super::args::{Command, JournalCommand};
use super::job::Job;
use super::journal_place::JournalPlace;
use crate::report::style::{BOLD, paint};

/// Returns the line for the sandbox, with the command for the real target.
pub(super) fn sandbox_line(job: &Job<'_>) -> String {
    let mut head = format!(
        "{} nothing on AWS is touched, nothing costs money.",
        paint(BOLD, "Sandbox:")
    );
    if let place @ JournalPlace::S3 { .. } = job.journal_place() {
        head = format!("{head} The journal is a file here, not in {place}.");
    }
    match job.args.command() {
        Command::Deploy => format!("{head} For real: {}", job.invocation.on_aws("deploy")),
        _ => head,
    }
}

/// Prints the target: always before anything is changed, but not for commands whose output is used directly, such as `outputs`.
pub(super) fn print_banner(job: &Job<'_>, line: &str) {
    match job.args.command() {
        Command::Outputs
        | Command::Logs { .. }
        | Command::Exec { .. }
        | Command::AdminPassword { .. }
        | Command::Open
        | Command::New(_)
        | Command::Completions { .. }
        | Command::Man { .. }
        | Command::Policy { .. }
        | Command::Explain { .. } => {}
        Command::Deploy
        | Command::Destroy
        | Command::Scale { .. }
        | Command::Maintenance { .. }
        | Command::Backup { list: false }
        | Command::Restore { .. }
        | Command::Journal(JournalCommand::Unlock { .. } | JournalCommand::Move { .. })
        | Command::Image(_) => job.console.print_always(line),
        Command::Plan
        | Command::Doctor
        | Command::Status
        | Command::Journal(JournalCommand::Show | JournalCommand::Verify)
        | Command::Backup { list: true } => job.console.print(line),
    }
}
