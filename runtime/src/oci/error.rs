//! From a registry's errors to the engine's faults.

use crate::provider::{ApiError, ApiErrorKind, NOT_SENT};
use oci_client::errors::{OciDistributionError as Error, OciErrorCode};
use serde_json::Value;

/// Turns an error on a call, as "reading ghcr.io/example/moodle:5.2", into a fault.
///
/// Nothing is quoted but what a registry says in the words that its protocol has for that: an address may have a signature
/// in it, and an answer to a sign-in a token.
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
                    "the registry refuses, and does not say why",
                ),
            },
            Error::ServerError { code, message, .. } => of_status(&call, code, &message),
            Error::UnauthorizedError { .. } | Error::AuthenticationFailure(_) => new(
                ApiErrorKind::Denied,
                "UNAUTHORIZED",
                "the registry wants another sign-in",
            ),
            Error::RegistryTokenDecodeError(_) => new(
                ApiErrorKind::Invalid,
                "UnreadableToken",
                "the registry's answer to the sign-in cannot be read",
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

/// Reads an answer by its status, and by the error in its body, where there is one.
fn of_status(call: &str, status: u16, body: &str) -> ApiError {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let error = &body["errors"][0];
    let code = error["code"]
        .as_str()
        .map_or_else(|| format!("HTTP {status}"), str::to_owned);
    let message = error["message"].as_str().unwrap_or("the registry does not say why");
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

/// Sorts the codes of the protocol:
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

/// Spells a code as the registry has it.
fn word(code: &OciErrorCode) -> String {
    let spelled = serde_json::to_value(code).ok();
    let spelled = spelled.as_ref().and_then(Value::as_str);
    spelled.unwrap_or("Unknown").to_owned()
}

/// Says what an error says, and what is behind it.
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
    fn the_registrys_own_words_are_told() {
        let body = r#"{"errors":[{"code":"DENIED","message":"not authorized to perform: ecr:InitiateLayerUpload"}]}"#;
        let fault = of(403, body);
        assert_eq!(fault.kind, ApiErrorKind::Denied);
        assert_eq!(
            fault.to_string(),
            "writing moodle:5.2 answered DENIED: not authorized to perform: ecr:InitiateLayerUpload"
        );
    }

    #[test]
    fn an_answer_that_is_no_error_of_the_protocol_is_not_quoted() {
        let fault = of(502, "<html>token=hunter2</html>");
        assert_eq!((fault.kind, &*fault.code), (ApiErrorKind::Unavailable, "HTTP 502"));
        assert!(!fault.to_string().contains("hunter2"), "{fault}");
    }

    #[test]
    fn a_tag_that_cannot_be_moved_is_taken() {
        let body = r#"{"errors":[{"code":"TAG_INVALID","message":"The image tag '5.2' already exists in the 'moodle' repository and cannot be overwritten because the repository is immutable."}]}"#;
        assert_eq!(of(400, body).kind, ApiErrorKind::AlreadyExists);
        assert_eq!(of(400, "{}").kind, ApiErrorKind::Invalid);
    }
}
