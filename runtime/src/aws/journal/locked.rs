//! A journal in S3 that this process has locked.

use super::lease::{Lease, failed};
use super::object::{Object, Only, Written};
use crate::journal::{Journal, JournalError, JournalFuture, Store, write};
use crate::timestamp::timestamp;
use futures_util::future::LocalBoxFuture;

/// How often a journal is written anew that an earlier write of this process, whose answer was lost, has changed.
const TRIES: usize = 4;

/// A journal in S3 that this process has locked.
#[derive(Debug)]
pub(super) struct LockedObject {
    pub(super) journal: Object,
    pub(super) lock: Object,
    pub(super) lease: Lease,
    /// What the journal is as it was last read or written; nothing if it is not there.
    etag: Option<String>,
    /// What was written and never answered.
    unanswered: Vec<String>,
}

impl LockedObject {
    /// Starts with a lock that was taken.
    pub(super) fn new(journal: Object, lock: Object, lease: Lease) -> Self {
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

    async fn load(&mut self) -> Result<Option<Vec<u8>>, JournalError> {
        let found = self.journal.get().await.map_err(failed("cannot read", &self.place()))?;
        self.etag = found.as_ref().map(|found| found.etag.clone());
        Ok(found.map(|found| found.bytes))
    }

    async fn store(&mut self, text: &str) -> Result<(), JournalError> {
        self.lease.check(&self.lock).await?;
        let place = self.place();
        // Whoever stops waiting for the answer leaves it here.
        self.unanswered.push(text.into());
        for _ in 0..TRIES {
            let only = self.etag.as_deref().map_or(Only::IfAbsent, Only::If);
            let written = self
                .journal
                .put(text, only)
                .await
                .map_err(failed("cannot write", &place))?;
            if let Written::Done(etag) = written {
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
        // Without the lock, and before this process could notice that it has lost it.
        Err(self.lease.lose("another deployer has written it"))
    }

    async fn discard(&mut self) -> Result<(), JournalError> {
        self.lease.check(&self.lock).await?;
        let Some(etag) = self.etag.take() else {
            return Ok(());
        };
        let deleted = self.journal.delete(&etag).await;
        if let Written::Refused = deleted.map_err(failed("cannot remove", &self.place()))?
            // Else an earlier try has deleted it, whose answer was lost.
            && self.load().await?.is_some()
        {
            return Err(self.lease.lose("another deployer has written it"));
        }
        Ok(())
    }

    async fn move_aside(&mut self, word: &str) -> Result<String, JournalError> {
        let text = self.load().await?.unwrap_or_default();
        let aside = self
            .journal
            .beside(&format!(".{word}-{}-{}", timestamp(), self.lease.id()));
        // What is set aside is to be seen by people, and need not be text.
        let copied = aside.put_bytes(text, Only::IfAbsent).await;
        copied.map_err(failed("cannot move away", &self.place()))?;
        self.discard().await?;
        Ok(aside.to_string())
    }
}

impl Store for LockedObject {
    fn read(&mut self) -> JournalFuture<'_, Option<Vec<u8>>> {
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
