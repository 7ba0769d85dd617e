//! One command on one stack and target.

use super::args::{Command, JournalCommand};
use super::console::note;
use super::error::CliError;
use super::job::Job;
use crate::blueprint::{Graph, blueprint};
use crate::clock::Clock;
use crate::execute::{StepError, recover, refresh};
use crate::journal::{CorruptJournal, Journal, JournalError, Location, OpenJournal};
use crate::operations::Cloud;
use crate::plan::ObservedState;
use crate::report::{place, unlisted_text, warnings};
use std::rc::Rc;
use std::time::Duration;
use tracing::info;

/// One command on one stack and target.
#[derive(Debug)]
pub(super) struct Session<'a, P> {
    pub(super) job: &'a Job<'a>,
    pub(super) provider: P,
    pub(super) clock: Clock,
    pub(super) graph: Graph,
    pub(super) journal: Rc<dyn Location>,
}

impl<'a, P: Cloud> Session<'a, P> {
    /// Starts a session. `journal` is the location of the stack's journal.
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

    /// Prints the warnings that rustc could not print.
    pub(super) fn warn(&self) {
        for warning in warnings(self.job.stack) {
            note(&format!("{warning}\n"));
        }
    }

    /// Locks and reads the journal. An empty one is rebuilt from what is found in the account.
    pub(super) async fn open(&self) -> Result<OpenJournal, CliError> {
        let mut file = self.lock().await?;
        if let Some(CorruptJournal { cause, aside }) = &file.corrupt {
            note(&format!(
                "The journal {} was corrupt ({cause}). It is kept as {aside}, and a new one is built from the existing resources.",
                self.journal
            ));
        }
        if self.fill(&mut file.journal).await? {
            file.save().await?;
        }
        Ok(file)
    }

    /// Locks the journal, immediately or once another deployer has ended.
    async fn lock(&self) -> Result<OpenJournal, CliError> {
        /// How often to check whether the other deployer has ended.
        const POLL_INTERVAL: Duration = Duration::from_secs(2);
        let Graph { stack, account, .. } = &self.graph;
        let mut is_reported = false;
        loop {
            let open = OpenJournal::open(self.journal.as_ref(), stack, account).await;
            let Err(error @ (JournalError::Locked { .. } | JournalError::LeaseHeld { .. })) = open else {
                return Ok(open?);
            };
            if !self.job.args.wait {
                return Err(self.locked(error));
            }
            if !is_reported {
                note(&format!("Waiting: {error}"));
                is_reported = true;
            }
            // Really sleeps: the other process takes real time, even if the time here is virtual. Nothing is in progress here.
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    fn locked(&self, error: JournalError) -> CliError {
        let JournalError::LeaseHeld { id, .. } = &error else {
            return error.into();
        };
        let unlock = Command::Journal(JournalCommand::Unlock { lock: Some(id.clone()) });
        let unlock = self.job.again(&unlock);
        CliError::from(error).hint(format!(
            "If you are sure that nobody is working on it, remove the lock: `{unlock}`."
        ))
    }

    /// Reads the journal without locking it. An empty one is rebuilt from what is found in the account, and not saved.
    pub(super) async fn peek(&self) -> Result<Journal, CliError> {
        let mut journal = match self.read().await {
            Err(JournalError::Corrupt { cause, .. }) => {
                note(&format!(
                    "The journal {} is corrupt ({cause}). This report is built from the existing resources.",
                    self.journal
                ));
                self.empty_journal()
            }
            read => read?,
        };
        self.fill(&mut journal).await?;
        Ok(journal)
    }

    /// Reads the journal as the last command has left it. A corrupt one counts as empty.
    pub(super) async fn last(&self) -> Result<Journal, CliError> {
        match self.read().await {
            Err(JournalError::Corrupt { .. }) => Ok(self.empty_journal()),
            read => Ok(read?),
        }
    }

    async fn read(&self) -> Result<Journal, JournalError> {
        Ok(self.written().await?.unwrap_or_else(|| self.empty_journal()))
    }

    /// Reads the stored journal; `None` if there is none.
    pub(super) async fn written(&self) -> Result<Option<Journal>, JournalError> {
        let Graph { stack, account, .. } = &self.graph;
        Journal::peek(self.journal.as_ref(), stack, account).await
    }

    /// Returns an empty journal of the stack.
    fn empty_journal(&self) -> Journal {
        Journal::new(&self.graph.stack, &self.graph.account)
    }

    async fn fill(&self, journal: &mut Journal) -> Result<bool, CliError> {
        if !journal.is_empty() {
            return Ok(false);
        }
        let found = self.recover(journal).await?;
        if found > 0 {
            note(&format!(
                "There is no journal of {}. {found} of its resources were found by their names and tags.",
                self.graph.stack
            ));
        }
        Ok(found > 0)
    }

    /// Adds to a journal what exists of the stack, and notes what could not be listed. Returns how many resources it has then.
    pub(super) async fn recover(&self, journal: &mut Journal) -> Result<usize, CliError> {
        let found = recover(&self.provider, &self.clock, &self.graph, journal).await;
        let found = found.map_err(|(address, error)| self.unread(&address, &error))?;
        for unlisted in &found.unlisted {
            note(&unlisted_text(unlisted));
        }
        Ok(found.count)
    }

    /// Reads every resource in the journal from AWS.
    pub(super) async fn refresh(&self, journal: &Journal) -> Result<ObservedState, CliError> {
        let seen = refresh(&self.provider, &self.clock, journal).await;
        seen.map_err(|(address, error)| self.unread(&address, &error))
    }

    pub(super) fn unread(&self, address: &str, error: &StepError) -> CliError {
        let declared = self.graph.resources.get(address);
        let place = declared.and_then(|desired| place(self.job.stack, desired.key));
        CliError::reading(address, error).at(place)
    }

    /// Removes the journal of a stack without resources.
    pub(super) async fn forget(file: OpenJournal) {
        // If this fails, an empty journal remains, which means the same.
        let _ = file.remove().await;
    }
}
