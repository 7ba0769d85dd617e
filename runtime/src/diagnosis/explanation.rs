//! What an error means.

/// What an error means, and what to do next; each without a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnosis {
    /// What the error means.
    pub(crate) meaning: String,
    /// What to do next. Text in backticks can be pasted, except for words in capitals.
    pub(crate) advice: String,
}
