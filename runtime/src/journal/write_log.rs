//! Logging of the writes of a journal.

use super::document::Journal;
use super::error::JournalError;
use crate::elapsed::elapsed_ms;
use std::time::Instant;
use tracing::{debug, warn};

/// Logs the result of a write that started at `start`.
pub(super) fn log_write(journal: &Journal, written: &Result<(), JournalError>, start: Instant) {
    let duration_ms = elapsed_ms(start);
    match written {
        Ok(()) => {
            let (resources, deposed) = (journal.resources.len(), journal.deposed.len());
            debug!(duration_ms, resources, deposed, "wrote the journal");
        }
        Err(error) => warn!(duration_ms, %error, "cannot write the journal"),
    }
}
