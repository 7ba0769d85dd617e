//! What the answers of AWS mean: one row for each service, operation and code, with its source.

use crate::provider::ApiErrorKind;

/// Answers that mean the same. A row matches whole codes, never a part of one.
pub(super) struct Row {
    /// The service, as in IAM actions; empty for every service.
    pub(super) service: &'static str,
    /// The operations; empty for every operation of the service.
    pub(super) operations: &'static [&'static str],
    /// The codes; empty for every code.
    pub(super) codes: &'static [&'static str],
    /// A part of the message, for a code that has several meanings; empty for every message.
    pub(super) message: &'static str,
    /// What can be done about the error.
    pub(super) kind: ApiErrorKind,
    /// The page that describes the answer, or that reports it if AWS does not document it.
    #[cfg(test)]
    pub(super) source: &'static str,
}

impl Row {
    /// Returns whether an answer is of this row. `call` is such as `ec2:CreateSubnet`.
    pub(super) fn matches(&self, call: &str, code: &str, message: &str) -> bool {
        let (service, operation) = call.split_once(':').unwrap_or((call, ""));
        (self.service.is_empty() || self.service == service)
            && (self.operations.is_empty() || self.operations.contains(&operation))
            && (self.codes.is_empty() || self.codes.contains(&code))
            && message.contains(self.message)
    }

    /// Returns whether an earlier row leaves nothing to this one.
    #[cfg(test)]
    pub(super) fn hides(&self, later: &Self) -> bool {
        let covers = |whole: &[&str], part: &[&str]| {
            whole.is_empty() || (!part.is_empty() && part.iter().all(|one| whole.contains(one)))
        };
        (self.service.is_empty() || self.service == later.service)
            && covers(self.operations, later.operations)
            && covers(self.codes, later.codes)
            && later.message.contains(self.message)
    }
}

/// Declares rows: the service, its operations, the codes, a part of the message if the code has several meanings, the kind,
/// and the source.
macro_rules! rows {
    (@message) => { "" };
    (@message $message:literal) => { $message };
    ($($service:literal [$($operation:ident)*] [$($code:literal)*] $($message:literal)? => $kind:ident, $source:literal;)*) => {
        &[$(
            $crate::aws::error::table::Row {
                service: $service,
                operations: &[$(stringify!($operation)),*],
                codes: &[$($code),*],
                message: rows!(@message $($message)?),
                kind: $crate::provider::ApiErrorKind::$kind,
                #[cfg(test)]
                source: $source,
            }
        ),*]
    };
}
pub(super) use rows;
