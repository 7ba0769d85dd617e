//! `completions`: prints a script with which a shell completes commands and options.

use super::args::Args;
use super::exit::Exit;
use super::invocation::executable_name;
use clap_complete::{Shell, generate};
use std::io::{self, Write as _};

/// Prints the script for a shell to stdout.
pub(super) fn completions(shell: Shell) -> Exit {
    let mut script = Vec::new();
    generate(shell, &mut Args::command_line(), executable_name(), &mut script);
    // A closed stream is not an error.
    let _ = io::stdout().write_all(&script);
    Exit::Done
}
