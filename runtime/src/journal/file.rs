//! The journal's file: locked while a deployer works, replaced as a whole at each write.

use super::Journal;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What can be wrong with a journal's file.
#[derive(Debug, Error)]
pub enum JournalError {
    /// Another deployer has it.
    #[error("another deployer is at work on this stack: {holder}")]
    Locked {
        /// Who, as it wrote down itself.
        holder: String,
    },
    /// It is not a journal.
    #[error("the journal {path} cannot be read: {cause}")]
    Broken {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// A newer version of this program wrote it.
    #[error("the journal {path} has format {found}, and this program knows formats up to {known}")]
    TooNew {
        /// Where it is.
        path: PathBuf,
        /// Its format.
        found: u64,
        /// The newest format that this program knows.
        known: u32,
    },
    /// It is the journal of something else.
    #[error("the journal {path} is of stack `{stack}` in account {account}")]
    OtherStack {
        /// Where it is.
        path: PathBuf,
        /// The stack that it is of.
        stack: String,
        /// The account that it is of.
        account: String,
    },
    /// The disk does not play along.
    #[error("{doing} {path}: {cause}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}

/// A journal and its file, locked against a second deployer as long as this lives.
#[derive(Debug)]
pub struct JournalFile {
    /// What is known.
    pub journal: Journal,
    /// Whether each write is to survive a power cut. What is known of a sandbox need only survive the process.
    pub durable: bool,
    path: PathBuf,
    // Its lock ends when it is closed, also when the process is killed.
    _lock: File,
}

impl JournalFile {
    /// Locks and reads the journal at a path, or starts a new one there.
    pub fn open(path: &Path, stack: &str, account: &str) -> Result<Self, JournalError> {
        let lock = Self::lock(&path.with_extension("lock"))?;
        let journal = Self::peek(path, stack, account)?.unwrap_or_else(|| Journal::new(stack, account));
        Ok(Self {
            journal,
            durable: true,
            path: path.into(),
            _lock: lock,
        })
    }

    /// Reads the journal at a path without locking it; `None` if there is none.
    pub fn peek(path: &Path, stack: &str, account: &str) -> Result<Option<Journal>, JournalError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) if cause.kind() == io::ErrorKind::InvalidData => {
                return Err(JournalError::Broken {
                    path: path.into(),
                    cause: cause.to_string(),
                });
            }
            Err(cause) => {
                return Err(JournalError::Io {
                    doing: "cannot read",
                    path: path.into(),
                    cause,
                });
            }
        };
        let broken = |cause: serde_json::Error| JournalError::Broken {
            path: path.into(),
            cause: cause.to_string(),
        };
        let value: serde_json::Value = serde_json::from_str(&text).map_err(broken)?;
        if let Some(found) = value["version"]
            .as_u64()
            .filter(|version| *version > u64::from(Journal::VERSION))
        {
            return Err(JournalError::TooNew {
                path: path.into(),
                found,
                known: Journal::VERSION,
            });
        }
        let journal: Journal = serde_json::from_value(value).map_err(broken)?;
        if journal.stack != stack || journal.account != account {
            let Journal { stack, account, .. } = journal;
            return Err(JournalError::OtherStack {
                path: path.into(),
                stack,
                account,
            });
        }
        Ok(Some(journal))
    }

    fn lock(path: &Path) -> Result<File, JournalError> {
        let io = |doing, cause| JournalError::Io {
            doing,
            path: path.into(),
            cause,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|cause| io("cannot make the folder of", cause))?;
        }
        let open = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path);
        let mut file = open.map_err(|cause| io("cannot open", cause))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Who holds it is only told to people; a lock file that cannot be read is as locked as any.
                let _ = file.read_to_string(&mut holder);
                return Err(JournalError::Locked {
                    holder: holder.trim().into(),
                });
            }
            Err(TryLockError::Error(cause)) => return Err(io("cannot lock", cause)),
        }
        let holder = format!(
            "process {}, since {}",
            std::process::id(),
            jiff::Timestamp::now().strftime("%F %T UTC")
        );
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(holder.as_bytes()))
            .map_err(|cause| io("cannot write", cause))?;
        Ok(file)
    }

    /// Writes the journal to disk, as a whole or not at all.
    pub fn save(&self) -> Result<(), JournalError> {
        let io = |doing: &'static str| {
            move |cause: io::Error| JournalError::Io {
                doing,
                path: self.path.clone(),
                cause,
            }
        };
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut text = serde_json::to_string_pretty(&self.journal).map_err(|error| io("cannot write")(error.into()))?;
        text.push('\n');
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io("cannot write beside"))?;
        file.write_all(text.as_bytes()).map_err(io("cannot write"))?;
        if self.durable {
            file.as_file().sync_data().map_err(io("cannot write"))?;
        }
        file.persist(&self.path)
            .map_err(|error| io("cannot replace")(error.error))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_deployer_is_turned_away_and_told_who_works() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("campus.json");
        let first = JournalFile::open(&path, "campus", "111122223333").unwrap();
        let second = JournalFile::open(&path, "campus", "111122223333").unwrap_err();
        assert!(
            second.to_string().contains(&format!("process {}", std::process::id())),
            "{second}"
        );
        drop(first);
        JournalFile::open(&path, "campus", "111122223333").unwrap();
    }

    #[test]
    fn what_was_saved_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("campus.json");
        let mut file = JournalFile::open(&path, "campus", "111122223333").unwrap();
        file.journal.deployment = 7;
        file.save().unwrap();
        assert_eq!(
            JournalFile::peek(&path, "campus", "111122223333").unwrap(),
            Some(file.journal)
        );
    }

    #[test]
    fn a_journal_of_another_stack_a_newer_format_or_half_a_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("campus.json");
        let other = serde_json::to_string(&Journal::new("other", "111122223333")).unwrap();
        fs::write(&path, &other).unwrap();
        assert!(matches!(
            JournalFile::peek(&path, "campus", "111122223333"),
            Err(JournalError::OtherStack { .. })
        ));
        fs::write(&path, r#"{"version": 9}"#).unwrap();
        assert!(matches!(
            JournalFile::peek(&path, "campus", "111122223333"),
            Err(JournalError::TooNew { .. })
        ));
        fs::write(&path, &other[..other.len() / 2]).unwrap();
        assert!(matches!(
            JournalFile::peek(&path, "campus", "111122223333"),
            Err(JournalError::Broken { .. })
        ));
    }
}
