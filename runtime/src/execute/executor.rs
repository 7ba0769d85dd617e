//! Carrying out a plan: as much at once as its edges allow, each step journaled before and after.

use super::rate_limiter::RateLimiter;
use super::span::step_span;
use super::standing::standing;
use super::{Clock, Doing, Event, Failure, StepError, Stop, What};
use crate::blueprint::Desired;
use crate::journal::{Entry, Journal, OpenJournal, Recorder};
use crate::operations::Cloud;
use crate::plan::{Node, Plan, Work};
use crate::provider::{ApiError, ApiErrorKind, Provider};
use crate::resource::resolve;
use backon::{BackoffBuilder as _, ExponentialBuilder};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;
use tracing::Instrument as _;

/// How often a call is tried again that AWS did not take, or whose answer was lost, before the step fails.
const TRIES: usize = 10;

/// Carries out plans on one stack.
pub struct Executor<'a, P> {
    pub(super) provider: &'a P,
    pub(super) clock: Clock,
    journal: Recorder<'a>,
    pub(super) stop: Stop,
    report: RefCell<Box<dyn FnMut(Event) + 'a>>,
    rate_limiter: RateLimiter,
}

/// How the execution of a plan ended.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The steps that did not succeed.
    pub failures: Vec<Failure>,
    /// How many steps succeeded.
    pub done: usize,
    /// How many steps were cut off, or not begun.
    pub left: usize,
}

impl<'a, P: Provider> Executor<'a, P> {
    /// Prepares to work on the stack whose journal this is. `report` hears of everything that happens.
    pub fn new(
        provider: &'a P,
        journal: &'a mut OpenJournal,
        clock: Clock,
        stop: Stop,
        report: impl FnMut(Event) + 'a,
    ) -> Self {
        Self {
            provider,
            clock,
            journal: Recorder::new(journal),
            stop,
            report: RefCell::new(Box::new(report)),
            rate_limiter: RateLimiter::new(clock),
        }
    }
}

impl<P: Cloud> Executor<'_, P> {
    /// Carries out a plan. A step that fails ends what depends on it; all else goes on until it is done or the stop is
    /// asked for.
    pub async fn run(&self, plan: &Plan) -> Outcome {
        let mut outcome = Outcome::default();
        let mut waiting: BTreeSet<usize> = (0..plan.nodes.len()).collect();
        let mut done: BTreeSet<usize> = BTreeSet::new();
        let mut running = FuturesUnordered::new();
        loop {
            if !self.stop.asked() {
                let ready: Vec<usize> = waiting
                    .iter()
                    .copied()
                    .filter(|at| plan.nodes[*at].after.is_subset(&done))
                    .collect();
                for at in ready {
                    waiting.remove(&at);
                    let node = &plan.nodes[at];
                    running.push(async move { (at, self.step(node).instrument(step_span(node)).await) });
                }
            }
            let Some((at, result)) = running.next().await else {
                break;
            };
            let node = &plan.nodes[at];
            match result {
                Ok(()) => {
                    done.insert(at);
                    outcome.done += 1;
                }
                Err(StepError::Interrupted) => {
                    self.tell(node, What::Interrupted);
                    outcome.left += 1;
                }
                Err(trouble) => {
                    // Without a journal nothing may be made any more.
                    if matches!(trouble, StepError::Journal(_)) {
                        self.stop.ask();
                    }
                    self.tell(node, What::Failed);
                    outcome.failures.push(Failure::of(node, trouble));
                }
            }
        }
        outcome.left += waiting.len();
        if outcome.failures.is_empty() && outcome.left == 0 && !self.stop.asked() {
            self.close(plan, &mut outcome).await;
        }
        outcome
    }

    /// Records how what stays would be made now: a task that Moodle's tables were installed by may be deleted by now, and
    /// what is done with them later needs one that is there.
    async fn record_kept(&self, plan: &Plan) -> Result<(), (Node, StepError)> {
        let differs = |(address, desired): (&String, &Desired)| {
            let fields =
                self.known(|journal| resolve(&desired.fields, &|address, output| journal.output(address, output)))?;
            let is_recorded = self.known(|journal| {
                let entry = journal.resources.get(address);
                entry.is_none_or(|entry| {
                    desired
                        .kind
                        .incidental
                        .iter()
                        .all(|field| entry.fields[*field] == fields[*field])
                })
            });
            (!is_recorded).then(|| (address.clone(), desired.clone(), fields))
        };
        let stale: Vec<(String, Desired, Value)> = plan.kept.iter().filter_map(differs).collect();
        let Some((first, desired, _)) = stale.first() else {
            return Ok(());
        };
        // A write that fails is reported under the first of them.
        let node = self.known(|journal| Some(standing(journal.resources.get(first)?, desired.kind)));
        let recorded = self.record(|journal| {
            for (address, desired, fields) in stale {
                if let Some(entry) = journal.resources.get_mut(&address) {
                    for field in desired.kind.incidental {
                        entry.fields[*field] = fields[*field].clone();
                    }
                    entry.depends = desired.depends;
                }
            }
        });
        match (recorded.await, node) {
            (Err(trouble), Some(node)) => Err((node, trouble)),
            _ => Ok(()),
        }
    }

    /// Does what is left to be done when all steps are: brings the record of what stays up to date, and ends an upgrade.
    async fn close(&self, plan: &Plan, outcome: &mut Outcome) {
        let close = async {
            self.record_kept(plan).await?;
            self.reopen().await
        };
        let Err((node, trouble)) = close.await else {
            return;
        };
        if matches!(trouble, StepError::Interrupted) {
            outcome.left += 1;
            return;
        }
        self.tell(&node, What::Failed);
        outcome.failures.push(Failure::of(&node, trouble));
    }

    async fn step(&self, node: &Node) -> Result<(), StepError> {
        let start = self.clock.elapsed();
        let doing = match &node.work {
            Work::Create(desired) => self.create(node, desired).await?,
            Work::Update(desired, changes) => self.update(node, desired, changes).await?,
            Work::Reuse(old, desired, changes) => self.reuse(node, old, desired, changes).await?,
            Work::Delete(entry) => self.delete(node, entry).await?,
            Work::Keep(entry) => self.keep(node, entry).await?,
        };
        self.tell(node, What::Done(doing, self.clock.elapsed().saturating_sub(start)));
        Ok(())
    }
}

