//! A command on a stack.

use super::args::{Args, Command, DIR, Target};
use super::console::Console;
use super::error::CliError;
use super::invocation::Invocation;
use super::journal_place::JournalPlace;
use super::select::{pair, select};
use crate::report::Checks;
use moodle_stack_model::Stack;
use std::cell::{Cell, RefCell};
use tracing::{Span, info_span};

/// A command on a stack, with its options.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) stack: &'a Stack,
    /// The stack whose backup is restored; for other commands, the same stack.
    pub(super) source: &'a Stack,
    pub(super) args: &'a Args,
    pub(super) console: Console,
    pub(super) invocation: Invocation,
    /// Whether the work in progress handles Ctrl-C itself.
    pub(super) is_watched: Cell<bool>,
    /// What was checked before the command itself, such as the credentials.
    pub(super) checks: RefCell<Checks>,
}

impl<'a> Job<'a> {
    /// Reads the arguments. `program` is the name of the executable that declares the stacks, if it is not this one.
    pub(super) fn new(
        stacks: &'a [Stack],
        program: Option<&str>,
        args: &'a Args,
        console: Console,
    ) -> Result<Self, CliError> {
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
            invocation: Invocation::new(options, program),
            is_watched: Cell::new(false),
            checks: RefCell::default(),
        })
    }

    /// Returns whether the target is AWS, or an emulator of it.
    pub(super) fn is_aws(&self) -> bool {
        self.args.target == Target::Aws
    }

    /// Returns the error that the sandbox does not use images.
    pub(super) fn no_images(&self) -> CliError {
        let command = self.invocation.on_aws(&self.args.command().words());
        CliError::new("the sandbox does not run images")
            .why("It simulates the resources of AWS, and assumes that the image exists. Nothing was done.")
            .hint(format!("Publish it to AWS: `{command}`."))
    }

    /// Returns the error that the sandbox's journal cannot be moved.
    pub(super) fn no_moving(&self) -> CliError {
        let command = self.invocation.on_aws(&self.args.command().words());
        CliError::new("the journal of the sandbox cannot be moved")
            .why("It belongs to the simulated AWS in the same folder. Nothing was changed.")
            .hint(format!("Move the journal of the stack on AWS: `{command}`."))
    }

    /// Returns the command that moves the journal from the folder to another place.
    #[cfg(feature = "aws")]
    pub(super) fn moving(&self, to: &JournalPlace) -> String {
        let mut words = format!("journal move --stack {} --journal file --to {to}", self.stack.name);
        if self.args.dir.as_os_str() != DIR {
            words = format!("{words} --dir {}", self.args.dir.display());
        }
        self.invocation.with_options(String::new()).command(&words, true)
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

    /// Returns where the journal is kept: as given on the command line, or else as declared.
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

    /// Returns a command on the same target, to be copied.
    pub(super) fn again(&self, command: &Command) -> String {
        self.invocation.command(&command.words(), self.is_aws())
    }
}
