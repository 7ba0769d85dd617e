//! A journal as it is written down.

use super::{Journal, JournalError};

/// Reads a journal; `place` says where from.
pub(super) fn read(text: &[u8], place: &str) -> Result<Journal, JournalError> {
    let broken = |cause: serde_json::Error| JournalError::Broken {
        place: place.into(),
        cause: cause.to_string(),
    };
    let value: serde_json::Value = serde_json::from_slice(text).map_err(broken)?;
    if let Some(found) = value["version"]
        .as_u64()
        .filter(|version| *version > u64::from(Journal::VERSION))
    {
        return Err(JournalError::TooNew {
            place: place.into(),
            found,
            known: Journal::VERSION,
        });
    }
    serde_json::from_value(value).map_err(broken)
}

/// Reads the journal of a stack.
pub(super) fn read_own(text: &[u8], place: &str, stack: &str, account: &str) -> Result<Journal, JournalError> {
    let journal = read(text, place)?;
    if journal.stack == stack && journal.account == account {
        return Ok(journal);
    }
    let Journal { stack, account, .. } = journal;
    Err(JournalError::OtherStack {
        place: place.into(),
        stack,
        account,
    })
}

/// Writes a journal down.
pub(super) fn write(journal: &Journal) -> Result<String, JournalError> {
    let mut text = serde_json::to_string_pretty(journal)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_of_another_stack_a_newer_format_or_half_a_file_is_refused() {
        let other = write(&Journal::new("other", "111122223333")).unwrap();
        let read = |text: &str| read_own(text.as_bytes(), "campus.json", "campus", "111122223333");
        assert!(matches!(read(&other), Err(JournalError::OtherStack { .. })));
        assert!(matches!(
            read(r#"{"version": 9}"#),
            Err(JournalError::TooNew { found: 9, .. })
        ));
        assert!(matches!(
            read(&other[..other.len() / 2]),
            Err(JournalError::Broken { .. })
        ));
    }
}
