//! One object in S3, read and written on condition.

use super::dated::Dated;
use crate::aws::{absent, api_error};
use crate::clock::Clock;
use crate::provider::{ApiError, ApiErrorKind};
use crate::retry::with_retries;
use aws_sdk_s3::Client;
use aws_smithy_types::DateTime;
use bytes::Bytes;
use jiff::Timestamp;
use std::fmt;

/// An object in a bucket of the stack's account.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) client: Client,
    pub(super) account: String,
    pub(super) bucket: String,
    pub(super) key: String,
}

/// What an object holds.
pub(super) struct Found {
    pub(super) bytes: Vec<u8>,
    /// Names what it holds, for a write on the condition that nobody has written meanwhile.
    pub(super) etag: String,
    /// When it was written, in seconds, by S3's clock.
    pub(super) written: i64,
    /// When it was read, in seconds, by S3's clock.
    pub(super) read: i64,
}

/// The condition of a write.
pub(super) enum Only<'a> {
    /// If there is no such object.
    IfAbsent,
    /// If it is as it was when it had this tag.
    If(&'a str),
}

/// What came of a write.
pub(super) enum Written {
    /// It was made; the object has this tag now.
    Done(String),
    /// The condition did not hold, or an earlier try of the same write had been made and its answer was lost.
    Refused,
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)
    }
}

impl Object {
    /// Names the object beside this one that has a longer key.
    pub(super) fn beside(&self, end: &str) -> Self {
        let key = format!("{}{end}", self.key);
        Self { key, ..self.clone() }
    }

    /// Reads the object; nothing if there is none.
    pub(super) async fn get(&self) -> Result<Option<Found>, ApiError> {
        with_retries(&Clock::start(1.0), async || absent_key(self.get_once().await)).await
    }

    async fn get_once(&self) -> Result<Found, ApiError> {
        const CALL: &str = "s3:GetObject";
        let dated = Dated::default();
        let call = self.client.get_object().bucket(&self.bucket).key(&self.key);
        let call = call.expected_bucket_owner(&self.account);
        let answer = call.customize().interceptor(dated.clone()).send().await;
        let answer = answer.map_err(api_error(CALL))?;
        let read = dated
            .date()
            .map_or_else(|| Timestamp::now().as_second(), |date| date.secs());
        let written = answer.last_modified().map_or(read, DateTime::secs);
        let etag = answer.e_tag().unwrap_or_default().to_owned();
        let body = answer.body.collect().await;
        let body =
            body.map_err(|error| ApiError::new(ApiErrorKind::Unavailable, CALL, "BodyCutOff", error.to_string()))?;
        Ok(Found {
            bytes: body.to_vec(),
            etag,
            written,
            read,
        })
    }

    /// Writes a text.
    pub(super) async fn put(&self, text: &str, only: Only<'_>) -> Result<Written, ApiError> {
        self.put_bytes(text.as_bytes().to_vec(), only).await
    }

    /// Writes anything.
    pub(super) async fn put_bytes(&self, bytes: Vec<u8>, only: Only<'_>) -> Result<Written, ApiError> {
        let bytes = Bytes::from(bytes);
        let put = async || {
            let call = self.client.put_object().bucket(&self.bucket).key(&self.key);
            let call = call.expected_bucket_owner(&self.account);
            let call = match only {
                Only::IfAbsent => call.if_none_match("*"),
                Only::If(etag) => call.if_match(etag),
            };
            let call = call.content_type("application/json").body(bytes.clone().into());
            let answer = call.send().await.map_err(api_error("s3:PutObject"));
            refused(answer.map(|answer| answer.e_tag().unwrap_or_default().to_owned()))
        };
        with_retries(&Clock::start(1.0), put).await
    }

    /// Deletes the object, if it is as it was when it had this tag.
    pub(super) async fn delete(&self, etag: &str) -> Result<Written, ApiError> {
        let delete = async || {
            let call = self.client.delete_object().bucket(&self.bucket).key(&self.key);
            let call = call.expected_bucket_owner(&self.account).if_match(etag);
            let answer = call.send().await.map_err(api_error("s3:DeleteObject"));
            refused(answer.map(|_| String::new()))
        };
        with_retries(&Clock::start(1.0), delete).await
    }
}

/// Takes an object that is not there for an answer; a bucket that is not there is none.
fn absent_key<T>(result: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match result {
        Err(api_error) if api_error.code == "NoSuchBucket" => Err(api_error),
        result => absent(result),
    }
}

/// Tells a condition that does not hold from trouble:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>.
fn refused(result: Result<String, ApiError>) -> Result<Written, ApiError> {
    match result {
        Ok(etag) => Ok(Written::Done(etag)),
        // The second: what was to be there has been deleted.
        Err(api_error) if api_error.code == "PreconditionFailed" || api_error.code == "NoSuchKey" => {
            Ok(Written::Refused)
        }
        // Somebody wrote at the same moment; nobody knows yet who came first.
        Err(api_error) if api_error.code == "ConditionalRequestConflict" => Err(ApiError {
            kind: ApiErrorKind::NotReady,
            ..api_error
        }),
        Err(api_error) => Err(api_error),
    }
}
