//! Converting the SDK's errors to [`ApiError`].

mod clock;
mod final_answers;
mod retryable;
mod table;

use self::final_answers::FINAL;
use self::retryable::RETRYABLE;
use self::table::Row;
use super::calls::request_id;
use crate::provider::{ApiError, ApiErrorKind, NOT_SENT, OTHER_STACK};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::ErrorKind;
use std::cell::Cell;
use tokio::task_local;
use tracing::debug;

/// Converts the SDK's error of a call, such as `ec2:CreateSubnet`, and logs it. Use as
/// `.map_err(api_error("ec2:CreateSubnet"))`.
pub(crate) fn api_error<E>(call: &'static str) -> impl FnOnce(SdkError<E, HttpResponse>) -> ApiError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    move |sdk_error| {
        let error = convert(call, &sdk_error);
        let answer = sdk_error.raw_response();
        debug!(
            call,
            kind = ?error.kind,
            code = %error.code,
            status = answer.map(|answer| answer.status().as_u16()),
            request_id = answer.and_then(|answer| request_id(answer.headers())),
            "the call failed"
        );
        error
    }
}

fn convert<E>(call: &'static str, error: &SdkError<E, HttpResponse>) -> ApiError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(context) => {
            let status = context.raw().status().as_u16();
            let code = context.err().code().unwrap_or_default();
            let message = context.err().message().unwrap_or_default();
            if code.is_empty() {
                return ApiError::new(
                    ApiErrorKind::Unavailable,
                    call,
                    &format!("HTTP {status}"),
                    "no AWS error in the answer",
                );
            }
            let kind = classify(call, code, message, status);
            let message = unquoted(kind, message);
            let date = context.raw().headers().get("date");
            let wrong = clock::difference(date, jiff::Timestamp::now().as_second());
            match wrong.filter(|_| kind == ApiErrorKind::Credentials) {
                Some(wrong) => ApiError::new(kind, call, code, format!("{message} ({wrong})")),
                None => ApiError::new(kind, call, code, message),
            }
        }
        SdkError::TimeoutError(_) => ApiError::new(
            ApiErrorKind::OutcomeUnknown,
            call,
            "Timeout",
            "no answer within a minute",
        ),
        SdkError::ResponseError(_) => {
            ApiError::new(ApiErrorKind::OutcomeUnknown, call, "UnreadableAnswer", chain(error))
        }
        // The SDK reports neither a timeout nor an I/O error if the other side closes a connection that was kept open
        // between two calls, or closes it without a response.
        SdkError::DispatchFailure(failure)
            if failure.is_timeout() || failure.is_io() || failure.as_other() == Some(ErrorKind::TransientError) =>
        {
            ApiError::new(ApiErrorKind::OutcomeUnknown, call, "NoConnection", chain(error))
        }
        _ => {
            let message = chain(error);
            // The SDK's own words for "no call was made".
            let message = message.strip_prefix("dispatch failure: ").unwrap_or(&message);
            let message = message.strip_prefix("other: ").unwrap_or(message);
            let kind = if message.contains("redentials") {
                ApiErrorKind::Credentials
            } else {
                ApiErrorKind::Internal
            };
            ApiError::new(kind, call, NOT_SENT, message)
        }
    }
}

/// Removes the quoted request from an error about the credentials: the session token is among the headers, which AWS quotes on
/// separate lines: <https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html>.
fn unquoted(kind: ApiErrorKind, message: &str) -> &str {
    let whole = message.trim_end();
    match kind {
        ApiErrorKind::Credentials => whole.lines().next().unwrap_or_default(),
        _ => whole,
    }
}

/// Returns the message of an error and of its sources. Not the debug format of the SDK: it quotes the response, which
/// may contain a secret.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

/// Returns whether an error response, in any format, is about too many calls.
pub(super) fn is_throttling(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let rows = || answers().filter(|row| row.kind == ApiErrorKind::Throttled);
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .any(|word| rows().any(|row| row.codes.contains(&word)))
}

/// Returns the rows of the table, in the order in which they are tried.
fn answers() -> impl Iterator<Item = &'static Row> {
    RETRYABLE.iter().chain(FINAL)
}

/// Classifies an error by what can be done about it: by the first row of the table that matches, otherwise by the HTTP status.
fn classify(call: &str, code: &str, message: &str, status: u16) -> ApiErrorKind {
    if let Some(row) = answers().find(|row| row.matches(call, code, message)) {
        return row.kind;
    }
    if status >= 500 {
        ApiErrorKind::Unavailable
    } else {
        ApiErrorKind::Invalid
    }
}

/// Converts an error that is one of several items in a successful response.
pub(crate) fn item_error(call: &'static str, code: Option<&str>, message: Option<&str>) -> ApiError {
    let (code, message) = (code.unwrap_or("Unknown"), message.unwrap_or_default());
    ApiError::new(classify(call, code, message, 200), call, code, message)
}

/// Returns the error that something in the resource's place is not owned by this stack. `what` is such as "the load balancer
/// `campus-alb`".
pub(crate) fn not_owned(call: &'static str, what: &str) -> ApiError {
    ApiError::new(
        ApiErrorKind::NotOwned,
        call,
        "NotOurs",
        format!("{what} already exists, and nothing on it says that this stack owns it"),
    )
}

/// Returns the error that another stack owns something in the resource's place.
pub(crate) fn owned_by(call: &'static str, what: &str, stack: &str) -> ApiError {
    ApiError::new(
        ApiErrorKind::NotOwned,
        call,
        OTHER_STACK,
        format!("{what} already exists, and its tags say that it belongs to the stack `{stack}`"),
    )
}

task_local! {
    /// Whether a call of this task was answered with "not found".
    static NOT_FOUND: Cell<bool>;
}

/// Does some work, and returns whether a call of it was answered with "not found".
pub(crate) async fn noting_not_found<T>(work: impl Future<Output = T>) -> (T, bool) {
    let noted = async { (work.await, NOT_FOUND.with(Cell::get)) };
    NOT_FOUND.scope(Cell::new(false), noted).await
}

/// Turns "not found" into `None`.
pub(crate) fn absent<T>(result: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind == ApiErrorKind::NotFound => {
            // Outside of `noting_not_found`, nobody asks.
            let _ = NOT_FOUND.try_with(|noted| noted.set(true));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Returns the error for a list that does not have a resource that exists: AWS may not show it yet.
pub(crate) fn not_shown(call: &'static str, what: &str) -> ApiError {
    ApiError::new(
        ApiErrorKind::NotFound,
        call,
        "NotShown",
        format!("the answer does not have the {what}"),
    )
}

/// Returns the error for a response that lacks something that AWS documents.
pub(crate) fn missing(call: &'static str, what: &str) -> ApiError {
    ApiError::new(
        ApiErrorKind::OutcomeUnknown,
        call,
        "IncompleteAnswer",
        format!("the answer has no {what}"),
    )
}

#[cfg(test)]
mod tests;
