//! `man`: writes the man pages, one for the program and one for each command.

use super::args::Args;
use super::console::Console;
use super::error::CliError;
use super::exit::Exit;
use super::invocation::executable_name;
use serde_json::json;
use std::fs;
use std::path::Path;

/// Writes the man pages into a folder.
pub(super) fn man(folder: &Path, console: Console) -> Result<Exit, CliError> {
    let command = Args::command_line().name(&*executable_name().leak());
    let written = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.map_err(|error| {
        CliError::new(format!("cannot write the man pages into {}: {error}", folder.display()))
            .hint("Name a folder that you can write to, such as `man/man1`.")
    })?;
    console.json(&json!({ "folder": folder }));
    console.print(&format!("Wrote the man pages into {}.", folder.display()));
    Ok(Exit::Done)
}
