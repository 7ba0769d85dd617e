//! Passing a command on AWS to the installed `moodle-stack`, which has the AWS SDK: a program that declares a site compiles in
//! seconds without it.

use super::error::CliError;
#[cfg(not(feature = "aws"))]
use super::exit::Exit;
#[cfg(not(feature = "aws"))]
use super::job::Job;
use crate::declaration::{Declarations, Passed, UnreadableDeclarations};
#[cfg(not(feature = "aws"))]
use moodle_stack_model::Stack;
use std::path::Path;
#[cfg(not(feature = "aws"))]
use std::{env, io, io::Write as _, path::PathBuf, process};

/// The variable that names the program, if it is not on the PATH: a pipeline may keep it as an artifact.
#[cfg(not(feature = "aws"))]
const PROGRAM: &str = "MOODLE_STACK_PROGRAM";

/// The command that installs the program in this version. `version` is that of the program that declares the site.
fn install(version: &str) -> String {
    format!("cargo install moodle-stack --version {version} --locked --features aws")
}

/// Runs the command in the installed program, with the same arguments, terminal and environment. Returns only if it cannot be
/// started, or if the system cannot replace this process.
#[cfg(not(feature = "aws"))]
pub(super) fn delegate(stacks: &[Stack], job: &Job<'_>) -> Result<Exit, CliError> {
    let install = install(env!("CARGO_PKG_VERSION"));
    if job.args.declarations.is_some() {
        return Err(CliError::new("the installed moodle-stack does not contain the AWS SDK")
            .why("Your program passed its declaration to it, since its own build does not contain the SDK either.")
            .hint(format!("Install it with the SDK: `{install} --force`.")));
    }
    let program = env::var_os(PROGRAM).unwrap_or_else(|| "moodle-stack".into());
    let unwritable = |error: io::Error| {
        CliError::new(format!("cannot pass the declaration to moodle-stack: {error}"))
            .why("It is passed in a temporary file.")
            .hint("Free space there, or name another folder with TMPDIR.")
    };
    let declarations = write(&Declarations::of(stacks, job.invocation.executable())).map_err(unwritable)?;
    let mut command = process::Command::new(&program);
    // First, since everything after `--` belongs to the command of `exec`.
    command
        .arg("--declarations")
        .arg(&declarations)
        .args(env::args_os().skip(1));
    run(command).map_err(|error| {
        let _ = std::fs::remove_file(&declarations);
        let with_sdk = job.invocation.with_sdk(&job.args.command().words());
        let what = match (error.kind(), env::var_os(PROGRAM)) {
            (io::ErrorKind::NotFound, None) => {
                "this program does not contain the AWS SDK, and moodle-stack is not installed".to_owned()
            }
            _ => format!("cannot start {}: {error}", program.display()),
        };
        CliError::new(what)
            .why(
                "The SDK takes many minutes to compile. So it is not compiled into your program, but once into the program \
                 `moodle-stack`, which your program passes its declaration to. Nothing was changed.",
            )
            .hint(format!("Install it, once for all your programs: `{install}`. Then run this command again."))
            .hint(format!("Or compile the SDK into your program, if its package has the feature: `{with_sdk}`."))
    })
}

/// Writes the declarations to a temporary file, which the other program removes.
#[cfg(not(feature = "aws"))]
fn write(declarations: &Declarations) -> io::Result<PathBuf> {
    let mut file = tempfile::Builder::new()
        .prefix("moodle-stack-")
        .suffix(".json")
        .tempfile()?;
    file.write_all(&serde_json::to_vec(declarations)?)?;
    Ok(file.keep()?.1)
}

/// Replaces this process, so that signals and the terminal reach only the other program.
#[cfg(all(unix, not(feature = "aws")))]
fn run(mut command: process::Command) -> io::Result<Exit> {
    Err(std::os::unix::process::CommandExt::exec(&mut command))
}

/// Waits for the other program, and returns how it ended.
#[cfg(all(not(unix), not(feature = "aws")))]
fn run(mut command: process::Command) -> io::Result<Exit> {
    let status = command.status()?;
    Ok(match status.code() {
        Some(0) => Exit::Done,
        Some(2) => Exit::Usage,
        Some(130) => Exit::Interrupted,
        _ => Exit::Failed,
    })
}

/// Reads the declarations that another program has passed, and removes their file.
pub(super) fn receive(file: &Path) -> Result<Passed, CliError> {
    let text = std::fs::read(file).map_err(|error| {
        CliError::usage(format!("cannot read {}: {error}", file.display())).why(
            "A program that declares stacks writes this file and passes it on. It is not meant to be written by hand.",
        )
    })?;
    // It was written for this process alone.
    let _ = std::fs::remove_file(file);
    Declarations::read(&text).map_err(|error| match &error {
        UnreadableDeclarations::OtherVersion { theirs } => CliError::new(error.to_string())
            .why("Another version may read a declaration differently. Nothing was changed.")
            .hint(format!(
                "Install the version of your program: `{} --force`.",
                install(theirs)
            ))
            .hint(format!(
                "Or give your program the installed version: `cargo update --package moodle-stack --precise {}`.",
                env!("CARGO_PKG_VERSION")
            )),
        UnreadableDeclarations::Malformed(_) => CliError::new(error.to_string())
            .why("Nothing was changed.")
            .hint("Report this with the output of this command."),
    })
}
