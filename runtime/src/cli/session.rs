//! One command on one stack in one world.

use super::args::{Args, Command, DIR};
use super::console::{Console, note};
use super::exit::Exit;
use super::invocation::Invocation;
use super::refusal::Refusal;
use super::select::{pair, select};
use super::{args, confirm};
use crate::blueprint::{Graph, blueprint, blueprint_from};
use crate::execute::{Clock, Trouble, recover, survey};
use crate::journal::{Journal, JournalFile};
use crate::operations::World;
use crate::plan::Seen;
use crate::report::{place, warnings};
use moodle_stack_model::Stack;
use std::path::PathBuf;

/// What is asked for: a command on a stack.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) stack: &'a Stack,
    /// The stack that a restore takes its backup from; else the same.
    pub(super) source: &'a Stack,
    pub(super) args: &'a Args,
    pub(super) console: Console,
    pub(super) invocation: Invocation,
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
        Ok(Self {
            stack,
            source,
            args,
            console,
            invocation: Invocation::new(options),
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
    journal: PathBuf,
}

impl<'a, P: World> Session<'a, P> {
    /// Begins; `world` names the folder of this target's journals.
    pub(super) fn new(job: &'a Job<'a>, provider: P, clock: Clock, world: &str) -> Self {
        let graph = blueprint(job.stack);
        let file = format!("{}.json", graph.stack);
        let journal = job.args.dir.join(world).join(&graph.account).join(file);
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
        if let Some(origin) = self.last()?.origin {
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
    pub(super) async fn open(&self) -> Result<JournalFile, Refusal> {
        let mut file = JournalFile::open(&self.journal, &self.graph.stack, &self.graph.account)?;
        file.durable = self.job.is_aws();
        if self.fill(&mut file.journal).await? {
            file.save()?;
        }
        Ok(file)
    }

    /// Reads the journal without locking it. An empty one is filled with what is found in the account, and not saved.
    pub(super) async fn peek(&self) -> Result<Journal, Refusal> {
        let mut journal = self.last()?;
        self.fill(&mut journal).await?;
        Ok(journal)
    }

    /// Reads the journal as the last command has left it.
    pub(super) fn last(&self) -> Result<Journal, Refusal> {
        let Graph { stack, account, .. } = &self.graph;
        let journal = JournalFile::peek(&self.journal, stack, account)?;
        Ok(journal.unwrap_or_else(|| Journal::new(stack, account)))
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
    pub(super) async fn survey(&self, journal: &Journal) -> Result<Seen, Refusal> {
        let seen = survey(&self.provider, &self.clock, journal).await;
        seen.map_err(|(address, trouble)| self.unread(&address, &trouble))
    }

    fn unread(&self, address: &str, trouble: &Trouble) -> Refusal {
        let declared = self.graph.resources.get(address);
        let place = declared.and_then(|desired| place(self.job.stack, desired.key));
        Refusal::reading(address, trouble).at(place)
    }

    /// Removes the journal of a stack of which nothing is left.
    pub(super) fn forget(&self, file: JournalFile) {
        // An empty journal that stays says the same as none.
        let _ = std::fs::remove_file(&self.journal);
        drop(file);
    }

    /// Asks the user.
    pub(super) fn confirm(&self, question: &confirm::Question<'_>) -> Result<(), Refusal> {
        confirm::confirm(self.job, question)
    }
}
