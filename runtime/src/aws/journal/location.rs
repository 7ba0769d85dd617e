//! Where in S3 a journal is.

use super::keeper::Keeper;
use super::lease::{Lease, failed};
use super::locked::LockedObject;
use super::object::{Object, Only, Written};
use super::terms::{LeaseState, Terms};
use crate::aws::{Aws, Clients, api_error};
use crate::clock::Clock;
use crate::journal::{JournalError, JournalFuture, Location, ObservedLock, Store};
use crate::provider::ApiError;
use crate::retry::with_retries;
use aws_sdk_s3::types::BucketVersioningStatus;
use std::cell::RefCell;
use std::fmt;
use std::time::Duration;

/// For how long a lock is good that is not renewed: a deployer that was killed keeps others waiting for so long at most.
pub const LEASE: Duration = Duration::from_mins(2);

/// A journal in S3.
#[derive(Debug)]
pub struct JournalObject {
    journal: Object,
    lock: Object,
    region: String,
    command: String,
    lease: Duration,
    /// What this process holds, once it does.
    held: RefCell<Option<(Lease, Keeper)>>,
}

impl JournalObject {
    /// Names the journal of a stack in a bucket of its account; `command` says to others what its holder does.
    #[must_use]
    pub fn new(aws: &Aws, at: &Bucket<'_>, stack: &str, command: &str, lease: Duration) -> Self {
        let key = |end: &str| format!("{}/{}/{stack}.{end}", at.prefix, at.account);
        let object = |end| Object {
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

    /// Tells whether the bucket keeps what is overwritten:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html>.
    pub async fn is_versioned(&self) -> Result<bool, ApiError> {
        let Object {
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

    async fn take(&self) -> Result<Box<dyn Store>, JournalError> {
        let held = self.held.borrow().as_ref().map(|(lease, _)| lease.clone());
        let lease = match held {
            Some(lease) => {
                lease.check(&self.lock).await?;
                lease
            }
            None => self.lease_anew().await?,
        };
        Ok(Box::new(LockedObject::new(
            self.journal.clone(),
            self.lock.clone(),
            lease,
        )))
    }

    async fn lease_anew(&self) -> Result<Lease, JournalError> {
        let lease = Lease::take(&self.lock, &self.to_string(), &self.command, self.lease).await?;
        let (lock, region) = (self.lock.clone(), self.region.clone());
        let connect = move || async move {
            Object {
                client: Clients::load(&region, None).await.s3(&region),
                ..lock
            }
        };
        let keeper = Keeper::start(lease.clone(), connect).map_err(|cause| JournalError::Io {
            doing: "cannot start what renews the lock on",
            path: self.to_string().into(),
            cause,
        })?;
        self.held.replace(Some((lease.clone(), keeper)));
        Ok(lease)
    }

    async fn look(&self) -> Result<Option<ObservedLock>, JournalError> {
        let found = self
            .lock
            .get()
            .await
            .map_err(failed("cannot look at the lock on", &self.to_string()))?;
        Ok(found.and_then(|found| match Terms::judge(&found, self.lease) {
            LeaseState::Free => None,
            LeaseState::RanOut(terms) => Some(terms.seen(&found, false)),
            LeaseState::Held(terms) => Some(terms.seen(&found, true)),
        }))
    }

    async fn take_away(&self, id: &str) -> Result<bool, JournalError> {
        let place = self.to_string();
        let found = self.lock.get().await.map_err(failed("cannot unlock", &place))?;
        let Some(found) = found else { return Ok(false) };
        let mut terms = Terms::read(&found, self.lease);
        if terms.released || terms.id != id {
            return Ok(false);
        }
        terms.released = true;
        let written = self.lock.put(&terms.text()?, Only::If(&found.etag)).await;
        let written = written.map_err(failed("cannot unlock", &place))?;
        Ok(matches!(written, Written::Done(_)))
    }

    async fn give_back(&self) -> Result<(), JournalError> {
        let held = self.held.take();
        let Some((lease, keeper)) = held else {
            return Ok(());
        };
        keeper.stop();
        match lease.release(&self.lock).await {
            // It is another's by now, who was told of already.
            Err(JournalError::LockLost { .. }) => Ok(()),
            released => released,
        }
    }
}

/// A bucket, and what the keys in it begin with.
#[derive(Clone, Copy, Debug)]
pub struct Bucket<'a> {
    /// The account that it is in.
    pub account: &'a str,
    /// The region that it is in.
    pub region: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What the keys in it begin with.
    pub prefix: &'a str,
}

impl fmt::Display for JournalObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.journal.fmt(f)
    }
}

impl Location for JournalObject {
    fn read(&self) -> JournalFuture<'_, Option<Vec<u8>>> {
        Box::pin(async {
            let found = self.journal.get().await;
            let found = found.map_err(failed("cannot read", &self.to_string()))?;
            Ok(found.map(|found| found.bytes))
        })
    }

    fn lock(&self) -> JournalFuture<'_, Box<dyn Store>> {
        Box::pin(self.take())
    }

    fn observe_lock(&self) -> JournalFuture<'_, Option<ObservedLock>> {
        Box::pin(self.look())
    }

    fn unlock<'a>(&'a self, id: &'a str) -> JournalFuture<'a, bool> {
        Box::pin(self.take_away(id))
    }

    fn release(&self) -> JournalFuture<'_, ()> {
        Box::pin(self.give_back())
    }
}
