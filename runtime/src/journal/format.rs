//! The format of a stored journal.
//!
//! The program reads every format up to its own, and writes its own. It refuses newer formats and unknown keys:
//! otherwise its next write would drop data that another version needs. So adding a key requires a new format, unless
//! the key is omitted whenever an older program works correctly without it.

use super::document::Journal;
use super::error::JournalError;
use serde_json::Value;

impl Journal {
    /// Reads a journal of any format that this program knows. `place` is its location, for errors.
    pub fn read(text: &[u8], place: &str) -> Result<Self, JournalError> {
        let value = serde_json::from_slice(text).map_err(|cause| JournalError::Corrupt {
            place: place.into(),
            cause: cause.to_string(),
        })?;
        migrate(value, place)
    }
}

/// Converts a journal that any older version of the program has written.
fn migrate(value: Value, place: &str) -> Result<Journal, JournalError> {
    let unknown = |cause: String| JournalError::UnknownFormat {
        place: place.into(),
        cause,
    };
    match value["version"].as_u64() {
        Some(found) if found > u64::from(Journal::VERSION) => Err(JournalError::NewerFormat {
            place: place.into(),
            found,
            known: Journal::VERSION,
        }),
        Some(1) => serde_json::from_value(value).map_err(|cause| unknown(cause.to_string())),
        _ => Err(unknown("it has no valid format version".into())),
    }
}

/// Reads a journal, and refuses that of another stack or account.
pub(super) fn read_own(text: &[u8], place: &str, stack: &str, account: &str) -> Result<Journal, JournalError> {
    let journal = Journal::read(text, place)?;
    if journal.stack == stack && journal.account == account {
        return Ok(journal);
    }
    let Journal { stack, account, .. } = journal;
    Err(JournalError::WrongStack {
        place: place.into(),
        stack,
        account,
    })
}

/// Returns whether a text is a journal that records nothing at all, which counts as none.
#[cfg(feature = "aws")]
pub(crate) fn is_blank(text: &[u8], blank: &Journal) -> bool {
    Journal::read(text, "").is_ok_and(|journal| journal == *blank)
}

/// Serializes a journal.
pub(crate) fn write(journal: &Journal) -> Result<String, JournalError> {
    let mut text = serde_json::to_string_pretty(journal)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A journal with every key that format 1 has ever had, as the first version of the program wrote it.
    const VERSION_1: &str = include_str!("format/version_1.json");

    fn read(text: &str) -> Result<Journal, JournalError> {
        read_own(text.as_bytes(), "campus.json", "campus", "111122223333")
    }

    #[test]
    fn journal_of_another_stack_is_refused() {
        let other = write(&Journal::new("other", "111122223333")).unwrap();
        assert!(matches!(read(&other), Err(JournalError::WrongStack { .. })));
    }

    #[test]
    fn journal_that_is_truncated_at_any_byte_is_corrupt() {
        let end = VERSION_1.trim_end().len();
        for cut in 0..end {
            assert!(
                matches!(read(&VERSION_1[..cut]), Err(JournalError::Corrupt { .. })),
                "{cut}"
            );
        }
        assert!(read(&VERSION_1[..end]).is_ok());
    }

    #[test]
    fn newer_journal_is_refused_and_not_treated_as_corrupt() {
        assert!(matches!(
            read(r#"{"version": 9}"#),
            Err(JournalError::NewerFormat { found: 9, .. })
        ));
        let mut value: Value = serde_json::from_str(VERSION_1).unwrap();
        value["resources"]["network.vpc"]["paused"] = true.into();
        let refused = read(&value.to_string()).unwrap_err();
        assert!(
            matches!(&refused, JournalError::UnknownFormat { cause, .. } if cause.contains("`paused`")),
            "{refused}"
        );
        for unknown in [
            "[]",
            "{}",
            "7",
            r#"{"version": 0}"#,
            r#"{"version": 1, "stack": "campus"}"#,
        ] {
            assert!(
                matches!(read(unknown), Err(JournalError::UnknownFormat { .. })),
                "{unknown}"
            );
        }
    }

    #[test]
    fn unknown_key_is_refused_at_every_level() {
        for place in [
            "",
            "/resources/network.vpc",
            "/retired/0",
            "/origin",
            "/restored",
            "/upgrade",
        ] {
            let mut value: Value = serde_json::from_str(VERSION_1).unwrap();
            let object = value.pointer_mut(place).and_then(Value::as_object_mut).unwrap();
            object.insert("paused".into(), true.into());
            let refused = read(&value.to_string()).unwrap_err();
            let is_named = matches!(&refused, JournalError::UnknownFormat { cause, .. } if cause.contains("`paused`"));
            assert!(is_named, "{place}: {refused}");
        }
    }

    #[test]
    fn first_journal_of_format_1_is_read_and_written_unchanged() {
        let journal = read(VERSION_1).unwrap();
        assert_eq!(
            journal.resources["network.vpc"].id.as_deref(),
            Some("vpc-0a42e3892368f8269")
        );
        assert_eq!(journal.deposed.len(), 1);
        assert_eq!(journal.upgrade.as_ref().unwrap().version, "5.1");
        // An older program refuses unknown keys, so a format never gets more keys than it had at first.
        assert_eq!(write(&journal).unwrap(), VERSION_1);
    }
}
