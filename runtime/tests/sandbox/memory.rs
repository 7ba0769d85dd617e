//! A journal in memory: writing it as text at each step would be most of what a test does.

use moodle_stack::journal::{Journal, JournalError, JournalFuture, Location, ObservedLock, Store};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::ready;
use std::rc::Rc;

/// A place for a journal, which its clones share.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    journal: Rc<RefCell<Option<Journal>>>,
    locked: Rc<Cell<bool>>,
}

/// A place that is locked as long as this lives.
#[derive(Debug)]
struct Locked(Memory);

impl Drop for Locked {
    fn drop(&mut self) {
        self.0.locked.set(false);
    }
}

impl Memory {
    /// Copies the journal into another place.
    pub fn fork(&self) -> Self {
        Self {
            journal: Rc::new(self.journal.as_ref().clone()),
            locked: Rc::default(),
        }
    }

    /// Loses the journal.
    pub fn lose(&self) {
        self.journal.take();
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

impl Location for Memory {
    fn read(&self) -> JournalFuture<'_, Option<Vec<u8>>> {
        let text = self.journal.borrow().as_ref().map(serde_json::to_vec);
        Box::pin(ready(Ok(text.map(Result::unwrap))))
    }

    fn lock(&self) -> JournalFuture<'_, Box<dyn Store>> {
        if self.locked.replace(true) {
            let holder = "another command of the test".into();
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
        *self.0.journal.borrow_mut() = Some(journal.clone());
        Box::pin(ready(Ok(())))
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
