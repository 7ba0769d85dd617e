//! A journal that is open for writing.

use super::age::Age;
use super::document::Journal;
use super::error::JournalError;
use super::format::read_own;
use super::location::{Location, Store, StoredJournal};
use super::write_log::log_write;
use std::time::Instant;
use tracing::{info, warn};

/// A journal and its location, locked as long as this value lives.
#[derive(Debug)]
pub struct OpenJournal {
    /// The journal.
    pub journal: Journal,
    /// The corrupt journal that was found there and set aside.
    pub corrupt: Option<CorruptJournal>,
    pub(super) store: Box<dyn Store>,
}

/// A corrupt journal that was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorruptJournal {
    /// Why it cannot be read.
    pub cause: String,
    /// Its new location.
    pub aside: String,
}

impl OpenJournal {
    /// Locks and reads the journal at a location, or starts a new one there. A corrupt journal is set aside.
    pub async fn open(at: &dyn Location, stack: &str, account: &str) -> Result<Self, JournalError> {
        let mut store = at.lock().await?;
        info!(location = %at, "locked the journal");
        let mut corrupt = None;
        let journal = match store.read().await? {
            Some(stored) => match read_stored(&stored, at, stack, account) {
                Err(JournalError::Corrupt { cause, .. }) => {
                    let aside = store.set_aside("broken").await?;
                    warn!(cause, location = aside, "set a corrupt journal aside");
                    corrupt = Some(CorruptJournal { cause, aside });
                    // What the last run has created is as new as the corrupt journal.
                    let age = Age(Some(stored.age));
                    Some(Journal {
                        age,
                        ..Journal::new(stack, account)
                    })
                }
                read => Some(read?),
            },
            None => None,
        };
        Ok(Self {
            journal: journal.unwrap_or_else(|| Journal::new(stack, account)),
            corrupt,
            store,
        })
    }

    /// Writes the journal, atomically.
    pub async fn save(&mut self) -> Result<(), JournalError> {
        let start = Instant::now();
        let written = self.store.write(&self.journal).await;
        log_write(&self.journal, &written, start);
        written
    }

    /// Waits until the lock is lost to another deployer; forever, if that cannot happen.
    pub fn lost(&self) -> impl Future<Output = ()> + 'static {
        self.store.lost()
    }

    /// Renames the journal; the new name contains `word`, the reason. Returns the new location.
    pub async fn set_aside(mut self, word: &str) -> Result<String, JournalError> {
        let aside = self.store.set_aside(word).await?;
        info!(location = aside, "set the journal aside");
        Ok(aside)
    }

    /// Removes the journal of a stack without resources.
    pub async fn remove(mut self) -> Result<(), JournalError> {
        self.store.remove().await?;
        info!("removed the journal");
        Ok(())
    }
}

impl Journal {
    /// Reads the journal at a location without locking it; `None` if there is no journal.
    pub async fn peek(at: &dyn Location, stack: &str, account: &str) -> Result<Option<Self>, JournalError> {
        let stored = at.read().await?;
        stored
            .map(|stored| read_stored(&stored, at, stack, account))
            .transpose()
    }
}

/// Reads a stored journal, with its age.
fn read_stored(stored: &StoredJournal, at: &dyn Location, stack: &str, account: &str) -> Result<Journal, JournalError> {
    let mut journal = read_own(&stored.text, &at.to_string(), stack, account)?;
    journal.age = Age(Some(stored.age));
    Ok(journal)
}
