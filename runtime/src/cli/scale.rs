//! `scale`: sets how many tasks serve the site now.

use super::args::Command;
use super::console::note;
use super::exit::Exit;
use super::refusal::Refusal;
use super::session::Session;
use crate::blueprint::{SCALABLE_TARGET, SERVICE};
use crate::execute::{Executor, Scalable, StepError};
use crate::operations::{Cloud, ServiceState};
use crate::provider::ApiErrorKind;
use crate::report::place;
use crate::report::style::{BOLD, CYAN, YELLOW, paint};
use serde_json::json;
use std::cell::Cell;

/// The most tasks that a service can have: <https://docs.aws.amazon.com/general/latest/gr/ecs-service.html>.
const MOST: u32 = 5000;
/// The key of the declaration that says how many tasks there are.
const KEY: &str = "compute.replicas";

impl<P: Cloud> Session<'_, P> {
    /// Sets how many tasks serve the site now, and waits until they do.
    pub(super) async fn scale(&self, count: u32) -> Result<Exit, Refusal> {
        let console = self.job.console;
        self.allow(count)?;
        let mut file = self.open().await?;
        let on = Scalable {
            service: self.standing(&file.journal, SERVICE, "service")?.clone(),
            range: self.standing(&file.journal, SCALABLE_TARGET, "autoscaler")?.clone(),
        };
        let set = Cell::new(None);
        let work = async |executor: &Executor<'_, P>| {
            set.set(Some(executor.set_count(&on, count).await?));
            executor.steady(&on.service).await
        };
        let stopping = |_| "what AWS was told, it goes on with".to_owned();
        let watched = self.watch(&mut file, 1, stopping, work).await?;
        let state = match watched.result {
            Some(Ok(state)) => state,
            None | Some(Err(StepError::Interrupted)) => {
                note(&match set.get() {
                    Some(_) => {
                        format!("\nThe service is told to have {count} tasks, and AWS goes on without this program.")
                    }
                    None => {
                        "\nNobody waited to hear whether the service was told. It does no harm to run the same again."
                            .into()
                    }
                });
                self.disagree(set.get(), count);
                return Ok(Exit::Interrupted);
            }
            Some(Err(trouble)) => {
                self.disagree(set.get(), count);
                return Err(self.unscaled(&trouble, set.get().is_some()));
            }
        };
        let ServiceState { desired, running, .. } = state;
        let stack = &self.graph.stack;
        console.say(&format!("{stack} has {running} of {desired} tasks running."));
        if desired != count {
            console.say(&format!("The autoscaler wants {desired} by now, not {count}."));
        }
        if !self.job.is_aws() {
            console.say("No container runs in the sandbox: it only counts.");
        }
        self.disagree(set.get(), count);
        let (min, max) = set.get().unwrap_or((count, count));
        console.json(&json!({
            "stack": stack,
            "desired": desired,
            "running": running,
            "range": { "min": min, "max": max },
            "as_declared": (min, max) == self.declared(),
        }));
        Ok(Exit::Done)
    }

    fn allow(&self, count: u32) -> Result<(), Refusal> {
        match count {
            0 => Err(Refusal::usage("a site without tasks serves nobody")
                .why("The load balancer would answer everybody with 503.")
                .advice(format!(
                    "To close the site for a while: `{}`.",
                    self.job.again(&Command::Maintenance {
                        switch: super::args::Switch::On
                    })
                ))
                .advice(format!("To end it: `{}`.", self.job.again(&Command::Destroy)))),
            1..=MOST => Ok(()),
            _ => Err(
                Refusal::usage(format!("{count} is more than the {MOST} tasks that a service can have"))
                    .advice("See <https://docs.aws.amazon.com/general/latest/gr/ecs-service.html>."),
            ),
        }
    }

    fn declared(&self) -> (u32, u32) {
        let replicas = self.job.stack.architecture.compute.replicas;
        (replicas.min, replicas.max)
    }

    /// Says what the declaration has to say to a number of tasks, within the range that the autoscaler keeps to now.
    fn disagree(&self, range: Option<(u32, u32)>, count: u32) {
        let Some(range) = range else { return };
        let (min, max) = self.declared();
        if range == (min, max) {
            note(&format!(
                "The autoscaler may change that again, between {min} and {max}, as the load demands."
            ));
            return;
        }
        let within = (min..=max).contains(&count);
        let (wide_min, wide_max) = (min.min(count), max.max(count));
        let what = if within {
            format!(
                "`{KEY}` is {min}..={max}, and the autoscaler's range is {}..={}",
                range.0, range.1
            )
        } else {
            format!("`{KEY}` is {min}..={max}, and {count} is outside of it")
        };
        note(&format!("{} {}", paint(YELLOW, "warning:"), paint(BOLD, what)));
        if let Some(place) = place(self.job.stack, KEY) {
            note(&format!("  {} {place}", paint(CYAN, "-->")));
        }
        note(&format!(
            "  The autoscaler may choose any number from {} to {} now. The next `deploy` sets its range back to {min}..={max}; `plan` \
             shows that.",
            range.0, range.1
        ));
        if !within {
            note(&format!(
                "\n{} To keep it, write `replicas: {wide_min}..={wide_max}`.",
                paint(CYAN, "hint:")
            ));
        }
    }

    fn unscaled(&self, trouble: &StepError, set: bool) -> Refusal {
        if matches!(trouble, StepError::Api(error) if error.kind == ApiErrorKind::NotFound) {
            return self.gone("service, or its range,");
        }
        let refusal = Refusal::trouble("scaling the service", trouble);
        if set {
            refusal.advice("AWS goes on meanwhile: `status` shows how far it is.")
        } else {
            refusal
        }
    }
}
