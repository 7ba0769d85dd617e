//! One object in S3, with conditional reads and writes.

use super::response_date::ResponseDate;
use crate::aws::error::{absent, api_error};
use crate::clock::Clock;
use crate::journal::StoredJournal;
use crate::provider::{ApiError, ApiErrorKind};
use crate::retry::with_retries;
use aws_sdk_s3::Client;
use aws_smithy_types::DateTime;
use bytes::Bytes;
use jiff::Timestamp;
use std::fmt;
use std::time::Duration;

/// An object in a bucket of the stack's account.
#[derive(Clone, Debug)]
pub(super) struct S3Object {
    pub(super) client: Client,
    pub(super) account: String,
    pub(super) bucket: String,
    pub(super) key: String,
}

/// The content of an object, and when it was written and read.
pub(super) struct StoredObject {
    pub(super) bytes: Vec<u8>,
    /// Identifies the content, for a write that must not overwrite a newer one.
    pub(super) etag: String,
    /// When it was written, in seconds since 1970, by S3's clock.
    pub(super) written: i64,
    /// When it was read, in seconds since 1970, by S3's clock.
    pub(super) read: i64,
}

impl StoredObject {
    /// Returns the content as the text of a journal.
    pub(super) fn into_journal(self) -> StoredJournal {
        let seconds = u64::try_from(self.read - self.written).unwrap_or_default();
        StoredJournal {
            text: self.bytes,
            age: Duration::from_secs(seconds),
        }
    }
}

/// The condition of a write.
pub(super) enum Precondition<'a> {
    /// The object must not exist.
    IfNoneMatch,
    /// The object must still have this entity tag.
    IfMatch(&'a str),
}

/// The outcome of a write.
pub(super) enum WriteOutcome {
    /// It was carried out; this is the object's new entity tag.
    Done(String),
    /// The condition was not met. An earlier attempt at the same write, whose response was lost, may be the reason.
    PreconditionFailed,
}

impl fmt::Display for S3Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)
    }
}

impl S3Object {
    /// Returns the object whose key is this one's with a suffix.
    pub(super) fn with_suffix(&self, suffix: &str) -> Self {
        let key = format!("{}{suffix}", self.key);
        Self { key, ..self.clone() }
    }

    /// Reads the object; `None` if it does not exist.
    pub(super) async fn get(&self) -> Result<Option<StoredObject>, ApiError> {
        with_retries(&Clock::start(1.0), async || absent_key(self.get_once().await)).await
    }

    async fn get_once(&self) -> Result<StoredObject, ApiError> {
        const CALL: &str = "s3:GetObject";
        let response_date = ResponseDate::default();
        let call = self.client.get_object().bucket(&self.bucket).key(&self.key);
        let call = call.expected_bucket_owner(&self.account);
        let answer = call.customize().interceptor(response_date.clone()).send().await;
        let answer = answer.map_err(api_error(CALL))?;
        let read = response_date
            .date()
            .map_or_else(|| Timestamp::now().as_second(), |date| date.secs());
        let written = answer.last_modified().map_or(read, DateTime::secs);
        let etag = answer.e_tag().unwrap_or_default().to_owned();
        let body = answer.body.collect().await;
        let body =
            body.map_err(|error| ApiError::new(ApiErrorKind::Unavailable, CALL, "BodyCutOff", error.to_string()))?;
        Ok(StoredObject {
            bytes: body.to_vec(),
            etag,
            written,
            read,
        })
    }

    /// Writes a text.
    pub(super) async fn put(&self, text: &str, only: Precondition<'_>) -> Result<WriteOutcome, ApiError> {
        self.put_bytes(text.as_bytes().to_vec(), only).await
    }

    /// Writes bytes.
    pub(super) async fn put_bytes(&self, bytes: Vec<u8>, only: Precondition<'_>) -> Result<WriteOutcome, ApiError> {
        let bytes = Bytes::from(bytes);
        let put = async || {
            let call = self.client.put_object().bucket(&self.bucket).key(&self.key);
            let call = call.expected_bucket_owner(&self.account);
            let call = match only {
                Precondition::IfNoneMatch => call.if_none_match("*"),
                Precondition::IfMatch(etag) => call.if_match(etag),
            };
            let call = call.content_type("application/json").body(bytes.clone().into());
            let answer = call.send().await.map_err(api_error("s3:PutObject"));
            outcome(answer.map(|answer| answer.e_tag().unwrap_or_default().to_owned()))
        };
        with_retries(&Clock::start(1.0), put).await
    }

    /// Deletes the object, if it still has this entity tag.
    pub(super) async fn delete(&self, etag: &str) -> Result<WriteOutcome, ApiError> {
        let delete = async || {
            let call = self.client.delete_object().bucket(&self.bucket).key(&self.key);
            let call = call.expected_bucket_owner(&self.account).if_match(etag);
            let answer = call.send().await.map_err(api_error("s3:DeleteObject"));
            outcome(answer.map(|_| String::new()))
        };
        with_retries(&Clock::start(1.0), delete).await
    }
}

/// Turns a missing object into `None`; a missing bucket remains an error.
fn absent_key<T>(result: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match result {
        Err(error) if error.code == "NoSuchBucket" => Err(error),
        result => absent(result),
    }
}

/// Distinguishes a condition that was not met from other errors:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>.
fn outcome(result: Result<String, ApiError>) -> Result<WriteOutcome, ApiError> {
    match result {
        Ok(etag) => Ok(WriteOutcome::Done(etag)),
        // `NoSuchKey`: the object to be overwritten has been deleted.
        Err(error) if error.code == "PreconditionFailed" || error.code == "NoSuchKey" => {
            Ok(WriteOutcome::PreconditionFailed)
        }
        // Another deployer wrote at the same moment, and it is unknown yet which write won.
        Err(error) if error.code == "ConditionalRequestConflict" => Err(ApiError {
            kind: ApiErrorKind::NotReady,
            ..error
        }),
        Err(error) => Err(error),
    }
}
