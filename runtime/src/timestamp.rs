//! A timestamp as part of a name.

use jiff::Timestamp;

/// Returns the current time in UTC, such as `20261126-005123`.
pub(crate) fn timestamp() -> String {
    Timestamp::now().strftime("%Y%m%d-%H%M%S").to_string()
}
