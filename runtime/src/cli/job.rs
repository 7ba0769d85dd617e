//! What is asked for: a command on a stack.

use super::args::{Args, Command, DIR, Target};
use super::console::Console;
use super::error::CliError;
use super::invocation::Invocation;
use super::journal_place::JournalPlace;
use super::select::{pair, select};
use moodle_stack_model::Stack;
use std::cell::Cell;
use tracing::{Span, info_span};

/// What is asked for: a command on a stack.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) stack: &'a Stack,
    /// The stack that a restore takes its backup from; else the same.
    pub(super) source: &'a Stack,
    pub(super) args: &'a Args,
    pub(super) console: Console,
    pub(super) invocation: Invocation,
    /// Whether Ctrl-C is heard where the work is done.
    pub(super) is_watched: Cell<bool>,
}

impl<'a> Job<'a> {
    /// Finds out what is asked for.
    pub(super) fn new(stacks: &'a [Stack], args: &'a Args, console: Console) -> Result<Self, CliError> {
        let (source, stack) = if let Command::Restore { to, .. } = args.command() {
            pair(stacks, args.stack.as_deref(), &to)?
        } else {
            let stack = select(stacks, args.stack.as_deref())?;
            (stack, stack)
        };
        let mut options = String::new();
        if stacks.len() > 1 {
            options = format!(" --stack {}", source.name);
        }
        if args.skip_checks {
            options += " --skip-checks";
        }
        if args.dir.as_os_str() != DIR {
            options = format!("{options} --dir {}", args.dir.display());
        }
        if let Some(journal) = &args.journal {
            options = format!("{options} --journal {journal}");
        }
        Ok(Self {
            stack,
            source,
            args,
            console,
            invocation: Invocation::new(options),
            is_watched: Cell::new(false),
        })
    }

    /// Tells whether the target is AWS, or an emulator of it.
    pub(super) fn is_aws(&self) -> bool {
        self.args.target == Target::Aws
    }

    /// Says that the sandbox has no use for an image.
    pub(super) fn no_images(&self) -> CliError {
        let command = self.invocation.on_aws(&self.args.command().words());
        CliError::new("the sandbox runs no images")
            .why("It simulates what AWS makes of a declaration, and takes the image for being there. Nothing was done.")
            .hint(format!("Publish it to AWS: `{command}`."))
    }

    /// Says that the sandbox keeps its journal to itself.
    pub(super) fn no_moving(&self) -> CliError {
        let command = self.invocation.on_aws(&self.args.command().words());
        CliError::new("the journal of the sandbox stays where it is")
            .why("It belongs to the simulated AWS in the same folder. Nothing was changed.")
            .hint(format!("Move the one of AWS: `{command}`."))
    }

    /// Names the command that moves the journal from the folder to another place.
    #[cfg(feature = "aws")]
    pub(super) fn moving(&self, to: &JournalPlace) -> String {
        let mut words = format!("journal move --stack {} --journal file --to {to}", self.stack.name);
        if self.args.dir.as_os_str() != DIR {
            words = format!("{words} --dir {}", self.args.dir.display());
        }
        Invocation::new(String::new()).command(&words, true)
    }

    /// Returns the span that the logs of the command carry.
    pub(super) fn span(&self) -> Span {
        info_span!(
            "command",
            name = self.args.command().words(),
            stack = self.stack.name,
            target = if self.is_aws() { "aws" } else { "sandbox" }
        )
    }

    /// Returns where the journal is kept: as the command line says, or else the declaration.
    pub(super) fn journal_place(&self) -> JournalPlace {
        let declared = || {
            self.stack.architecture.journal.map(|journal| JournalPlace::S3 {
                bucket: journal.bucket.into(),
                prefix: journal.prefix.into(),
            })
        };
        self.args
            .journal
            .clone()
            .or_else(declared)
            .unwrap_or(JournalPlace::File)
    }

    /// Names the command that is run, or another one on the same target.
    pub(super) fn again(&self, command: &Command) -> String {
        self.invocation.command(&command.words(), self.is_aws())
    }
}
