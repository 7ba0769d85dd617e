//! A journal that is open for writing.

use super::format::read_own;
use super::{Journal, JournalError, Location, Store};

/// A journal and its place, locked against a second deployer as long as this lives.
#[derive(Debug)]
pub struct OpenJournal {
    /// What is known.
    pub journal: Journal,
    /// What was there and was set aside, since it was torn.
    pub torn: Option<Torn>,
    pub(super) store: Box<dyn Store>,
}

/// A torn journal that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// What is wrong with it.
    pub cause: String,
    /// Where it is now.
    pub aside: String,
}

impl OpenJournal {
    /// Locks and reads the journal at a location, or starts a new one there. A torn one says nothing, and is set aside.
    pub async fn open(at: &dyn Location, stack: &str, account: &str) -> Result<Self, JournalError> {
        let mut store = at.lock().await?;
        let mut torn = None;
        let journal = match store.read().await? {
            Some(text) => match read_own(&text, &at.to_string(), stack, account) {
                Err(JournalError::Corrupt { cause, .. }) => {
                    let aside = store.set_aside("broken").await?;
                    torn = Some(Torn { cause, aside });
                    None
                }
                read => Some(read?),
            },
            None => None,
        };
        Ok(Self {
            journal: journal.unwrap_or_else(|| Journal::new(stack, account)),
            torn,
            store,
        })
    }

    /// Writes the journal, as a whole or not at all.
    pub async fn save(&mut self) -> Result<(), JournalError> {
        self.store.write(&self.journal).await
    }

    /// Waits until the lock is lost to somebody else; for ever, where that cannot be.
    pub fn lost(&self) -> impl Future<Output = ()> + 'static {
        self.store.lost()
    }

    /// Moves the journal out of the way, under a name with a word of why; returns where it is then.
    pub async fn set_aside(mut self, word: &str) -> Result<String, JournalError> {
        self.store.set_aside(word).await
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
