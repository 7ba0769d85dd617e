//! How the process ends.

use std::process::ExitCode;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// All is done.
    Done,
    /// Something failed, or was refused.
    Failed,
    /// The command was not understood.
    Usage,
    /// Somebody interrupted it.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            // What shells report of a process that SIGINT ended.
            Exit::Interrupted => 130,
        })
    }
}
