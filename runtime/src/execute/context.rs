//! The context of every operation of the executor: the provider, the clock, the journal, the stop signal and the
//! reporter.
//!
//! # The order of journal writes
//!
//! ## Invariant
//!
//! A call that creates, changes or deletes is made after a write that announces it, and nothing depends on its result
//! before a write that records it. Both writes wait until the journal is on disk or in its bucket. So after a crash at
//! any point, the journal has an entry for every resource that may exist, and its [`Phase`](crate::journal::Phase)
//! names the calls that may have been made.
//!
//! ## Example
//!
//! The writes (`W`) and the calls of a creation, and what the next run finds after a crash:
//!
//! | | written or called | after a crash the next run |
//! |---|---|---|
//! | W | `creating`, with a token and without an id; the old entry moves to `deposed` | calls `find`, then `create` with the same token |
//! | | `find`, `create` | the same |
//! | W | `configuring`, with the id | calls `configure` for all fields, and waits |
//! | | `configure`, `read` until it is ready | the same |
//! | W | `ready`, with the fields and the outputs | has nothing to do |
//!
//! An update writes `updating` before its call and keeps the old fields; after a crash, all fields are set again. A deletion
//! writes `deleting` before its call, and removes the entry once the resource is gone.
//!
//! ## Assumptions
//!
//! - Only one deployer writes: the journal is locked.
//! - A write replaces the whole journal at once. Steps run at the same time, so
//!   [`Recorder`](crate::journal::Recorder) changes the journal in memory first, writes one state at a time, and lets each
//!   step continue only when a state with its change is written.
//! - A failed write ends the run: without a journal, nothing more may be created.

use super::error::StepError;
use super::event::{Event, EventKind};
use super::failure::Failure;
use super::leftover::Leftovers;
use super::rate_limiter::{CallClass, LONGEST_THROTTLING, Purpose, RateLimiter};
use super::stop::Stop;
use super::subject::Subject;
use super::unseen::Unseen;
use crate::clock::Clock;
use crate::journal::{Entry, Journal, OpenJournal, Recorder};
use crate::plan::Action;
use crate::provider::{ApiError, ApiErrorKind, Provider, Target};
use crate::retry::{LONGEST_PAUSE, TRIES, creation_lag, pauses};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

/// The context of every operation.
pub(super) struct Context<'a, P> {
    pub(super) provider: &'a P,
    pub(super) clock: Clock,
    pub(super) stop: Stop,
    journal: Recorder<'a>,
    reporter: RefCell<Box<dyn FnMut(Event) + 'a>>,
    rate_limiter: RateLimiter,
    /// The resources that are new.
    unseen: RefCell<Unseen>,
    /// What has been left in place so far.
    pub(super) leftovers: RefCell<Leftovers>,
}

impl<'a, P: Provider> Context<'a, P> {
    pub(super) fn new(
        provider: &'a P,
        journal: &'a mut OpenJournal,
        clock: Clock,
        stop: Stop,
        reporter: impl FnMut(Event) + 'a,
    ) -> Self {
        let unseen = Unseen::of(&journal.journal, clock.elapsed());
        Self {
            provider,
            clock,
            stop,
            journal: Recorder::new(journal),
            reporter: RefCell::new(Box::new(reporter)),
            rate_limiter: RateLimiter::new(clock),
            unseen: RefCell::new(unseen),
            leftovers: RefCell::default(),
        }
    }
}

