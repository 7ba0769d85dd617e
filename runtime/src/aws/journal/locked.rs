//! A journal in S3 that this process has locked.

use super::lease::{Lease, failed};
use super::object::{Precondition, S3Object, StoredObject, WriteOutcome};
use crate::journal::{Journal, JournalError, JournalFuture, Store, StoredJournal, write};
use crate::timestamp::timestamp;
use futures_util::future::LocalBoxFuture;

/// How many times to retry a write after an earlier write of this process, whose response was lost, has changed the journal.
const TRIES: usize = 4;

/// A journal in S3 that this process has locked.
#[derive(Debug)]
pub(super) struct LockedObject {
    pub(super) journal: S3Object,
    pub(super) lock: S3Object,
    pub(super) lease: Lease,
    /// The entity tag of the journal as last read or written; `None` if it does not exist.
    etag: Option<String>,
    /// The writes that were never answered.
    unanswered: Vec<String>,
}

impl LockedObject {
    /// Wraps a lock that was acquired.
    pub(super) fn new(journal: S3Object, lock: S3Object, lease: Lease) -> Self {
        Self {
            journal,
            lock,
            lease,
            etag: None,
            unanswered: Vec::new(),
        }
    }

    fn place(&self) -> String {
        self.journal.to_string()
    }

    async fn load(&mut self) -> Result<Option<StoredJournal>, JournalError> {
        let found = self.journal.get().await.map_err(failed("cannot read", &self.place()))?;
        self.etag = found.as_ref().map(|found| found.etag.clone());
        Ok(found.map(StoredObject::into_journal))
    }

    async fn store(&mut self, text: &str) -> Result<(), JournalError> {
        self.lease.ensure_held(&self.lock).await?;
        let place = self.place();
        // If the caller stops waiting for the response, the text is kept here.
        self.unanswered.push(text.into());
        for _ in 0..TRIES {
            let only = self
                .etag
                .as_deref()
                .map_or(Precondition::IfNoneMatch, Precondition::IfMatch);
            let written = self
                .journal
                .put(text, only)
                .await
                .map_err(failed("cannot write", &place))?;
            if let WriteOutcome::Done(etag) = written {
                self.etag = Some(etag);
                self.unanswered.clear();
                return Ok(());
            }
            let found = self.journal.get().await.map_err(failed("cannot write", &place))?;
            let own = found.filter(|found| self.unanswered.iter().any(|text| text.as_bytes() == found.bytes));
            let Some(own) = own else { break };
            self.etag = Some(own.etag);
            if own.bytes == text.as_bytes() {
                self.unanswered.clear();
                return Ok(());
            }
        }
        // The other deployer took over the lock before this process noticed that it had lost it.
        Err(self.lease.mark_lost("another deployer has written it"))
    }

    async fn discard(&mut self) -> Result<(), JournalError> {
        self.lease.ensure_held(&self.lock).await?;
        let Some(etag) = self.etag.take() else {
            return Ok(());
        };
        let deleted = self.journal.delete(&etag).await;
        if let WriteOutcome::PreconditionFailed = deleted.map_err(failed("cannot remove", &self.place()))?
            // Otherwise an earlier attempt, whose response was lost, has deleted it.
            && self.load().await?.is_some()
        {
            return Err(self.lease.mark_lost("another deployer has written it"));
        }
        Ok(())
    }

    async fn move_aside(&mut self, word: &str) -> Result<String, JournalError> {
        let text = self.load().await?.map(|stored| stored.text).unwrap_or_default();
        let aside = self
            .journal
            .with_suffix(&format!(".{word}-{}-{}", timestamp(), self.lease.id()));
        // A journal that is set aside is read by people; it need not be valid text.
        let copied = aside.put_bytes(text, Precondition::IfNoneMatch).await;
        copied.map_err(failed("cannot move away", &self.place()))?;
        self.discard().await?;
        Ok(aside.to_string())
    }
}

impl Store for LockedObject {
    fn read(&mut self) -> JournalFuture<'_, Option<StoredJournal>> {
        Box::pin(self.load())
    }

    fn write<'a>(&'a mut self, journal: &Journal) -> JournalFuture<'a, ()> {
        let text = write(journal);
        Box::pin(async move { self.store(&text?).await })
    }

    fn set_aside<'a>(&'a mut self, word: &'a str) -> JournalFuture<'a, String> {
        Box::pin(self.move_aside(word))
    }

    fn remove(&mut self) -> JournalFuture<'_, ()> {
        Box::pin(self.discard())
    }

    fn lost(&self) -> LocalBoxFuture<'static, ()> {
        Box::pin(self.lease.clone().lost())
    }
}
