//! A journal in S3 that this process has locked.

use super::lease::{Lease, failed};
use super::object::{Precondition, S3Object, StoredObject, WriteOutcome};
use crate::journal::{Journal, JournalError, JournalFuture, Store, StoredJournal, is_blank, write};
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
    /// The journal of the stack without resources. It replaces a journal that is removed.
    blank: Journal,
    /// The entity tag of the journal as last read or written; `None` if it does not exist.
    etag: Option<String>,
    /// The writes that were never answered.
    unanswered: Vec<String>,
}

impl LockedObject {
    /// Wraps a lock that was acquired.
    pub(super) fn new(journal: S3Object, lock: S3Object, lease: Lease, blank: Journal) -> Self {
        Self {
            journal,
            lock,
            lease,
            blank,
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
        let found = found.filter(|found| !is_blank(&found.bytes, &self.blank));
        Ok(found.map(StoredObject::into_journal))
    }

    async fn store(&mut self, text: &str) -> Result<(), JournalError> {
        self.lease.ensure_held(&self.lock).await?;
        let place = self.place();
        // If the caller stops waiting for the response, the text is kept here.
        self.unanswered.push(text.into());
        // Whether the bucket refuses to create the object, although there is none.
        let mut is_refused = false;
        for _ in 0..TRIES {
            let only = match self.etag.as_deref() {
                Some(etag) => Precondition::IfMatch(etag),
                None if is_refused => Precondition::Unconditional,
                None => Precondition::IfNoneMatch,
            };
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
            let Some(found) = self.journal.get().await.map_err(failed("cannot write", &place))? else {
                // Somebody has deleted it. Only the lock shows whether that was another deployer.
                self.lease.renew(&self.lock).await?;
                is_refused = self.etag.take().is_none();
                continue;
            };
            if !self.unanswered.iter().any(|text| text.as_bytes() == found.bytes) {
                break;
            }
            self.etag = Some(found.etag);
            if found.bytes == text.as_bytes() {
                self.unanswered.clear();
                return Ok(());
            }
        }
        // The other deployer took over the lock before this process noticed that it had lost it.
        Err(self.lease.mark_lost("another deployer has written it"))
    }

    /// Replaces the journal by one without resources, which counts as none. A deleted object would leave a delete marker in a
    /// versioned bucket, and not every store lets a conditional write replace that, as AWS does:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html#conditional-error-response>.
    async fn discard(&mut self) -> Result<(), JournalError> {
        if self.etag.is_none() {
            return self.lease.ensure_held(&self.lock).await;
        }
        let blank = write(&self.blank)?;
        self.store(&blank).await
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
