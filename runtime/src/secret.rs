//! Values of secrets, which exist only where they are needed.

use crate::provider::ApiError;
use std::fmt;

/// A secret's value, kept in memory for one call. It has no `Display`, its `Debug` shows nothing, and it cannot be
/// serialized.
pub struct SecretValue(String);

impl SecretValue {
    /// Wraps a value from a response.
    #[must_use]
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// Returns the value, for the one call or output that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Removes the value from an error in which AWS quotes the request.
    #[must_use]
    pub fn redact(&self, mut error: ApiError) -> ApiError {
        if !self.0.is_empty() {
            error.message = error.message.replace(&self.0, "***");
        }
        error
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretValue(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::ApiErrorKind;

    #[test]
    fn secret_is_removed_from_an_error_that_quotes_it() {
        let secret = SecretValue("hunter2".into());
        let quoted = ApiError::new(
            ApiErrorKind::Invalid,
            "elbv2:CreateRule",
            "ValidationError",
            "'hunter2' is not valid",
        );
        assert_eq!(secret.redact(quoted).message, "'***' is not valid");
    }

    #[test]
    fn secret_is_not_shown_by_a_panic() {
        let answer = || Ok::<_, ApiError>(SecretValue("hunter2".into()));
        let panic = std::panic::catch_unwind(|| answer().unwrap_err());
        let message = panic.unwrap_err().downcast::<String>().unwrap();
        assert!(
            message.contains("SecretValue(***)") && !message.contains("hunter2"),
            "{message}"
        );
    }
}
