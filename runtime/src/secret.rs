//! Secrets' values: where they are needed, and nowhere else.

use crate::provider::ApiError;
use std::fmt;

/// A secret's value, in memory for one call. It has no `Display`, its `Debug` shows nothing, and it cannot be serialized.
pub struct SecretValue(String);

impl SecretValue {
    /// Takes a value out of an answer.
    #[must_use]
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// Returns the value, for the one who needs it and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Takes the value out of a fault, where AWS quotes the request.
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
    fn a_secret_is_taken_out_of_what_aws_quotes() {
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
    fn a_secret_is_not_shown_by_what_holds_it_nor_by_a_panic() {
        let shell = crate::operations::Shell {
            target: "ecs:campus_0_1".into(),
            answer: SecretValue("hunter2".into()),
        };
        assert!(!format!("{shell:#?}").contains("hunter2"));
        let answer = || Ok::<_, ApiError>(SecretValue("hunter2".into()));
        let panic = std::panic::catch_unwind(|| answer().unwrap_err());
        let said = panic.unwrap_err().downcast::<String>().unwrap();
        assert!(said.contains("SecretValue(***)") && !said.contains("hunter2"), "{said}");
    }
}
