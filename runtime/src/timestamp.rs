//! A time, as a part of a name.

use jiff::Timestamp;

/// Returns the time that it is, in UTC: `20261126-005123`.
pub(crate) fn timestamp() -> String {
    Timestamp::now().strftime("%Y%m%d-%H%M%S").to_string()
}
