//! Recording what concurrent steps do.

use super::age::Age;
use super::document::Journal;
use super::error::JournalError;
use super::location::Store;
use super::open::OpenJournal;
use super::write_log::log_write;
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Changes a journal for concurrent steps, and writes each change before its step continues.
///
/// One write is in progress at a time, and contains all changes up to then. So an older state never replaces a newer one, and
/// steps that wait for the same write share it.
#[derive(Debug)]
pub struct Recorder<'a> {
    journal: RefCell<&'a mut Journal>,
    changes: Cell<u64>,
    saved: Mutex<Saved<'a>>,
}

#[derive(Debug)]
struct Saved<'a> {
    store: &'a mut dyn Store,
    /// The number of changes that have been written.
    changes: u64,
}

impl<'a> Recorder<'a> {
    /// Wraps a locked journal.
    pub fn new(open: &'a mut OpenJournal) -> Self {
        Self {
            journal: RefCell::new(&mut open.journal),
            changes: Cell::new(0),
            saved: Mutex::new(Saved {
                store: open.store.as_mut(),
                changes: 0,
            }),
        }
    }

    /// Changes the journal immediately, and returns once the change is written.
    pub async fn record(&self, change: impl FnOnce(&mut Journal)) -> Result<(), JournalError> {
        {
            let mut journal = self.journal.borrow_mut();
            change(&mut journal);
            journal.age = Age(Some(Duration::ZERO));
        }
        self.changes.update(|changes| changes + 1);
        let own = self.changes.get();
        let mut saved = self.saved.lock().await;
        if saved.changes >= own {
            return Ok(());
        }
        let all = self.changes.get();
        let start = Instant::now();
        let written = saved.store.write(&self.journal.borrow());
        let written = written.await;
        log_write(&self.journal.borrow(), &written, start);
        written?;
        saved.changes = all;
        Ok(())
    }

    /// Reads from the journal.
    pub fn known<T>(&self, read: impl FnOnce(&Journal) -> T) -> T {
        read(&self.journal.borrow())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::format::write;
    use crate::journal::{JournalFuture, Location, ObservedLock, StoredJournal};
    use futures_util::future::join_all;
    use std::fmt;
    use std::future::ready;
    use std::rc::Rc;
    use tokio::time::sleep;

    /// A location where each write takes a while. It keeps every text.
    #[derive(Clone, Debug, Default)]
    struct Slow {
        texts: Rc<RefCell<Vec<String>>>,
        /// The writes that fail.
        failing: Rc<RefCell<Vec<usize>>>,
    }

    impl fmt::Display for Slow {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("slow")
        }
    }

    impl Location for Slow {
        fn read(&self) -> JournalFuture<'_, Option<StoredJournal>> {
            let last = self.texts.borrow().last().map(|text| StoredJournal {
                text: text.clone().into_bytes(),
                age: Duration::ZERO,
            });
            Box::pin(ready(Ok(last)))
        }

        fn lock(&self) -> JournalFuture<'_, Box<dyn Store>> {
            Box::pin(ready(Ok(Box::new(self.clone()) as Box<dyn Store>)))
        }

        fn observe_lock(&self) -> JournalFuture<'_, Option<ObservedLock>> {
            Box::pin(ready(Ok(None)))
        }

        fn unlock<'a>(&'a self, _: &'a str) -> JournalFuture<'a, bool> {
            Box::pin(ready(Ok(false)))
        }
    }

    impl Store for Slow {
        fn read(&mut self) -> JournalFuture<'_, Option<StoredJournal>> {
            Location::read(self)
        }

        fn write<'a>(&'a mut self, journal: &Journal) -> JournalFuture<'a, ()> {
            let text = write(journal).unwrap();
            Box::pin(async move {
                sleep(Duration::from_millis(100)).await;
                let at = self.texts.borrow().len();
                self.texts.borrow_mut().push(text);
                if self.failing.borrow().contains(&at) {
                    return Err(JournalError::Locked {
                        holder: "nobody".into(),
                    });
                }
                Ok(())
            })
        }

        fn set_aside<'a>(&'a mut self, _: &'a str) -> JournalFuture<'a, String> {
            Box::pin(ready(Ok(String::from("aside"))))
        }

        fn remove(&mut self) -> JournalFuture<'_, ()> {
            self.texts.borrow_mut().clear();
            Box::pin(ready(Ok(())))
        }
    }

    async fn last(place: &Slow) -> Journal {
        Journal::peek(place, "campus", "111122223333").await.unwrap().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn concurrent_changes_share_two_writes_and_each_step_continues_after_its_own_is_written() {
        let place = Slow::default();
        let mut open = OpenJournal::open(&place, "campus", "111122223333").await.unwrap();
        let recorder = Recorder::new(&mut open);
        let steps = (1..=50).map(async |n| {
            recorder.record(|journal| journal.deployment += 1).await.unwrap();
            assert!(
                last(&place).await.deployment >= n,
                "step {n} continued before its change was written"
            );
        });
        join_all(steps).await;
        assert_eq!(last(&place).await.deployment, 50);
        // The first step writes its own change. Meanwhile all others wait, and the next one writes for all of them.
        assert_eq!(place.texts.borrow().len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn failed_write_is_reported_and_the_next_write_contains_its_change() {
        let place = Slow::default();
        place.failing.borrow_mut().push(0);
        let mut open = OpenJournal::open(&place, "campus", "111122223333").await.unwrap();
        let recorder = Recorder::new(&mut open);
        let (first, second) = tokio::join!(
            recorder.record(|journal| journal.deployment += 1),
            recorder.record(|journal| journal.deployment += 10),
        );
        assert!(first.is_err());
        assert!(second.is_ok());
        assert_eq!(last(&place).await.deployment, 11);
    }
}
