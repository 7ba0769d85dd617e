//! The exit code.

use std::process::ExitCode;

/// The outcome of a command, as its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Success.
    Done,
    /// A failure.
    Failed,
    /// A usage error.
    Usage,
    /// The user interrupted it.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            // The code that shells report for a process that SIGINT ended.
            Exit::Interrupted => 130,
        })
    }
}
