//! `scale`: changes the number of tasks that serve the site.

use super::args::Command;
use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::blueprint::{SCALABLE_TARGET, SERVICE};
use crate::execute::{Executor, Scalable, StepError};
use crate::operations::{Cloud, ServiceState};
use crate::provider::ApiErrorKind;
use crate::report::place;
use crate::report::style::{BOLD, CYAN, YELLOW, paint};
use serde_json::json;
use std::cell::Cell;

/// The largest number of tasks of a service: <https://docs.aws.amazon.com/general/latest/gr/ecs-service.html>.
const MOST: u32 = 5000;
/// The key of the declaration with the range of the number of tasks.
const KEY: &str = "compute.replicas";

impl<P: Cloud> Session<'_, P> {
    /// Changes the number of tasks that serve the site, and waits until they run.
    pub(super) async fn scale(&self, count: u32) -> Result<Exit, CliError> {
        let console = self.job.console;
        self.allow(count)?;
        let mut file = self.open().await?;
        let on = Scalable {
            service: self.ready_entry(&file.journal, SERVICE, "service")?.clone(),
            range: self.ready_entry(&file.journal, SCALABLE_TARGET, "autoscaler")?.clone(),
        };
        let set = Cell::new(None);
        let work = async |executor: &Executor<'_, P>| {
            set.set(Some(executor.set_count(&on, count).await?));
            executor.steady(&on.service).await
        };
        let stopping = |_| "AWS continues with what it was asked to do".to_owned();
        let watched = self.watch(&mut file, 1, stopping, work).await?;
        let state = match watched.result {
            Some(Ok(state)) => state,
            None | Some(Err(StepError::Interrupted)) => {
                note(&match set.get() {
                    Some(_) => {
                        format!("\nThe service was set to {count} tasks, and AWS continues without this program.")
                    }
                    None => "\nIt is unknown whether the service was set. It is safe to run the command again.".into(),
                });
                self.explain_range(set.get(), count);
                return Ok(Exit::Interrupted);
            }
            Some(Err(error)) => {
                self.explain_range(set.get(), count);
                return Err(self.unscaled(&error, set.get().is_some()));
            }
        };
        let ServiceState { desired, running, .. } = state;
        let stack = &self.graph.stack;
        console.print(&format!("{stack}: {running} of {desired} tasks are running."));
        if desired != count {
            console.print(&format!(
                "By now, the autoscaler has set the number to {desired}, not {count}."
            ));
        }
        if !self.job.is_aws() {
            console.print("No container runs in the sandbox: it only records the number.");
        }
        self.explain_range(set.get(), count);
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

    fn allow(&self, count: u32) -> Result<(), CliError> {
        match count {
            0 => Err(CliError::usage("a site needs at least one task")
                .why("Without tasks, the load balancer would answer every request with 503.")
                .hint(format!(
                    "To close the site for a while: `{}`.",
                    self.job.again(&Command::Maintenance {
                        switch: super::args::Switch::On
                    })
                ))
                .hint(format!("To delete it: `{}`.", self.job.again(&Command::Destroy)))),
            1..=MOST => Ok(()),
            _ => Err(CliError::usage(format!(
                "{count} is more than {MOST}, the largest number of tasks of a service"
            ))
            .hint("See <https://docs.aws.amazon.com/general/latest/gr/ecs-service.html>.")),
        }
    }

    fn declared(&self) -> (u32, u32) {
        let replicas = self.job.stack.architecture.compute.replicas;
        (replicas.min, replicas.max)
    }

    /// Explains how a number of tasks relates to the declared range and to the autoscaler's current one.
    fn explain_range(&self, range: Option<(u32, u32)>, count: u32) {
        let Some(range) = range else { return };
        let (min, max) = self.declared();
        if range == (min, max) {
            note(&format!(
                "The autoscaler may change the number again, between {min} and {max}, depending on the load."
            ));
            return;
        }
        let within = (min..=max).contains(&count);
        let (wide_min, wide_max) = (min.min(count), max.max(count));
        let what = if within {
            format!(
                "`{KEY}` is {min}..={max}, but the autoscaler's range is {}..={}",
                range.0, range.1
            )
        } else {
            format!("`{KEY}` is {min}..={max}, but {count} is outside of it")
        };
        note(&format!("{} {}", paint(YELLOW, "warning:"), paint(BOLD, what)));
        if let Some(place) = place(self.job.stack, KEY) {
            note(&format!("  {} {place}", paint(CYAN, "-->")));
        }
        note(&format!(
            "  The autoscaler may now choose any number from {} to {}. The next `deploy` resets its range to {min}..={max}; `plan` \
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

    fn unscaled(&self, error: &StepError, set: bool) -> CliError {
        if matches!(error, StepError::Api(error) if error.kind == ApiErrorKind::NotFound) {
            return self.gone("service, or its range,");
        }
        let error = CliError::step("scaling the service", error);
        if set {
            error.hint("AWS continues meanwhile: `status` shows its progress.")
        } else {
            error
        }
    }
}