impl<P: Provider> Context<'_, P> {
    /// Reports that something happened to a resource.
    pub(super) fn report(&self, subject: &Subject, what: EventKind) {
        let event = Event {
            at: self.clock.elapsed(),
            address: subject.address.clone(),
            kind: subject.kind,
            what,
        };
        (self.reporter.borrow_mut())(event);
    }

    pub(super) fn report_start(&self, subject: &Subject, action: Action) {
        self.report(subject, EventKind::Started(action));
    }

    /// Changes the journal, and returns when the change is written.
    pub(super) async fn record(&self, change: impl FnOnce(&mut Journal)) -> Result<(), StepError> {
        Ok(self.journal.record(change).await?)
    }

    /// Changes the current entry of a resource, if there is one, and returns when the change is written.
    pub(super) async fn record_entry(
        &self,
        subject: &Subject,
        change: impl FnOnce(&mut Entry),
    ) -> Result<(), StepError> {
        self.record(|journal| {
            if let Some(entry) = journal.resources.get_mut(&subject.address) {
                change(entry);
            }
        })
        .await
    }

    /// Describes a failed step.
    pub(super) fn failure(&self, subject: &Subject, error: StepError) -> Failure {
        self.journal(|journal| Failure::new(subject, journal, error))
    }

    /// Reads from the journal.
    pub(super) fn journal<T>(&self, read: impl FnOnce(&Journal) -> T) -> T {
        self.journal.known(read)
    }

    /// Describes a resource of the journal for the provider.
    pub(super) fn target(&self, subject: &Subject, entry: &Entry) -> Result<Target, StepError> {
        let target = self.journal(|journal| entry.target(&journal.stack, &journal.account));
        target.ok_or_else(|| StepError::internal(subject.kind, "this version of the program has no such kind"))
    }

    /// Makes an idempotent call, and repeats it while its error is retryable: until the deadline if another resource's
    /// state does not allow it yet, and [`TRIES`] times in all if AWS does not answer. A throttled call does not count
    /// as a try: the rate limiter paces it, and AWS accepts it eventually. "Not found" is retryable while AWS may not
    /// show yet what the call is about.
    pub(super) async fn call<T>(
        &self,
        subject: &Subject,
        deadline: Duration,
        call: impl AsyncFnMut() -> Result<T, ApiError>,
    ) -> Result<T, StepError> {
        self.call_while(subject, Purpose::Change, deadline, || self.is_unseen(subject), call)
            .await
    }

    /// Like [`Context::call`], for a call that changes nothing: AWS often throttles reads apart from changes.
    pub(super) async fn read<T>(
        &self,
        subject: &Subject,
        deadline: Duration,
        call: impl AsyncFnMut() -> Result<T, ApiError>,
    ) -> Result<T, StepError> {
        self.call_while(subject, Purpose::Read, deadline, || self.is_unseen(subject), call)
            .await
    }

    /// Like [`Context::read`], about something that was created at a time and is not a resource, such as a task or a backup.
    pub(super) async fn read_about<T>(
        &self,
        created: Duration,
        subject: &Subject,
        deadline: Duration,
        call: impl AsyncFnMut() -> Result<T, ApiError>,
    ) -> Result<T, StepError> {
        let until = created + creation_lag(subject.kind);
        let is_unseen = || self.clock.elapsed() < until || self.is_unseen(subject);
        self.call_while(subject, Purpose::Read, deadline, is_unseen, call).await
    }

    async fn call_while<T>(
        &self,
        subject: &Subject,
        purpose: Purpose,
        deadline: Duration,
        is_unseen: impl Fn() -> bool,
        mut call: impl AsyncFnMut() -> Result<T, ApiError>,
    ) -> Result<T, StepError> {
        let class = CallClass::new(subject.kind.service, &subject.region, purpose);
        let start = self.clock.elapsed();
        let mut pauses = pauses();
        let mut tries = 0;
        loop {
            let error = match self.rate_limiter.call(&class, &mut call).await {
                Ok(value) => return Ok(value),
                Err(error) if error.kind == ApiErrorKind::NotFound && is_unseen() => ApiError {
                    kind: ApiErrorKind::NotReady,
                    ..error
                },
                Err(error) if !error.kind.is_retryable() => return Err(error.into()),
                Err(error) => error,
            };
            let is_throttled = error.kind == ApiErrorKind::Throttled;
            // The others that wait for the same service also take their time.
            let allowed = if is_throttled {
                deadline.max(LONGEST_THROTTLING)
            } else {
                deadline
            };
            let late = self.clock.elapsed().saturating_sub(start) >= allowed;
            tries += usize::from(!is_throttled);
            let is_about_state = matches!(error.kind, ApiErrorKind::InUse | ApiErrorKind::NotReady);
            if late || (!is_about_state && tries >= TRIES) {
                return Err(error.into());
            }
            if is_throttled {
                // The rate limiter makes the call wait.
                self.report(subject, EventKind::Retrying(error, self.rate_limiter.pause(&class)));
                self.pause(Duration::ZERO).await?;
                continue;
            }
            let pause = pauses.next().unwrap_or(LONGEST_PAUSE);
            self.report(subject, EventKind::Retrying(error, pause));
            self.pause(pause).await?;
        }
    }

    /// Notes that a resource has just been created, or has just become ready for the first time.
    pub(super) fn set_new(&self, subject: &Subject) {
        let until = self.clock.elapsed() + creation_lag(subject.kind);
        let token = self.journal(|journal| Some(journal.resources.get(&subject.address)?.token.clone()));
        self.unseen.borrow_mut().extend(token, until);
    }

    /// Notes that a resource that was only intended has been found, so it has just been created.
    pub(super) fn set_found(&self, subject: &Subject, entry: &Entry) {
        let until = self.clock.elapsed() + creation_lag(subject.kind);
        self.unseen.borrow_mut().extend(Some(entry.token.clone()), until);
    }

    /// Returns whether AWS may not show a resource yet.
    pub(super) fn is_new(&self, entry: &Entry) -> bool {
        self.unseen.borrow().has(entry, self.clock.elapsed())
    }

    /// Returns whether AWS may not show a resource yet, and has possibly never shown it.
    pub(super) fn is_unconfirmed(&self, entry: &Entry) -> bool {
        self.unseen.borrow().has_unconfirmed(entry, self.clock.elapsed())
    }

    /// Returns whether AWS may not show yet what a call about a resource needs: the resource, or one that it depends on, also
    /// through others, since a call may need a VPC and name only a subnet of it.
    fn is_unseen(&self, subject: &Subject) -> bool {
        self.journal(|journal| {
            let mut seen = BTreeSet::new();
            let mut left = vec![&subject.address];
            while let Some(address) = left.pop() {
                if !seen.insert(address) {
                    continue;
                }
                let Some(entry) = journal.resources.get(address) else {
                    continue;
                };
                if self.is_new(entry) {
                    return true;
                }
                left.extend(&entry.depends);
            }
            false
        })
    }

    /// Pauses, or ends the step if a stop is requested.
    pub(super) async fn pause(&self, pause: Duration) -> Result<(), StepError> {
        if self.stop.asked() {
            return Err(StepError::Interrupted);
        }
        tokio::select! {
            () = self.clock.sleep(pause) => Ok(()),
            () = self.stop.wait() => Err(StepError::Interrupted),
        }
    }
}
