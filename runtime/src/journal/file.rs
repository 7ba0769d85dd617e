//! A journal in a file: locked while a deployer runs, and replaced as a whole by each write.

use super::document::Journal;
use super::error::JournalError;
use super::format::write;
use super::location::{JournalFuture, Location, ObservedLock, Store, StoredJournal};
use crate::timestamp::timestamp;
use jiff::Timestamp;
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::future::ready;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::{NamedTempFile, PersistError};

/// The file that stores a journal.
#[derive(Clone, Debug)]
pub struct JournalFile {
    /// Its path.
    pub path: PathBuf,
    /// Whether each write must survive a power cut. The journal of a sandbox only needs to survive the process.
    pub durable: bool,
    /// Whether the time of its last write shows how new its resources are. A sandbox has a time of its own.
    pub dated: bool,
}

impl fmt::Display for JournalFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(f)
    }
}

impl Location for JournalFile {
    fn read(&self) -> JournalFuture<'_, Option<StoredJournal>> {
        Box::pin(ready(read(&self.path)))
    }

    fn lock(&self) -> JournalFuture<'_, Box<dyn Store>> {
        let locked = lock(&self.path.with_extension("lock")).map(|lock| LockedFile {
            file: self.clone(),
            _lock: lock,
        });
        Box::pin(ready(locked.map(|file| Box::new(file) as Box<dyn Store>)))
    }

    fn observe_lock(&self) -> JournalFuture<'_, Option<ObservedLock>> {
        let path = self.path.with_extension("lock");
        let seen = match path.exists().then(|| lock(&path)) {
            Some(Err(JournalError::Locked { holder })) => Ok(Some(ObservedLock { holder, lease: None })),
            Some(Err(error)) => Err(error),
            // The lock was free, and dropping it here releases it again.
            Some(Ok(_)) | None => Ok(None),
        };
        Box::pin(ready(seen))
    }

    /// The lock of a file ends with its process, so there is none to remove.
    fn unlock<'a>(&'a self, _: &'a str) -> JournalFuture<'a, bool> {
        Box::pin(ready(Ok(false)))
    }

    fn is_dated(&self) -> bool {
        self.dated
    }
}

/// A journal file that this process has locked.
#[derive(Debug)]
struct LockedFile {
    file: JournalFile,
    // The lock is released when this is closed, even if the process is killed.
    _lock: File,
}

impl Store for LockedFile {
    fn read(&mut self) -> JournalFuture<'_, Option<StoredJournal>> {
        self.file.read()
    }

    fn write<'a>(&'a mut self, journal: &Journal) -> JournalFuture<'a, ()> {
        let written = write(journal).and_then(|text| self.file.replace(&text, &SYSTEM));
        Box::pin(ready(written))
    }

    fn set_aside<'a>(&'a mut self, word: &'a str) -> JournalFuture<'a, String> {
        Box::pin(ready(self.file.set_aside(word)))
    }

    fn remove(&mut self) -> JournalFuture<'_, ()> {
        let removed = match fs::remove_file(&self.file.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.map_err(failed("cannot remove", &self.file.path)),
        };
        Box::pin(ready(removed))
    }
}

/// The system calls that decide what survives a power cut. Tests observe the calls and their order.
struct Calls<'a> {
    /// Flushes the content of a file to the disk.
    sync_data: &'a dyn Fn(&File) -> io::Result<()>,
    /// Replaces one file by another, atomically.
    persist: &'a dyn Fn(NamedTempFile, &Path) -> Result<File, PersistError>,
    /// Flushes the names in a folder to the disk.
    sync_all: &'a dyn Fn(&File) -> io::Result<()>,
}

const SYSTEM: Calls<'static> = Calls {
    sync_data: &File::sync_data,
    persist: &|new, to| new.persist(to),
    sync_all: &File::sync_all,
};

