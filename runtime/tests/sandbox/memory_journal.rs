//! A journal in memory, which checks each write, and can kill the deployer at one of them.

use crate::fault::{Crash, WriteFault};
use moodle_stack::journal::{Journal, JournalError, JournalFuture, Location, ObservedLock, Store, StoredJournal};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::future::ready;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long a write takes.
const WRITE_TIME: Duration = Duration::from_millis(20);

/// A journal in memory. Clones share their content.
#[derive(Clone, Debug, Default)]
pub struct MemoryJournal {
    content: Rc<RefCell<Content>>,
    writes: Rc<Cell<usize>>,
    written: Rc<Cell<Option<Instant>>>,
    locked: Rc<Cell<bool>>,
    write_fault: Option<(usize, WriteFault)>,
    /// Whether each write checks every invariant of a journal, not only those that `Journal::faults` checks.
    is_strict: bool,
    crash: Crash,
}

#[derive(Clone, Debug, Default)]
enum Content {
    #[default]
    None,
    /// A journal. Not serialized, since most are never read.
    Whole(Box<Journal>),
    /// The remains of an interrupted write.
    Torn(Vec<u8>),
}

/// Holds the lock until it is dropped.
#[derive(Debug)]
struct Locked(MemoryJournal);

impl Drop for Locked {
    fn drop(&mut self) {
        self.0.locked.set(false);
    }
}

impl MemoryJournal {
    /// Copies the content into a new journal.
    pub fn fork(&self) -> Self {
        let content = self.content.borrow().clone();
        Self {
            content: Rc::new(RefCell::new(content)),
            written: Rc::new(Cell::new(self.written.get())),
            ..Self::default()
        }
    }

    /// Returns the same journal for a deployer that is killed at the given write, if any.
    pub fn with_fault(&self, crash: &Crash, write_fault: Option<(usize, WriteFault)>) -> Self {
        self.writes.set(0);
        Self {
            write_fault,
            crash: crash.clone(),
            ..self.clone()
        }
    }

    /// Checks every invariant of a journal at each write.
    pub fn strict(self) -> Self {
        Self {
            is_strict: true,
            ..self
        }
    }

    /// Deletes the content, as if the journal was lost.
    pub fn lose(&self) {
        self.content.take();
    }

    /// Returns how many writes the last deployer made.
    pub fn writes(&self) -> usize {
        self.writes.get()
    }

    fn read(&self) -> Option<StoredJournal> {
        let text = match &*self.content.borrow() {
            Content::None => return None,
            Content::Whole(journal) => serde_json::to_vec(journal).unwrap(),
            Content::Torn(text) => text.clone(),
        };
        let age = self.written.get().map(|written| written.elapsed());
        Some(StoredJournal {
            text,
            age: age.unwrap_or_default(),
        })
    }

    /// Replaces the content. Copies only the resources that differ.
    fn replace(&self, journal: &Journal) {
        self.written.set(Some(Instant::now()));
        let content = &mut *self.content.borrow_mut();
        let Content::Whole(known) = content else {
            *content = Content::Whole(Box::new(journal.clone()));
            return;
        };
        known
            .resources
            .retain(|address, _| journal.resources.contains_key(address));
        for (address, entry) in &journal.resources {
            if known.resources.get(address) != Some(entry) {
                known.resources.insert(address.clone(), entry.clone());
            }
        }
        let resources = std::mem::take(&mut known.resources);
        let Journal {
            version,
            stack,
            account,
            deployment,
            deposed,
            origin,
            restored,
            upgrade,
            age,
            resources: _,
        } = journal;
        **known = Journal {
            version: *version,
            stack: stack.clone(),
            account: account.clone(),
            deployment: *deployment,
            resources,
            deposed: deposed.clone(),
            origin: origin.clone(),
            restored: restored.clone(),
            upgrade: upgrade.clone(),
            age: *age,
        };
    }
}

impl fmt::Display for MemoryJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

impl Location for MemoryJournal {
    fn read(&self) -> JournalFuture<'_, Option<StoredJournal>> {
        Box::pin(ready(Ok(Self::read(self))))
    }

    fn lock(&self) -> JournalFuture<'_, Box<dyn Store>> {
        if self.locked.replace(true) {
            let holder = "another deployer".into();
            return Box::pin(ready(Err(JournalError::Locked { holder })));
        }
        Box::pin(ready(Ok(Box::new(Locked(self.clone())) as Box<dyn Store>)))
    }

    fn observe_lock(&self) -> JournalFuture<'_, Option<ObservedLock>> {
        Box::pin(ready(Ok(None)))
    }

    fn unlock<'a>(&'a self, _: &'a str) -> JournalFuture<'a, bool> {
        Box::pin(ready(Ok(false)))
    }
}

impl Store for Locked {
    fn read(&mut self) -> JournalFuture<'_, Option<StoredJournal>> {
        Location::read(&self.0)
    }

    fn write<'a>(&'a mut self, journal: &Journal) -> JournalFuture<'a, ()> {
        let place = self.0.clone();
        let n = place.writes.get() + 1;
        place.writes.set(n);
        match place.write_fault {
            Some((at, WriteFault::NotWritten)) if at == n => {
                return Box::pin(async move { place.crash.trigger().await });
            }
            Some((at, WriteFault::HalfWritten)) if at == n => {
                let mut text = serde_json::to_vec(journal).unwrap();
                text.truncate(text.len() / 2);
                *place.content.borrow_mut() = Content::Torn(text);
                place.written.set(Some(Instant::now()));
                return Box::pin(async move { place.crash.trigger().await });
            }
            _ => {}
        }
        assert_eq!(journal.inconsistencies(), Vec::<String>::new());
        if place.is_strict {
            check_invariants(journal);
        }
        place.replace(journal);
        // As long as a service takes, so that steps that finish in the meantime share the next write.
        Box::pin(async {
            sleep(WRITE_TIME).await;
            Ok(())
        })
    }

    fn set_aside<'a>(&'a mut self, word: &'a str) -> JournalFuture<'a, String> {
        self.0.lose();
        Box::pin(ready(Ok(word.to_owned())))
    }

    fn remove(&mut self) -> JournalFuture<'_, ()> {
        self.0.lose();
        Box::pin(ready(Ok(())))
    }
}

/// Checks that the dependencies have no cycle, that no value looks like a secret, and that the journal is the same after a
/// round trip through JSON.
fn check_invariants(journal: &Journal) {
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    while placed.len() < journal.resources.len() {
        let before = placed.len();
        for (address, entry) in &journal.resources {
            if entry.depends.iter().all(|dependency| placed.contains(&**dependency)) {
                placed.insert(address);
            }
        }
        assert!(placed.len() > before, "the dependencies of the resources have a cycle");
    }
    let value = serde_json::to_value(journal).unwrap();
    check_no_secrets(&value);
    assert_eq!(&serde_json::from_value::<Journal>(value).unwrap(), journal);
}

fn check_no_secrets(value: &Value) {
    match value {
        // Parts of an ARN look like a password.
        Value::String(text) if !text.starts_with("arn:") => {
            assert_eq!(
                moodle_stack::model::secret_fault(text),
                None,
                "the journal holds {text}"
            );
        }
        Value::Array(values) => values.iter().for_each(check_no_secrets),
        Value::Object(fields) => fields.values().for_each(check_no_secrets),
        _ => {}
    }
}
