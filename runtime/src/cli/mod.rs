//! The command line, with one file for each command.
//!
//! All side effects of a command are here or in the executor; the texts come from [`crate::report`]. The report of a command
//! goes to stdout, progress and errors go to stderr. With `--json`, only JSON goes to stdout.

mod admin_password;
mod apply;
mod args;
mod backup;
mod banner;
#[cfg(feature = "aws")]
mod build;
mod color;
mod completions;
mod confirm;
mod conflicts;
mod console;
mod day_two;
mod delegate;
mod deploy;
mod destroy;
mod diagnostics;
mod dispatch;
mod doctor;
mod error;
mod exec;
mod exit;
mod explain;
mod invocation;
mod job;
mod journal;
mod journal_place;
mod logs;
mod maintenance;
mod man;
mod new;
mod open;
mod outputs;
mod plan;
mod plugin;
mod policy;
mod preflight;
mod progress;
#[cfg(feature = "aws")]
mod publish;
mod restore;
mod scale;
mod select;
mod session;
#[cfg(feature = "aws")]
mod sign_in;
mod signals;
mod status;
mod target;
#[cfg(feature = "aws")]
mod transfer;
mod verified_plan;
mod watch;

use args::{Args, Command};
use console::{Console, note};
use error::CliError;
use exit::Exit;
use job::Job;
use moodle_stack_model::Stack;
use std::process::ExitCode;

/// Runs the command from the arguments of the process, on the stacks that the program declares.
///
/// Without arguments, it deploys to the sandbox, which needs no account and costs nothing; `--help` describes the rest.
/// Returns 0 on success, 1 on failure, 2 on a usage error, and 130 if the user interrupted it.
///
/// ```no_run
/// # const STACKS: [moodle_stack::model::Stack; 0] = [];
/// fn main() -> std::process::ExitCode {
///     moodle_stack::run(&STACKS)
/// }
/// ```
#[must_use]
pub fn run(stacks: &[Stack]) -> ExitCode {
    let args = match Args::read() {
        Ok(args) => args,
        Err(error) => {
            // A closed stream is not an error.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done }.into();
        }
    };
    match run_command(stacks, &args) {
        Ok(exit) => exit,
        Err(error) => {
            note(&error.to_string());
            error.exit()
        }
    }
    .into()
}

fn run_command(stacks: &[Stack], args: &Args) -> Result<Exit, CliError> {
    color::choose(args.color);
    let is_logging = diagnostics::start(args.verbose)?;
    let console = Console::new(args.json, args.verbose > 0, is_logging);
    let passed = args.declarations.as_deref().map(delegate::receive).transpose()?;
    let (stacks, program) = match &passed {
        Some(passed) => (&*passed.stacks, Some(&*passed.program)),
        None => (stacks, None),
    };
    match args.command() {
        Command::Explain { rule } => explain::explain(rule.as_deref(), console),
        Command::New(options) => new::new(&options, console),
        Command::Completions { shell } => Ok(completions::completions(shell)),
        Command::Man { folder } => man::man(&folder, console),
        Command::Policy { number } => policy::policy(stacks, args, number),
        _ => {
            let job = Job::new(stacks, program, args, console)?;
            #[cfg(not(feature = "aws"))]
            if job.is_aws() {
                return delegate::delegate(stacks, &job);
            }
            target::run(&job)
        }
    }
}
