//! `exec`: opens a shell in a separate task, or runs a command in it.

use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::plugin::{self, quote};
use super::session::Session;
use super::signals::{Signals, listen};
use crate::blueprint::{EXEC, SCHEMA};
use crate::execute::shell_task;
use crate::operations::{Cloud, ClusterRef, OneOffTask, Shell, ShellState, TaskFilter};
use crate::provider::ApiErrorKind;
use crate::report::short;
use crate::retry::with_retries;
use std::time::Duration;

/// The default command.
const SHELL: &str = "/bin/bash";
/// How often to check whether the task has started.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// How long to wait for a shell in the task: several times as long as pulling an image of some GiB takes.
const DEADLINE: Duration = Duration::from_mins(10);
/// The reason with which the task is stopped.
const REASON: &str = "the user has left the shell";

impl<P: Cloud> Session<'_, P> {
    /// Starts a task, connects the terminal to a shell in it, and stops the task.
    pub(super) async fn exec(&self, command: &[String]) -> Result<Exit, CliError> {
        if !self.job.is_aws() {
            return Err(CliError::new("the sandbox runs no container to open a shell in")
                .hint(format!("On AWS: `{}`.", self.job.invocation.on_aws("exec"))));
        }
        plugin::find()?;
        let journal = self.peek().await?;
        let schema = self.ready_entry(&journal, SCHEMA, "Moodle")?;
        let definition = self.ready_entry(&journal, EXEC, "task definition for a shell")?;
        let task =
            shell_task(&journal, definition, schema).map_err(|error| CliError::step("describing the task", &error))?;
        let mut signals = listen()?;
        note("Starting a separate task, which does not affect the users of the site. That takes a minute or two.");
        let arn = self.start(&task).await?;
        let line = if command.is_empty() {
            SHELL.into()
        } else {
            quote(command)
        };
        let end = self.work_in(&task.place, &arn, &line, &mut signals).await;
        self.stop(&task.place, &arn).await;
        end
    }

    /// Starts the task. If it is unknown whether it was started, looks for it and stops it.
    async fn start(&self, task: &OneOffTask) -> Result<String, CliError> {
        let started = with_retries(&self.clock, async || self.provider.start_task(task).await).await;
        let error = match started {
            Ok(arn) => return Ok(arn),
            Err(error) => error,
        };
        if error.kind == ApiErrorKind::OutcomeUnknown {
            let which = TaskFilter::StartedBy(task.started_by.clone());
            for arn in self.provider.tasks(&task.place, &which).await.unwrap_or_default() {
                self.stop(&task.place, &arn).await;
            }
        }
        Err(CliError::api("starting the task", &error))
    }

    async fn work_in(
        &self,
        place: &ClusterRef,
        arn: &str,
        line: &str,
        signals: &mut Signals,
    ) -> Result<Exit, CliError> {
        let start = self.clock.elapsed();
        let mut last = String::new();
        let shell = loop {
            let entered = with_retries(&self.clock, async || self.provider.enter(place, arn, line).await).await;
            let word = match entered.map_err(|error| CliError::api("opening a shell in the task", &error))? {
                ShellState::Open(shell) => break shell,
                ShellState::Unavailable(why) => return Err(Self::unavailable(&why)),
                ShellState::Pending(word) => word,
            };
            let waited = self.clock.elapsed().saturating_sub(start);
            if waited >= DEADLINE {
                return Err(Self::unavailable(&format!(
                    "timed out after {} in the state {word}",
                    short(waited)
                )));
            }
            if word != last {
                note(&format!("[{:>6}] {word}", short(waited)));
                last = word;
            }
            tokio::select! {
                () = self.clock.sleep(POLL_INTERVAL) => {}
                () = signals.next() => return Ok(Exit::Interrupted),
            }
        };
        // ECS Exec starts everything as root: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>
        note(
            "You are root in the container. Moodle cannot write files that root creates. To work as Moodle's user:\n    setpriv \
             --reuid=33 --regid=33 --clear-groups php admin/cli/purge_caches.php",
        );
        self.join(shell, place, arn, signals).await
    }

    /// Waits until the plugin has ended. The plugin passes Ctrl-C on to the container. After SIGTERM, the task is
    /// stopped, so the plugin ends on its own and restores the terminal.
    async fn join(&self, shell: Shell, place: &ClusterRef, arn: &str, signals: &mut Signals) -> Result<Exit, CliError> {
        let region = place.region.clone();
        let mut joined = tokio::task::spawn_blocking(move || plugin::join(&shell, &region));
        let mut interrupted = false;
        let status = loop {
            tokio::select! {
                status = &mut joined => break status,
                () = signals.terminate(), if !interrupted => {
                    interrupted = true;
                    // If this fails, it is retried and reported after the plugin has ended.
                    let _ = self.provider.stop_task(place, arn, REASON).await;
                }
            }
        };
        let failed = |cause: String| CliError::new(format!("the session failed: {cause}"));
        let status = status.map_err(|error| failed(error.to_string()))?;
        let status = status.map_err(|error| failed(error.to_string()))?;
        Ok(match status.success() {
            _ if interrupted => Exit::Interrupted,
            true => Exit::Done,
            false => Exit::Failed,
        })
    }

    fn unavailable(why: &str) -> CliError {
        CliError::new(format!("cannot open a shell in the task: {why}"))
            .why("The task was stopped. The site was not affected.")
            .hint(
                "If the agent in it does not start: \
                 <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-troubleshooting.html>.",
            )
    }

    /// Stops the task, even after an error.
    async fn stop(&self, place: &ClusterRef, arn: &str) {
        let stopped = with_retries(&self.clock, async || self.provider.stop_task(place, arn, REASON).await).await;
        match stopped {
            Ok(()) => note("The task was stopped."),
            Err(error) => {
                let ClusterRef { region, cluster } = place;
                note(&format!(
                    "Cannot stop the task: {error}\nIt ends on its own after some time, and costs money until then. To stop it: aws ecs \
                     stop-task --region {region} --cluster {cluster} --task {arn}"
                ));
            }
        }
    }
}
