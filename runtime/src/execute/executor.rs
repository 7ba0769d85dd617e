//! Carries out a plan: runs as many steps at once as its edges allow, and records each step in the journal before and
//! after.

use super::context::Context;
use super::create::create;
use super::delete::{await_deletion, delete};
use super::error::StepError;
use super::event::{Event, EventKind};
use super::failure::Failure;
use super::leftover::Leftovers;
use super::retain::{leave, retain};
use super::reuse::reuse;
use super::span::step_span;
use super::stop::Stop;
use super::subject::Subject;
use super::update::update;
use super::upgrade::reopen;
use crate::clock::Clock;
use crate::journal::OpenJournal;
use crate::operations::Cloud;
use crate::plan::{Action, Plan, Step};
use crate::provider::Provider;
use crate::resource::resolve;
use crate::spec::Desired;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde_json::Value;
use std::collections::BTreeSet;
use tracing::Instrument as _;

/// Carries out plans on one stack.
pub struct Executor<'a, P> {
    pub(super) context: Context<'a, P>,
}

/// How the execution of a plan ended.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The steps that failed.
    pub failures: Vec<Failure>,
    /// How many steps succeeded.
    pub done: usize,
    /// How many steps were interrupted or not started.
    pub left: usize,
    /// What was left in place.
    pub leftovers: Leftovers,
}

impl<'a, P: Provider> Executor<'a, P> {
    /// Prepares to work on the stack of a journal. `report` is called with every event.
    pub fn new(
        provider: &'a P,
        journal: &'a mut OpenJournal,
        clock: Clock,
        stop: Stop,
        report: impl FnMut(Event) + 'a,
    ) -> Self {
        Self {
            context: Context::new(provider, journal, clock, stop, report),
        }
    }
}

impl<P: Cloud> Executor<'_, P> {
    /// Carries out a plan. Steps that depend on a failed step are not started. All others continue until they are done
    /// or a stop is requested.
    pub async fn run(&self, plan: &Plan) -> Outcome {
        let cx = &self.context;
        let mut outcome = Outcome::default();
        let mut waiting: BTreeSet<usize> = (0..plan.steps.len()).collect();
        let mut done: BTreeSet<usize> = BTreeSet::new();
        let mut running = FuturesUnordered::new();
        loop {
            if !cx.stop.asked() {
                let ready: Vec<usize> = waiting
                    .iter()
                    .copied()
                    .filter(|at| plan.steps[*at].after.is_subset(&done))
                    .collect();
                for at in ready {
                    waiting.remove(&at);
                    let step = &plan.steps[at];
                    running.push(async move { (at, self.step(step).instrument(step_span(step)).await) });
                }
            }
            let Some((at, result)) = running.next().await else {
                break;
            };
            match result {
                Ok(()) => {
                    done.insert(at);
                    outcome.done += 1;
                }
                Err(error) => self.fail(&mut outcome, &Subject::of_step(&plan.steps[at]), error),
            }
        }
        outcome.left += waiting.len();
        if outcome.failures.is_empty() && outcome.left == 0 && !cx.stop.asked() {
            self.close(plan, &mut outcome).await;
        }
        outcome.leftovers = cx.leftovers.take();
        outcome
    }

    async fn step(&self, step: &Step) -> Result<(), StepError> {
        let cx = &self.context;
        let start = cx.clock.elapsed();
        let subject = &Subject::of_step(step);
        let mut action = step.action();
        match (action, step.desired(), step.prior()) {
            (Action::Create, Some(desired), _) => action = create(cx, subject, desired, &step.reason).await?,
            (Action::Finish | Action::Update, Some(desired), _) => {
                update(cx, subject, desired, step.changes()).await?;
            }
            (Action::Reuse, Some(desired), Some(deposed)) => {
                reuse(cx, subject, deposed, desired, step.changes()).await?;
            }
            (Action::Delete, _, Some(entry)) if step.awaits_deletion() => await_deletion(cx, subject, entry).await?,
            (Action::Delete, _, Some(entry)) => action = delete(cx, subject, entry).await?,
            (Action::Retain, _, Some(entry)) => retain(cx, subject, entry).await?,
            (Action::Leave, _, Some(entry)) => leave(cx, subject, entry, &step.reason, step.lets_go()).await?,
            (action, ..) => {
                let message = format!("no step of a plan has the action {action:?}");
                return Err(StepError::internal(step.kind, &message));
            }
        }
        let took = cx.clock.elapsed().saturating_sub(start);
        cx.report(subject, EventKind::Done(action, took));
        Ok(())
    }

    fn fail(&self, outcome: &mut Outcome, subject: &Subject, error: StepError) {
        let cx = &self.context;
        if matches!(error, StepError::Interrupted) {
            cx.report(subject, EventKind::Interrupted);
            outcome.left += 1;
            return;
        }
        // Without a journal, nothing more may be created.
        if matches!(error, StepError::Journal(_)) {
            cx.stop.ask();
        }
        cx.report(subject, EventKind::Failed);
        outcome.failures.push(cx.failure(subject, error));
    }

    /// Finishes the run once all steps are done: updates the record of unchanged resources, and ends an upgrade.
    async fn close(&self, plan: &Plan, outcome: &mut Outcome) {
        let close = async {
            self.record_kept(plan).await?;
            reopen(&self.context).await
        };
        match close.await {
            Ok(()) => {}
            Err((_, StepError::Interrupted)) => outcome.left += 1,
            Err((subject, error)) => {
                self.context.report(&subject, EventKind::Failed);
                outcome.failures.push(self.context.failure(&subject, error));
            }
        }
    }

    /// Records how an unchanged resource would be created now: the task definition that installed Moodle's tables may
    /// be deleted, and later operations on the tables need one that exists.
    async fn record_kept(&self, plan: &Plan) -> Result<(), (Subject, StepError)> {
        let cx = &self.context;
        let stale: Vec<(&String, &Desired, Value)> = cx.journal(|journal| {
            let output = |address: &str, output: &str| journal.output(address, output);
            let kept = plan.kept.iter().filter_map(|(address, desired)| {
                let fields = resolve(&desired.fields, &output)?;
                let entry = journal.resources.get(address)?;
                let mut incidental = desired.kind.incidental.iter();
                let is_stale = incidental.any(|field| entry.fields[*field] != fields[*field]);
                is_stale.then_some((address, desired, fields))
            });
            kept.collect()
        });
        let Some((address, desired, _)) = stale.first() else {
            return Ok(());
        };
        // A failed write is reported for the first resource.
        let subject = Subject {
            address: (*address).clone(),
            kind: desired.kind,
            region: desired.region.clone(),
            key: desired.key.into(),
            name: desired.name.clone(),
        };
        let recorded = cx.record(|journal| {
            for (address, desired, fields) in stale {
                if let Some(entry) = journal.resources.get_mut(address) {
                    for field in desired.kind.incidental {
                        entry.fields[*field] = fields[*field].clone();
                    }
                    entry.depends.clone_from(&desired.depends);
                }
            }
        });
        recorded.await.map_err(|error| (subject, error))
    }
}
