//! The location of a journal in S3.

use super::lease::{Lease, failed};
use super::lock_record::{LeaseState, LockRecord};
use super::locked::LockedObject;
use super::object::{Precondition, S3Object, StoredObject, WriteOutcome};
use super::renewer::LeaseRenewer;
use crate::aws::clients::Clients;
use crate::aws::error::api_error;
use crate::aws::provider::Aws;
use crate::clock::Clock;
use crate::journal::{JournalError, JournalFuture, Location, ObservedLock, Store, StoredJournal};
use crate::provider::ApiError;
use crate::retry::with_retries;
use aws_sdk_s3::types::BucketVersioningStatus;
use std::cell::RefCell;
use std::fmt;
use std::time::Duration;

/// How long a lock is valid without a renewal. A killed deployer blocks others for at most this long.
pub const LEASE: Duration = Duration::from_mins(2);

/// A journal in S3.
#[derive(Debug)]
pub struct JournalObject {
    journal: S3Object,
    lock: S3Object,
    region: String,
    command: String,
    lease: Duration,
    /// The lock that this process holds, and the thread that renews it.
    held: RefCell<Option<(Lease, LeaseRenewer)>>,
}

impl JournalObject {
    /// Names the journal of a stack in a bucket of its account. `command` shows other deployers what the lock holder
    /// does.
    #[must_use]
    pub fn new(aws: &Aws, at: &Bucket<'_>, stack: &str, command: &str, lease: Duration) -> Self {
        let key = |end: &str| format!("{}/{}/{stack}.{end}", at.prefix, at.account);
        let object = |end| S3Object {
            client: aws.clients.s3(at.region),
            account: at.account.into(),
            bucket: at.name.into(),
            key: key(end),
        };
        Self {
            journal: object("json"),
            lock: object("lock"),
            region: at.region.into(),
            command: command.into(),
            lease,
            held: RefCell::new(None),
        }
    }

    /// Returns whether versioning is enabled on the bucket:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html>.
    pub async fn is_versioned(&self) -> Result<bool, ApiError> {
        let S3Object {
            client,
            account,
            bucket,
            ..
        } = &self.journal;
        let ask = async || {
            let call = client
                .get_bucket_versioning()
                .bucket(bucket)
                .expected_bucket_owner(account);
            call.send().await.map_err(api_error("s3:GetBucketVersioning"))
        };
        let answer = with_retries(&Clock::start(1.0), ask).await?;
        Ok(answer.status() == Some(&BucketVersioningStatus::Enabled))
    }

    async fn acquire(&self) -> Result<Box<dyn Store>, JournalError> {
        let held = self.held.borrow().as_ref().map(|(lease, _)| lease.clone());
        let lease = match held {
            Some(lease) => {
                lease.ensure_held(&self.lock).await?;
                lease
            }
            None => self.acquire_lease().await?,
        };
        Ok(Box::new(LockedObject::new(
            self.journal.clone(),
            self.lock.clone(),
            lease,
        )))
    }

    async fn acquire_lease(&self) -> Result<Lease, JournalError> {
        let lease = Lease::acquire(&self.lock, &self.to_string(), &self.command, self.lease).await?;
        let (lock, region) = (self.lock.clone(), self.region.clone());
        let connect = move || async move {
            S3Object {
                client: Clients::load(&region, None).await.s3(&region),
                ..lock
            }
        };
        let renewer = LeaseRenewer::start(lease.clone(), connect).map_err(|cause| JournalError::Io {
            doing: "cannot start the thread that renews the lock on",
            path: self.to_string().into(),
            cause,
        })?;
        self.held.replace(Some((lease.clone(), renewer)));
        Ok(lease)
    }

    async fn observe(&self) -> Result<Option<ObservedLock>, JournalError> {
        let found = self
            .lock
            .get()
            .await
            .map_err(failed("cannot read the lock on", &self.to_string()))?;
        Ok(found.and_then(|found| match LockRecord::state(&found, self.lease) {
            LeaseState::Free => None,
            LeaseState::Expired(record) => Some(record.observed(&found, false)),
            LeaseState::Held(record) => Some(record.observed(&found, true)),
        }))
    }

    async fn remove_lock(&self, id: &str) -> Result<bool, JournalError> {
        let place = self.to_string();
        let found = self.lock.get().await.map_err(failed("cannot unlock", &place))?;
        let Some(found) = found else { return Ok(false) };
        let mut record = LockRecord::read(&found, self.lease);
        if record.released || record.id != id {
            return Ok(false);
        }
        record.released = true;
        let written = self.lock.put(&record.text()?, Precondition::IfMatch(&found.etag)).await;
        let written = written.map_err(failed("cannot unlock", &place))?;
        Ok(matches!(written, WriteOutcome::Done(_)))
    }

    async fn release_lock(&self) -> Result<(), JournalError> {
        let held = self.held.take();
        let Some((lease, renewer)) = held else {
            return Ok(());
        };
        renewer.stop();
        match lease.release(&self.lock).await {
            // Another deployer holds it by now, which was already reported.
            Err(JournalError::LockLost { .. }) => Ok(()),
            released => released,
        }
    }
}

/// A bucket, and the prefix of the keys in it.
#[derive(Clone, Copy, Debug)]
pub struct Bucket<'a> {
    /// The account that owns it.
    pub account: &'a str,
    /// The region that it is in.
    pub region: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The prefix of the keys in it.
    pub prefix: &'a str,
}

impl fmt::Display for JournalObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.journal.fmt(f)
    }
}

impl Location for JournalObject {
    fn read(&self) -> JournalFuture<'_, Option<StoredJournal>> {
        Box::pin(async {
            let found = self.journal.get().await;
            let found = found.map_err(failed("cannot read", &self.to_string()))?;
            Ok(found.map(StoredObject::into_journal))
        })
    }

    fn lock(&self) -> JournalFuture<'_, Box<dyn Store>> {
        Box::pin(self.acquire())
    }

    fn observe_lock(&self) -> JournalFuture<'_, Option<ObservedLock>> {
        Box::pin(self.observe())
    }

    fn unlock<'a>(&'a self, id: &'a str) -> JournalFuture<'a, bool> {
        Box::pin(self.remove_lock(id))
    }

    fn release(&self) -> JournalFuture<'_, ()> {
        Box::pin(self.release_lock())
    }
}