impl JournalFile {
    /// Writes a new file and renames it to the journal's path. The text must reach the disk before the name does, or a power
    /// cut could leave a name without its text.
    fn replace(&self, text: &str, calls: &Calls) -> Result<(), JournalError> {
        let failed = |doing| failed(doing, &self.path);
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut file = NamedTempFile::new_in(folder).map_err(failed("cannot write beside"))?;
        file.write_all(text.as_bytes()).map_err(failed("cannot write"))?;
        if self.durable {
            (calls.sync_data)(file.as_file()).map_err(failed("cannot write"))?;
        }
        (calls.persist)(file, &self.path).map_err(|error| failed("cannot replace")(error.error))?;
        // Where a folder cannot be opened, its names survive without this.
        if self.durable && cfg!(unix) {
            File::open(folder)
                .and_then(|folder| (calls.sync_all)(&folder))
                .map_err(failed("cannot write the folder of"))?;
        }
        Ok(())
    }

    fn set_aside(&self, word: &str) -> Result<String, JournalError> {
        let mut to = format!("{self}.{word}-{}", timestamp());
        while Path::new(&to).exists() {
            to.push('+');
        }
        fs::rename(&self.path, &to).map_err(failed("cannot move away", &self.path))?;
        Ok(to)
    }
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> JournalError {
    move |cause| JournalError::Io {
        doing,
        path: path.into(),
        cause,
    }
}

fn read(path: &Path) -> Result<Option<StoredJournal>, JournalError> {
    match fs::read(path) {
        Ok(text) => Ok(Some(StoredJournal { text, age: age(path) })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("cannot read", path)(error)),
    }
}

/// Returns how long ago a file was written. If that is unknown, or in the future because the clock was changed, it counts as
/// just written.
fn age(path: &Path) -> Duration {
    let written = fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    written.and_then(|written| written.elapsed().ok()).unwrap_or_default()
}

fn lock(path: &Path) -> Result<File, JournalError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed("cannot create the folder of", path))?;
    }
    let open = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path);
    let mut file = open.map_err(failed("cannot open", path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // The holder is only shown to the user. An unreadable lock file is locked all the same.
            let _ = file.read_to_string(&mut holder);
            return Err(JournalError::Locked {
                holder: holder.trim().into(),
            });
        }
        Err(TryLockError::Error(cause)) => return Err(failed("cannot lock", path)(cause)),
    }
    let holder = format!(
        "process {}, since {}",
        std::process::id(),
        Timestamp::now().strftime("%F %T UTC")
    );
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(holder.as_bytes()))
        .map_err(failed("cannot write", path))?;
    Ok(file)
}

#[cfg(test)]
mod durability;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Journal, OpenJournal};

    fn file(folder: &Path) -> JournalFile {
        JournalFile {
            path: folder.join("campus.json"),
            durable: true,
            dated: true,
        }
    }

    #[tokio::test]
    async fn second_deployer_is_refused_and_sees_who_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path());
        let first = file.lock().await.unwrap();
        let second = file.lock().await.unwrap_err();
        assert!(
            second.to_string().contains(&format!("process {}", std::process::id())),
            "{second}"
        );
        drop(first);
        file.lock().await.unwrap();
    }

    #[tokio::test]
    async fn saved_journal_is_read_back_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path());
        let mut open = OpenJournal::open(&file, "campus", "111122223333").await.unwrap();
        open.journal.deployment = 7;
        open.save().await.unwrap();
        let read = async || Journal::peek(&file, "campus", "111122223333").await.unwrap();
        assert_eq!(read().await.as_ref(), Some(&open.journal));
        open.remove().await.unwrap();
        assert_eq!(read().await, None);
    }

    #[tokio::test]
    async fn corrupt_journal_is_set_aside_and_a_new_one_started() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path());
        for corrupt in ["", "{ \"version\": 1, \"stack\": \"camp", "\0\0\0\0"] {
            fs::write(&file.path, corrupt).unwrap();
            assert!(matches!(
                Journal::peek(&file, "campus", "111122223333").await,
                Err(JournalError::Corrupt { .. })
            ));
            let mut open = OpenJournal::open(&file, "campus", "111122223333").await.unwrap();
            let aside = open.corrupt.take().unwrap().aside;
            assert_eq!(fs::read_to_string(aside).unwrap(), corrupt);
            assert_eq!(open.journal, Journal::new("campus", "111122223333"));
            assert!(!file.path.exists());
        }
        // All three are kept, even within one second.
        let names = fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name());
        let aside = names.filter(|name| name.to_string_lossy().contains(".broken-"));
        assert_eq!(aside.count(), 3);
    }
}
