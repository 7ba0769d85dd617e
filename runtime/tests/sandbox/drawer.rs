//! A place for a journal in memory: looks at each write, and lets the deployer die at one.

use crate::peril::Death;
use moodle_stack::journal::{Journal, JournalError, JournalFuture, Location, ObservedLock, Store};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
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
    content: Rc<RefCell<Content>>,
    writes: Rc<Cell<usize>>,
    locked: Rc<Cell<bool>>,
    slip: Option<(usize, Slip)>,
    /// Whether all is checked at each write that must be true of a journal; else its own rules alone.
    thorough: bool,
    death: Death,
}

/// What is in the place.
#[derive(Clone, Debug, Default)]
enum Content {
    #[default]
    Nothing,
    /// A journal; as a value, since most are read by nobody.
    Whole(Box<Journal>),
    /// What a write has left that was cut off.
    Torn(Vec<u8>),
}

/// A place that is locked as long as this lives.
#[derive(Debug)]
struct Locked(Drawer);

impl Drop for Locked {
    fn drop(&mut self) {
        self.0.locked.set(false);
    }
}

impl Drawer {
    /// Copies what is in it into another.
    pub fn fork(&self) -> Self {
        let content = self.content.borrow().clone();
        Self {
            content: Rc::new(RefCell::new(content)),
            ..Self::default()
        }
    }

    /// Opens it for a deployer that dies so, or not at all.
    pub fn of(&self, death: &Death, slip: Option<(usize, Slip)>) -> Self {
        self.writes.set(0);
        Self {
            slip,
            death: death.clone(),
            ..self.clone()
        }
    }

    /// Checks at each write what must be true of a journal at any moment.
    pub fn thorough(self) -> Self {
        Self { thorough: true, ..self }
    }

    /// Loses what is in it.
    pub fn lose(&self) {
        self.content.take();
    }

    /// How often the last deployer wrote to it.
    pub fn writes(&self) -> usize {
        self.writes.get()
    }

    fn read(&self) -> Option<Vec<u8>> {
        match &*self.content.borrow() {
            Content::Nothing => None,
            Content::Whole(journal) => Some(serde_json::to_vec(journal).unwrap()),
            Content::Torn(text) => Some(text.clone()),
        }
    }

    /// Puts a journal in the place of what is there; copies what differs.
    fn put(&self, journal: &Journal) {
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
        };
    }
}

impl fmt::Display for Drawer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

impl Location for Drawer {
    fn read(&self) -> JournalFuture<'_, Option<Vec<u8>>> {
        Box::pin(ready(Ok(Self::read(self))))
    }

    fn lock(&self) -> JournalFuture<'_, Box<dyn Store>> {
        if self.locked.replace(true) {
            let holder = "somebody".into();
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
    fn read(&mut self) -> JournalFuture<'_, Option<Vec<u8>>> {
        Location::read(&self.0)
    }

    fn write<'a>(&'a mut self, journal: &Journal) -> JournalFuture<'a, ()> {
        let drawer = self.0.clone();
        let n = drawer.writes.get() + 1;
        drawer.writes.set(n);
        match drawer.slip {
            Some((at, Slip::NotWritten)) if at == n => return Box::pin(async move { drawer.death.die().await }),
            Some((at, Slip::HalfWritten)) if at == n => {
                let mut text = serde_json::to_vec(journal).unwrap();
                text.truncate(text.len() / 2);
                *drawer.content.borrow_mut() = Content::Torn(text);
                return Box::pin(async move { drawer.death.die().await });
            }
            _ => {}
        }
        assert_eq!(journal.inconsistencies(), Vec::<String>::new());
        if drawer.thorough {
            is_sound(journal);
        }
        drawer.put(journal);
        // As a service would, so that steps that record meanwhile share the next write.
        Box::pin(async {
            sleep(WRITING).await;
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

/// Checks what else must be true of a journal at any moment: what stands on something comes after it, nothing in it looks
/// like a secret, and it is read again as it was written.
fn is_sound(journal: &Journal) {
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    while placed.len() < journal.resources.len() {
        let before = placed.len();
        for (address, entry) in &journal.resources {
            if entry.depends.iter().all(|ground| placed.contains(&**ground)) {
                placed.insert(address);
            }
        }
        assert!(placed.len() > before, "resources stand on each other in a circle");
    }
    let value = serde_json::to_value(journal).unwrap();
    is_without_secrets(&value);
    assert_eq!(&serde_json::from_value::<Journal>(value).unwrap(), journal);
}

fn is_without_secrets(value: &Value) {
    match value {
        // The parts of an ARN are what a password is made of, too.
        Value::String(text) if !text.starts_with("arn:") => {
            assert_eq!(
                moodle_stack::model::secret_fault(text),
                None,
                "the journal holds {text}"
            );
        }
        Value::Array(values) => values.iter().for_each(is_without_secrets),
        Value::Object(fields) => fields.values().for_each(is_without_secrets),
        _ => {}
    }
}
