//! A journal that is open for writing.

use super::format::{read_own, write};
use super::{Journal, JournalError, Location, Store};

/// A journal and its place, locked against a second deployer as long as this lives.
#[derive(Debug)]
pub struct OpenJournal {
    /// What is known.
    pub journal: Journal,
    pub(super) store: Box<dyn Store>,
}

impl OpenJournal {
    /// Locks and reads the journal at a location, or starts a new one there.
    pub async fn open(at: &dyn Location, stack: &str, account: &str) -> Result<Self, JournalError> {
        let mut store = at.lock().await?;
        let journal = match store.read().await? {
            Some(text) => read_own(&text, &at.to_string(), stack, account)?,
            None => Journal::new(stack, account),
        };
        Ok(Self { journal, store })
    }

    /// Writes the journal, as a whole or not at all.
    pub async fn save(&mut self) -> Result<(), JournalError> {
        self.store.write(&write(&self.journal)?).await
    }

    /// Removes the journal of a stack of which nothing is left.
    pub async fn remove(mut self) -> Result<(), JournalError> {
        self.store.remove().await
    }
}

impl Journal {
    /// Reads the journal at a location without locking it; `None` if there is none.
    pub async fn peek(at: &dyn Location, stack: &str, account: &str) -> Result<Option<Self>, JournalError> {
        let text = at.read().await?;
        text.map(|text| read_own(&text, &at.to_string(), stack, account))
            .transpose()
    }
}
