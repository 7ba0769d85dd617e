//! One command on one stack in one world.

use super::args::{Args, Command, DIR, JournalCommand};
use super::console::{Console, note};
use super::exit::Exit;
use super::invocation::Invocation;
#[cfg(feature = "aws")]
use super::journal::JournalPlace;
use super::refusal::Refusal;
use super::select::{pair, select};
use super::{args, confirm};
use crate::blueprint::{Graph, blueprint, blueprint_from};
use crate::clock::Clock;
use crate::execute::{StepError, recover, refresh};
use crate::journal::{Journal, JournalError, Location, OpenJournal, Torn};
use crate::operations::Cloud;
use crate::plan::ObservedState;
use crate::report::{place, warnings};
use moodle_stack_model::Stack;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

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
    pub(super) fn new(stacks: &'a [Stack], args: &'a Args, console: Console) -> Result<Self, Refusal> {
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
        self.args.target == args::Target::Aws
    }

    /// Says that the sandbox has no use for an image.
    fn no_images(&self) -> Refusal {
        let command = self.invocation.on_aws(&self.args.command().words());
        Refusal::new("the sandbox runs no images")
            .why("It simulates what AWS makes of a declaration, and takes the image for being there. Nothing was done.")
            .advice(format!("Publish it to AWS: `{command}`."))
    }

    /// Says that the sandbox keeps its journal to itself.
    fn no_moving(&self) -> Refusal {
        let command = self.invocation.on_aws(&self.args.command().words());
        Refusal::new("the journal of the sandbox stays where it is")
            .why("It belongs to the simulated AWS in the same folder. Nothing was changed.")
            .advice(format!("Move the one of AWS: `{command}`."))
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

    /// Names the command that is run, or another one on the same target.
    pub(super) fn again(&self, command: &Command) -> String {
        self.invocation.command(&command.words(), self.is_aws())
    }
}

/// One command on one stack in one world.
#[derive(Debug)]
pub(super) struct Session<'a, P> {
    pub(super) job: &'a Job<'a>,
    pub(super) provider: P,
    pub(super) clock: Clock,
    pub(super) graph: Graph,
    pub(super) journal: Rc<dyn Location>,
}

impl<'a, P: Cloud> Session<'a, P> {
    /// Begins; `journal` is where the stack's journal is kept.
    pub(super) fn new(job: &'a Job<'a>, provider: P, clock: Clock, journal: Rc<dyn Location>) -> Self {
        let graph = blueprint(job.stack);
        Self {
            job,
            provider,
            clock,
            graph,
            journal,
        }
    }

    /// Runs the command.
    pub(super) async fn run(mut self) -> Result<Exit, Refusal> {
        if let Some(origin) = self.last().await?.origin {
            self.graph = blueprint_from(self.job.stack, &origin);
        }
        match self.job.args.command() {
            Command::Deploy => {
                self.warn();
                self.check().await?;
                self.deploy().await
            }
            Command::Plan => {
                self.warn();
                self.check().await?;
                self.plan().await
            }
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
            // Need no world, and have been answered.
            Command::Policy { .. } | Command::Explain { .. } => Ok(Exit::Done),
        }
    }

    /// Gives the warnings that rustc could not.
    pub(super) fn warn(&self) {
        for warning in warnings(self.job.stack) {
            note(&format!("{warning}\n"));
        }
    }

    /// Locks and reads the journal. An empty one is filled with what is found in the account.
    pub(super) async fn open(&self) -> Result<OpenJournal, Refusal> {
        let mut file = self.lock().await?;
        if let Some(Torn { cause, aside }) = &file.corrupt {
            note(&format!(
                "The journal {} was torn ({cause}); it is kept as {aside}, and a new one is made from what is there.",
                self.journal
            ));
        }
        if self.fill(&mut file.journal).await? {
            file.save().await?;
        }
        Ok(file)
    }

