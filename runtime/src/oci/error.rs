//! Converting a registry's errors to [`ApiError`].

use crate::provider::{ApiError, ApiErrorKind, NOT_SENT};
use oci_client::errors::{OciDistributionError as Error, OciErrorCode};
use serde_json::Value;

/// Converts an error of a call, such as "reading ghcr.io/example/moodle:5.2".
///
/// Only the error code and message of the protocol are quoted: a URL may contain a signature, and an answer to a sign-in a
/// token.
pub(super) fn api_error(call: &str) -> impl FnOnce(Error) -> ApiError {
    let call = call.to_owned();
    move |error| {
        let new = |kind, code: &str, message: &str| ApiError::new(kind, &call, code, message);
        match error {
            Error::RegistryError { envelope, .. } => match envelope.errors.into_iter().next() {
                Some(one) => new(kind(&one.code), &word(&one.code), &one.message),
                None => new(
                    ApiErrorKind::Invalid,
                    "NoError",
                    "the registry refused the request without a reason",
                ),
            },
            Error::ServerError { code, message, .. } => of_status(&call, code, &message),
            Error::UnauthorizedError { .. } | Error::AuthenticationFailure(_) => new(
                ApiErrorKind::Denied,
                "UNAUTHORIZED",
                "the registry does not accept the credentials",
            ),
            Error::RegistryTokenDecodeError(_) => new(
                ApiErrorKind::Invalid,
                "UnreadableToken",
                "cannot read the registry's answer to the sign-in",
            ),
            Error::RequestError(error) => match error.status() {
                Some(status) => of_status(&call, status.as_u16(), ""),
                None => new(ApiErrorKind::Unavailable, NOT_SENT, &chain(&error.without_url())),
            },
            Error::IoError(error) => new(ApiErrorKind::Unavailable, "CutOff", &chain(&error)),
            Error::DigestError(error) => new(ApiErrorKind::Invalid, "DigestMismatch", &error.to_string()),
            other => new(ApiErrorKind::Internal, "Unexpected", &other.to_string()),
        }
    }
}

/// Converts an answer by its status, and by the error in its body, if there is one.
fn of_status(call: &str, status: u16, body: &str) -> ApiError {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let error = &body["errors"][0];
    let code = error["code"]
        .as_str()
        .map_or_else(|| format!("HTTP {status}"), str::to_owned);
    let message = error["message"].as_str().unwrap_or("the registry gave no reason");
    let kind = match status {
        // <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html>
        400 if message.contains("immutable") => ApiErrorKind::AlreadyExists,
        401 | 403 => ApiErrorKind::Denied,
        404 => ApiErrorKind::NotFound,
        429 => ApiErrorKind::Throttled,
        500.. => ApiErrorKind::Unavailable,
        _ => ApiErrorKind::Invalid,
    };
    ApiError::new(kind, call, &code, message)
}

/// Classifies the error codes of the protocol:
/// <https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes>.
fn kind(code: &OciErrorCode) -> ApiErrorKind {
    match code {
        OciErrorCode::BlobUnknown
        | OciErrorCode::ManifestUnknown
        | OciErrorCode::NameUnknown
        | OciErrorCode::NotFound => ApiErrorKind::NotFound,
        OciErrorCode::Unauthorized | OciErrorCode::Denied => ApiErrorKind::Denied,
        OciErrorCode::Toomanyrequests => ApiErrorKind::Throttled,
        _ => ApiErrorKind::Invalid,
    }
}

/// Returns a code as the registry spells it.
fn word(code: &OciErrorCode) -> String {
    let spelled = serde_json::to_value(code).ok();
    let spelled = spelled.as_ref().and_then(Value::as_str);
    spelled.unwrap_or("Unknown").to_owned()
}

/// Returns the message of an error and of its sources.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> ApiError {
        of_status("writing moodle:5.2", status, body)
    }

    #[test]
    fn message_of_the_registry_is_reported() {
        let body = r#"{"errors":[{"code":"DENIED","message":"not authorized to perform: ecr:InitiateLayerUpload"}]}"#;
        let error = of(403, body);
        assert_eq!(error.kind, ApiErrorKind::Denied);
        assert_eq!(
            error.to_string(),
            "writing moodle:5.2 answered DENIED: not authorized to perform: ecr:InitiateLayerUpload"
        );
    }

    #[test]
    fn answer_that_is_not_an_error_of_the_protocol_is_not_quoted() {
        let error = of(502, "<html>token=hunter2</html>");
        assert_eq!((error.kind, &*error.code), (ApiErrorKind::Unavailable, "HTTP 502"));
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn immutable_tag_already_exists() {
        let body = r#"{"errors":[{"code":"TAG_INVALID","message":"The image tag '5.2' already exists in the 'moodle' repository and cannot be overwritten because the repository is immutable."}]}"#;
        assert_eq!(of(400, body).kind, ApiErrorKind::AlreadyExists);
        assert_eq!(of(400, "{}").kind, ApiErrorKind::Invalid);
    }
}