impl<P: Provider> Executor<'_, P> {
    pub(super) fn tell(&self, node: &Node, what: What) {
        let event = Event {
            at: self.clock.elapsed(),
            address: node.address.clone(),
            kind: node.kind,
            what,
        };
        (self.report.borrow_mut())(event);
    }

    pub(super) fn begin(&self, node: &Node, doing: Doing) {
        self.tell(node, What::Started(doing));
    }

    /// Changes the journal and writes it, before the step goes on.
    pub(super) async fn record(&self, change: impl FnOnce(&mut Journal)) -> Result<(), StepError> {
        Ok(self.journal.record(change).await?)
    }

    /// Changes what the journal knows of a step's resource, if it knows it, and writes it.
    pub(super) async fn record_entry(&self, node: &Node, change: impl FnOnce(&mut Entry)) -> Result<(), StepError> {
        self.record(|journal| {
            if let Some(entry) = journal.resources.get_mut(&node.address) {
                change(entry);
            }
        })
        .await
    }

    /// Reads from the journal.
    pub(super) fn known<T>(&self, read: impl FnOnce(&Journal) -> T) -> T {
        self.journal.known(read)
    }

    /// Makes a call that may be repeated, and repeats it while its trouble is of a kind that passes: for as long as the
    /// kind's deadline where AWS says "not yet", and [`TRIES`] times where it does not answer.
    pub(super) async fn call<T>(
        &self,
        node: &Node,
        deadline: Duration,
        mut call: impl AsyncFnMut() -> Result<T, ApiError>,
    ) -> Result<T, StepError> {
        let start = self.clock.elapsed();
        let mut pauses = pauses();
        let mut tries = 0;
        loop {
            let error = match self.rate_limiter.call(node.kind.service, &mut call).await {
                Ok(value) => return Ok(value),
                Err(error) if !error.kind.is_retryable() => return Err(error.into()),
                Err(error) => error,
            };
            // A service that throttles sets the pace of all calls to it, and takes this one in the end.
            tries += usize::from(error.kind != ApiErrorKind::Throttled);
            let late = self.clock.elapsed().saturating_sub(start) >= deadline;
            let is_about_state = matches!(error.kind, ApiErrorKind::InUse | ApiErrorKind::NotReady);
            if late || (!is_about_state && tries >= TRIES) {
                return Err(error.into());
            }
            let pause = pauses.next().unwrap_or(LONGEST_PAUSE);
            self.tell(node, What::Retrying(error, pause));
            self.pause(pause).await?;
        }
    }

    /// Waits, or ends the step if the stop is asked for.
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

pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// The pauses between two looks at something that takes time: short at first, since much is there at once.
pub(super) fn pauses() -> impl Iterator<Item = Duration> {
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_secs(1))
        .with_factor(1.5)
        .with_max_delay(LONGEST_PAUSE)
        .without_max_times()
        .build()
}
