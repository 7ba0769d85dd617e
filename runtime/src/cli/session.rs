//! One command on one stack in one world.

use super::args::{Command, JournalCommand};
use super::console::note;
use super::error::CliError;
use super::job::Job;
use crate::blueprint::{Graph, blueprint};
use crate::execute::{Clock, StepError, recover, refresh};
use crate::journal::{CorruptJournal, Journal, JournalError, Location, OpenJournal};
use crate::operations::Cloud;
use crate::plan::ObservedState;
use crate::report::{place, warnings};
use std::rc::Rc;
use std::time::Duration;
use tracing::info;

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
        info!(
            account = graph.account,
            region = graph.region,
            journal = %journal,
            version = env!("CARGO_PKG_VERSION"),
            "running the command"
        );
        Self {
            job,
            provider,
            clock,
            graph,
            journal,
        }
    }

    /// Gives the warnings that rustc could not.
    pub(super) fn warn(&self) {
        for warning in warnings(self.job.stack) {
            note(&format!("{warning}\n"));
        }
    }

    /// Locks and reads the journal. An empty one is filled with what is found in the account.
    pub(super) async fn open(&self) -> Result<OpenJournal, CliError> {
        let mut file = self.lock().await?;
        if let Some(CorruptJournal { cause, aside }) = &file.corrupt {
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
    async fn lock(&self) -> Result<OpenJournal, CliError> {
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

    fn locked(&self, error: JournalError) -> CliError {
        let JournalError::LeaseHeld { id, .. } = &error else {
            return error.into();
        };
        let unlock = Command::Journal(JournalCommand::Unlock { lock: Some(id.clone()) });
        let unlock = self.job.again(&unlock);
        CliError::from(error).hint(format!("Where you know that nobody works, take it away: `{unlock}`."))
    }

    /// Reads the journal without locking it. An empty one is filled with what is found in the account, and not saved.
    pub(super) async fn peek(&self) -> Result<Journal, CliError> {
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
    pub(super) async fn last(&self) -> Result<Journal, CliError> {
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

    async fn fill(&self, journal: &mut Journal) -> Result<bool, CliError> {
        if !journal.is_empty() {
            return Ok(false);
        }
        let found = recover(&self.provider, &self.clock, &self.graph, journal).await;
        let found = found.map_err(|(address, error)| self.unread(&address, &error))?;
        if found > 0 {
            note(&format!(
                "There is no journal of {}; {found} of its resources were found by their names and tags.",
                self.graph.stack
            ));
        }
        Ok(found > 0)
    }

    /// Asks AWS about everything that the journal knows.
    pub(super) async fn refresh(&self, journal: &Journal) -> Result<ObservedState, CliError> {
        let seen = refresh(&self.provider, &self.clock, journal).await;
        seen.map_err(|(address, error)| self.unread(&address, &error))
    }

    pub(super) fn unread(&self, address: &str, error: &StepError) -> CliError {
        let declared = self.graph.resources.get(address);
        let place = declared.and_then(|desired| place(self.job.stack, desired.key));
        CliError::reading(address, error).at(place)
    }

    /// Removes the journal of a stack of which nothing is left.
    pub(super) async fn forget(file: OpenJournal) {
        // An empty journal that stays says the same as none.
        let _ = file.remove().await;
    }
}