    /// Locks the journal, at once or when another deployer has ended.
    async fn lock(&self) -> Result<OpenJournal, Refusal> {
        /// How often it is looked whether that has ended.
        const LOOK: Duration = Duration::from_secs(2);
        let Graph { stack, account, .. } = &self.graph;
        let mut told = false;
        loop {
            let open = OpenJournal::open(self.journal.as_ref(), stack, account).await;
            let Err(error @ (JournalError::Locked { .. } | JournalError::LeaseHeld { .. })) = open else {
                return Ok(open?);
            };
            if !self.job.args.wait {
                return Err(self.locked(error));
            }
            if !told {
                note(&format!("Waiting: {error}"));
                told = true;
            }
            // Another process takes its time also where that of this world is virtual, and nothing is under way here.
            std::thread::sleep(LOOK);
        }
    }

    fn locked(&self, error: JournalError) -> Refusal {
        let JournalError::LeaseHeld { id, .. } = &error else {
            return error.into();
        };
        let unlock = Command::Journal(JournalCommand::Unlock { lock: Some(id.clone()) });
        let unlock = self.job.again(&unlock);
        Refusal::from(error).advice(format!("Where you know that nobody works, take it away: `{unlock}`."))
    }

    /// Reads the journal without locking it. An empty one is filled with what is found in the account, and not saved.
    pub(super) async fn peek(&self) -> Result<Journal, Refusal> {
        let mut journal = match self.read().await {
            Err(JournalError::Corrupt { cause, .. }) => {
                note(&format!(
                    "The journal {} is torn ({cause}); this is told from what is there.",
                    self.journal
                ));
                self.unknown()
            }
            read => read?,
        };
        self.fill(&mut journal).await?;
        Ok(journal)
    }

    /// Reads the journal as the last command has left it. A torn one says nothing.
    pub(super) async fn last(&self) -> Result<Journal, Refusal> {
        match self.read().await {
            Err(JournalError::Corrupt { .. }) => Ok(self.unknown()),
            read => Ok(read?),
        }
    }

    async fn read(&self) -> Result<Journal, JournalError> {
        Ok(self.written().await?.unwrap_or_else(|| self.unknown()))
    }

    /// Reads the journal, if there is one.
    pub(super) async fn written(&self) -> Result<Option<Journal>, JournalError> {
        let Graph { stack, account, .. } = &self.graph;
        Journal::peek(self.journal.as_ref(), stack, account).await
    }

    /// Returns the journal of a stack of which nothing is known.
    fn unknown(&self) -> Journal {
        Journal::new(&self.graph.stack, &self.graph.account)
    }

    async fn fill(&self, journal: &mut Journal) -> Result<bool, Refusal> {
        if !journal.is_empty() {
            return Ok(false);
        }
        let found = recover(&self.provider, &self.clock, &self.graph, journal).await;
        let found = found.map_err(|(address, trouble)| self.unread(&address, &trouble))?;
        if found > 0 {
            note(&format!(
                "There is no journal of {}; {found} of its resources were found by their names and tags.",
                self.graph.stack
            ));
        }
        Ok(found > 0)
    }

    /// Asks AWS about everything that the journal knows.
    pub(super) async fn refresh(&self, journal: &Journal) -> Result<ObservedState, Refusal> {
        let seen = refresh(&self.provider, &self.clock, journal).await;
        seen.map_err(|(address, trouble)| self.unread(&address, &trouble))
    }

    pub(super) fn unread(&self, address: &str, trouble: &StepError) -> Refusal {
        let declared = self.graph.resources.get(address);
        let place = declared.and_then(|desired| place(self.job.stack, desired.key));
        Refusal::reading(address, trouble).at(place)
    }

    /// Removes the journal of a stack of which nothing is left.
    pub(super) async fn forget(file: OpenJournal) {
        // An empty journal that stays says the same as none.
        let _ = file.remove().await;
    }

    /// Asks the user.
    pub(super) async fn confirm(&self, question: &confirm::Confirmation<'_>) -> Result<(), Refusal> {
        confirm::confirm(self.job, question).await
    }
}
