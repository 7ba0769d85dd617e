//! One answer of AWS with its explanation.

/// An answer of AWS, and what it means. A row matches by the operation, the code and the words together, since one code has many
/// causes.
#[derive(Debug)]
pub(super) struct Row {
    /// The service, as in IAM actions; empty for every service.
    pub(super) service: &'static str,
    /// The operations; empty for every operation of the service.
    pub(super) operations: &'static [&'static str],
    /// The whole codes; empty for every code.
    pub(super) codes: &'static [&'static str],
    /// Texts that the message must all contain, in upper or lower case.
    pub(super) words: &'static [&'static str],
    /// Whether it matches only in a region that an account must enable first.
    pub(super) is_opt_in: bool,
    /// What the answer means.
    pub(super) meaning: &'static str,
    /// What to do next.
    pub(super) advice: &'static str,
    /// The page that describes or reports the answer.
    #[cfg(test)]
    pub(super) source: &'static str,
}

impl Row {
    /// Returns whether the row explains an answer. `message` is in lower case.
    pub(super) fn matches(&self, call: &str, code: &str, message: &str, is_opt_in: bool) -> bool {
        let (service, operation) = call.split_once(':').unwrap_or((call, ""));
        (self.service.is_empty() || self.service == service)
            && (self.operations.is_empty() || self.operations.contains(&operation))
            && (self.codes.is_empty() || self.codes.contains(&code))
            && (!self.is_opt_in || is_opt_in)
            && self.words.iter().all(|word| message.contains(&word.to_lowercase()))
    }
}

/// Declares rows: the service, its operations, the codes, words of the message, `opt_in` for a region that must be enabled
/// first; then the meaning, the advice and the source.
macro_rules! rows {
    (@opt_in) => { false };
    (@opt_in opt_in) => { true };
    ($($service:literal [$($operation:ident)*] [$($code:literal)*] [$($word:literal)*] $($opt_in:ident)?
        => $meaning:literal, $advice:expr, $source:literal;)*) => {
        &[$(
            $crate::diagnosis::row::Row {
                service: $service,
                operations: &[$(stringify!($operation)),*],
                codes: &[$($code),*],
                words: &[$($word),*],
                is_opt_in: rows!(@opt_in $($opt_in)?),
                meaning: $meaning,
                advice: $advice,
                #[cfg(test)]
                source: $source,
            }
        ),*]
    };
}
pub(super) use rows;
