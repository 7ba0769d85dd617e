//! A place for a journal in memory: looks at each write, and lets the deployer die at one.

use crate::peril::Death;
use moodle_stack::journal::{Journal, JournalError, Kept, Location, Store};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::ready;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::sleep;

/// What befalls a write of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// The deployer is killed before it: what it did last, nobody has written down.
    NotWritten,
    /// It is cut off in the middle, where no file system keeps files whole.
    HalfWritten,
}

/// How long a write takes.
const WRITING: Duration = Duration::from_millis(20);

/// A place for a journal in memory.
#[derive(Clone, Debug, Default)]
pub struct Drawer {
    text: Rc<RefCell<Option<String>>>,
    writes: Rc<Cell<usize>>,
    slip: Option<(usize, Slip)>,
    /// Whether each write is read again and checked; else only what is in it.
    thorough: bool,
    death: Death,
}

impl Drawer {
    /// Copies what is in it into another.
    pub fn fork(&self) -> Self {
        let text = self.text.borrow().clone();
        Self {
            text: Rc::new(RefCell::new(text)),
            ..Self::default()
        }
    }

    /// Opens it for a deployer that dies so, or not at all.
    pub fn of(&self, death: &Death, slip: Option<(usize, Slip)>) -> Self {
        Self {
            text: Rc::clone(&self.text),
            writes: Rc::default(),
            slip,
            thorough: self.thorough,
            death: death.clone(),
        }
    }

    /// Reads each write again, and checks what must be true of a journal at any moment.
    pub fn thorough(self) -> Self {
        Self { thorough: true, ..self }
    }

    /// Loses what is in it.
    pub fn lose(&self) {
        self.text.take();
    }

    /// How often it was written to.
    pub fn writes(&self) -> usize {
        self.writes.get()
    }
}

impl fmt::Display for Drawer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

impl Location for Drawer {
    fn read(&self) -> Kept<'_, Option<Vec<u8>>> {
        Box::pin(ready(Ok(self.text.borrow().clone().map(String::into_bytes))))
    }

    fn lock(&self) -> Kept<'_, Box<dyn Store>> {
        Box::pin(ready(Ok(Box::new(self.clone()) as Box<dyn Store>)))
    }
}

impl Store for Drawer {
    fn read(&mut self) -> Kept<'_, Option<Vec<u8>>> {
        Location::read(self)
    }

    fn write<'a>(&'a mut self, text: &'a str) -> Kept<'a, ()> {
        Box::pin(async move {
            // As a service would, so that steps that record at once share a write.
            sleep(WRITING).await;
            let n = self.writes.get() + 1;
            self.writes.set(n);
            match self.slip {
                Some((at, Slip::NotWritten)) if at == n => return self.death.die().await,
                Some((at, Slip::HalfWritten)) if at == n => {
                    *self.text.borrow_mut() = Some(text[..text.len() / 2].into());
                    return self.death.die().await;
                }
                _ => {}
            }
            if self.thorough {
                is_sound(text);
            }
            *self.text.borrow_mut() = Some(text.into());
            Ok::<(), JournalError>(())
        })
    }

    fn remove(&mut self) -> Kept<'_, ()> {
        self.lose();
        Box::pin(ready(Ok(())))
    }
}

/// Checks what must be true of a journal at any moment: one entry to a resource, what each stands on is there, and was
/// there before it, and nothing in it looks like a secret.
fn is_sound(text: &str) {
    let journal: Journal = serde_json::from_str(text).unwrap();
    for (address, entry) in &journal.resources {
        assert_eq!(address, &entry.address);
        assert!(!entry.depends.contains(address), "{address} stands on itself");
        for ground in &entry.depends {
            assert!(
                journal.resources.contains_key(ground) || journal.retired.iter().any(|one| one.address == *ground),
                "{address} stands on {ground}, which is not there"
            );
        }
    }
    let mut ids: Vec<(&str, &str)> = journal
        .resources
        .values()
        .chain(&journal.retired)
        .filter_map(|entry| Some((&*entry.kind, entry.id.as_deref()?)))
        .collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "a resource is in the journal twice");
    // Entries can be put into an order in which each comes after what it stands on.
    let mut placed: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    while placed.len() < journal.resources.len() {
        let before = placed.len();
        for (address, entry) in &journal.resources {
            let is_placed = |ground: &String| placed.contains(&**ground) || !journal.resources.contains_key(ground);
            if entry.depends.iter().all(is_placed) {
                placed.insert(address);
            }
        }
        assert!(placed.len() > before, "resources stand on each other in a circle");
    }
    is_without_secrets(&serde_json::from_str(text).unwrap());
}

fn is_without_secrets(value: &serde_json::Value) {
    match value {
        serde_json::Value::String(text) => {
            assert_eq!(
                moodle_stack::model::secret_fault(text),
                None,
                "the journal holds {text}"
            );
        }
        serde_json::Value::Array(values) => values.iter().for_each(is_without_secrets),
        serde_json::Value::Object(fields) => fields.values().for_each(is_without_secrets),
        _ => {}
    }
}
