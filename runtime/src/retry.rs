//! The retry policy: how often a call is repeated, and after which pauses.

use crate::clock::Clock;
use crate::provider::ApiError;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use std::time::Duration;

/// How often a step makes a call that AWS does not answer, before the step fails.
pub(crate) const TRIES: usize = 10;
/// How often a call outside of a step is repeated.
const REPEATS: usize = 5;
/// How often a question that need not be answered is repeated. The SDK's own retries come on top.
const QUESTION_REPEATS: usize = 2;
/// The first pause between two calls.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause between two calls of a step.
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// For how long AWS may not show a resource that it has just created: its lists are eventually consistent.
pub(crate) const CREATION_LAG: Duration = Duration::from_mins(1);

/// Returns the pauses between two looks at something slow, without an end. The first are short, since many resources are
/// ready at once.
pub(crate) fn pauses() -> impl Iterator<Item = Duration> {
    ExponentialBuilder::new()
        .with_min_delay(FIRST_PAUSE)
        .with_factor(1.5)
        .with_max_delay(LONGEST_PAUSE)
        .without_max_times()
        .build()
}

/// Repeats an idempotent call up to five times while its error is retryable.
pub(crate) async fn with_retries<T>(
    clock: &Clock,
    call: impl AsyncFnMut() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    repeated(clock, REPEATS, call).await
}

/// Like [`with_retries`], but repeats the call only twice, for a question that need not be answered.
pub(crate) async fn with_few_retries<T>(
    clock: &Clock,
    call: impl AsyncFnMut() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    repeated(clock, QUESTION_REPEATS, call).await
}

async fn repeated<T>(
    clock: &Clock,
    times: usize,
    mut call: impl AsyncFnMut() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let mut pauses = ExponentialBuilder::new()
        .with_min_delay(FIRST_PAUSE)
        .with_max_times(times)
        .build();
    loop {
        match call().await {
            Err(error) if error.kind.is_retryable() => match pauses.next() {
                Some(pause) => clock.sleep(pause).await,
                None => return Err(error),
            },
            result => return result,
        }
    }
}
