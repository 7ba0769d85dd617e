//! The retry policy: how often a call is repeated, and after which pauses.

use crate::clock::Clock;
use crate::provider::ApiError;
use crate::resource::KindInfo;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use std::time::Duration;

/// How often a step makes a call that AWS does not answer, before the step fails.
pub(crate) const TRIES: usize = 10;
/// How often a call outside of a step is repeated.
const REPEATS: usize = 5;
/// The first pause between two calls.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause between two calls of a step.
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// For how long most services may not show what they have just created: their lists are eventually consistent.
const CREATION_LAG: Duration = Duration::from_mins(1);
/// For how long EC2 may not: it advises waiting up to a few minutes.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>
pub(crate) const EC2_CREATION_LAG: Duration = Duration::from_mins(3);
/// For how long other services may not see a role, or a certificate that was issued. CloudFront took up to a minute:
/// <https://github.com/hashicorp/terraform-provider-aws/pull/4698>.
const PROPAGATION_LAG: Duration = Duration::from_mins(2);

/// For how long AWS may report a resource as it was before its last change: its reads lag by seconds.
pub(crate) const CHANGE_LAG: Duration = Duration::from_secs(10);

/// Returns for how long AWS may not show a resource of a kind that it has just created, neither by its ID, nor by its name, nor
/// by its tags, and neither to its own service nor to another one.
pub(crate) fn creation_lag(kind: &KindInfo) -> Duration {
    match kind.service {
        "ec2" => EC2_CREATION_LAG,
        "acm" | "iam" => PROPAGATION_LAG,
        _ => CREATION_LAG,
    }
}

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
    mut call: impl AsyncFnMut() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let mut pauses = ExponentialBuilder::new()
        .with_min_delay(FIRST_PAUSE)
        .with_max_times(REPEATS)
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
