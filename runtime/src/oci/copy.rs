//! Copying the image for one platform to a repository.

use super::blob::BlobStream;
use super::manifest::Chosen;
use super::repository::Repository;
use super::source::Source;
use crate::provider::{ApiError, ApiErrorKind};
use backon::{BackoffBuilder as _, ExponentialBuilder};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use oci_client::manifest::OciDescriptor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How many blobs are transferred concurrently.
const AT_ONCE: usize = 3;

/// How long a transfer may stall before it is aborted: a proxy that has dropped the connection does not report it.
const STALLED: Duration = Duration::from_mins(2);

/// Receives the progress of each blob.
pub(crate) trait CopyProgress {
    /// Called when a blob is sent, and again after an error. The returned function receives the number of bytes sent so far.
    fn begin(&self, place: usize, blob: &OciDescriptor) -> Arc<dyn Fn(u64) + Send + Sync>;

    /// Called when a blob exists. `sent` is false if it already existed.
    fn end(&self, place: usize, blob: &OciDescriptor, sent: bool);
}

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Copied {
    /// The number of blobs that were sent.
    pub(crate) sent: usize,
    /// The number of blobs that already existed.
    pub(crate) present: usize,
}

/// Copies an image to a repository, and tags it. Existing blobs are not sent again, so an interrupted copy can be continued by
/// calling this again.
pub(crate) async fn copy(
    source: &Source,
    chosen: &Chosen,
    target: &Repository,
    tag: &str,
    watch: &impl CopyProgress,
) -> Result<Copied, ApiError> {
    let blobs = chosen.blobs().into_iter().enumerate();
    let sent: Vec<bool> = stream::iter(blobs)
        .map(|(place, blob)| async move {
            let sent = send(source, target, place, blob, watch).await?;
            watch.end(place, blob, sent);
            Ok::<bool, ApiError>(sent)
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    target.tag(&chosen.manifest, tag).await?;
    let count = sent.iter().filter(|sent| **sent).count();
    Ok(Copied {
        sent: count,
        present: sent.len() - count,
    })
}

/// Sends one blob, unless it exists. Retries errors that are retryable.
async fn send(
    source: &Source,
    target: &Repository,
    place: usize,
    blob: &OciDescriptor,
    watch: &impl CopyProgress,
) -> Result<bool, ApiError> {
    let mut pauses = ExponentialBuilder::new()
        .with_min_delay(Duration::from_secs(1))
        .with_max_times(4)
        .build();
    loop {
        match send_once(source, target, place, blob, watch).await {
            Err(error) if error.kind.is_retryable() => match pauses.next() {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(error),
            },
            result => return result,
        }
    }
}

async fn send_once(
    source: &Source,
    target: &Repository,
    place: usize,
    blob: &OciDescriptor,
    watch: &impl CopyProgress,
) -> Result<bool, ApiError> {
    if target.has(blob).await? {
        return Ok(false);
    }
    let gone = Arc::new(AtomicU64::new(0));
    let bytes = counted(source.read(blob).await?, Arc::clone(&gone), watch.begin(place, blob));
    tokio::select! {
        sent = target.write(blob, bytes) => sent.map(|()| true),
        () = stalls(&gone) => Err(ApiError::new(
            ApiErrorKind::Unavailable,
            &format!("writing {}", target.called(&blob.digest)),
            "Stalled",
            "the transfer stalled for two minutes",
        )),
    }
}

/// Counts the bytes of a blob as they are sent.
fn counted(bytes: BlobStream, gone: Arc<AtomicU64>, hear: Arc<dyn Fn(u64) + Send + Sync>) -> BlobStream {
    let count = move |piece: &bytes::Bytes| {
        let length = piece.len() as u64;
        hear(gone.fetch_add(length, Ordering::Relaxed) + length);
    };
    bytes.inspect_ok(count).boxed()
}

/// Returns once the transfer has stalled.
async fn stalls(gone: &AtomicU64) {
    let mut before = gone.load(Ordering::Relaxed);
    loop {
        tokio::time::sleep(STALLED).await;
        let now = gone.load(Ordering::Relaxed);
        if now == before {
            return;
        }
        before = now;
    }
}
