//! Copying the image for one platform into a repository.

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

/// How many blobs are on their way at once.
const AT_ONCE: usize = 3;

/// How long nothing may move before a connection is given up: a proxy that has forgotten it says nothing.
const STALLED: Duration = Duration::from_mins(2);

/// Hears how far each blob is.
pub(crate) trait CopyProgress {
    /// A blob is sent, or once more after trouble; what is returned hears how many bytes of it have gone.
    fn begin(&self, place: usize, blob: &OciDescriptor) -> Arc<dyn Fn(u64) + Send + Sync>;

    /// A blob is there; `sent` tells whether it was sent now.
    fn end(&self, place: usize, blob: &OciDescriptor, sent: bool);
}

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Copied {
    /// How many blobs were sent.
    pub(crate) sent: usize,
    /// How many were there already.
    pub(crate) present: usize,
}

/// Copies an image into a repository and gives it a tag. What is there already is not sent again, so that it can be cut
/// off at any moment and goes on when it is called once more.
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

/// Sends one blob, unless it is there. StepError that passes is waited out.
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
            "nothing moved for two minutes",
        )),
    }
}

/// Counts the bytes of a blob as they go.
fn counted(bytes: BlobStream, gone: Arc<AtomicU64>, hear: Arc<dyn Fn(u64) + Send + Sync>) -> BlobStream {
    let count = move |piece: &bytes::Bytes| {
        let length = piece.len() as u64;
        hear(gone.fetch_add(length, Ordering::Relaxed) + length);
    };
    bytes.inspect_ok(count).boxed()
}

/// Returns when nothing has moved for too long.
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
