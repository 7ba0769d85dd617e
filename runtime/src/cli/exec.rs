//! `exec`: opens a shell in a task of its own, or runs a command there.

use super::console::note;
use super::exit::Exit;
use super::plugin::{self, quote};
use super::refusal::Refusal;
use super::session::Session;
use super::signals::{Signals, listen};
use crate::blueprint::{EXEC, SCHEMA};
use crate::execute::shell_task;
use crate::operations::{Cloud, ClusterRef, OneOffTask, Shell, ShellState, TaskFilter};
use crate::provider::ApiErrorKind;
use crate::report::short;
use crate::retry::with_retries;
use std::time::Duration;

/// What is run where no command is given.
const SHELL: &str = "/bin/bash";
/// How often a task is looked at that is being placed.
const LOOK: Duration = Duration::from_secs(2);
/// How long a task may take until it can be entered: several times what it takes to pull an image of some GiB.
const PATIENCE: Duration = Duration::from_mins(10);
/// What tasks are told why they end.
const WHY: &str = "whoever worked in it has left";

impl<P: Cloud> Session<'_, P> {
    /// Starts a task, joins the terminal to a shell in it, and ends the task.
    pub(super) async fn exec(&self, command: &[String]) -> Result<Exit, Refusal> {
        if !self.job.is_aws() {
            return Err(
                Refusal::new("no container runs in the sandbox, so that there is none to work in")
                    .advice(format!("On AWS: `{}`.", self.job.invocation.on_aws("exec"))),
            );
        }
        plugin::find()?;
        let journal = self.peek().await?;
        let schema = self.standing(&journal, SCHEMA, "Moodle")?;
        let definition = self.standing(&journal, EXEC, "task definition for a shell")?;
        let task = shell_task(&journal, definition, schema)
            .map_err(|trouble| Refusal::trouble("describing the task", &trouble))?;
        let mut signals = listen()?;
        note("Starting a task of its own: nobody who uses the site notices. That takes a minute or two.");
        let arn = self.start(&task).await?;
        let line = if command.is_empty() {
            SHELL.into()
        } else {
            quote(command)
        };
        let end = self.work_in(&task.place, &arn, &line, &mut signals).await;
        self.end(&task.place, &arn).await;
        end
    }

    /// Starts the task. Where nobody knows whether it was started, it is looked for and stopped.
    async fn start(&self, task: &OneOffTask) -> Result<String, Refusal> {
        let started = with_retries(&self.clock, async || self.provider.start_task(task).await).await;
        let api_error = match started {
            Ok(arn) => return Ok(arn),
            Err(api_error) => api_error,
        };
        if api_error.kind == ApiErrorKind::OutcomeUnknown {
            let which = TaskFilter::StartedBy(task.started_by.clone());
            for arn in self.provider.tasks(&task.place, &which).await.unwrap_or_default() {
                self.end(&task.place, &arn).await;
            }
        }
        Err(Refusal::call("starting the task", &api_error))
    }

    async fn work_in(&self, place: &ClusterRef, arn: &str, line: &str, signals: &mut Signals) -> Result<Exit, Refusal> {
        let start = self.clock.elapsed();
        let mut told = String::new();
        let shell = loop {
            let entered = with_retries(&self.clock, async || self.provider.enter(place, arn, line).await).await;
            let word = match entered.map_err(|api_error| Refusal::call("opening a shell in the task", &api_error))? {
                ShellState::Open(shell) => break shell,
                ShellState::Unavailable(why) => return Err(Self::closed(&why)),
                ShellState::Pending(word) => word,
            };
            let waited = self.clock.elapsed().saturating_sub(start);
            if waited >= PATIENCE {
                return Err(Self::closed(&format!("after {} it is still {word}", short(waited))));
            }
            if word != told {
                note(&format!("[{:>6}] {word}", short(waited)));
                told = word;
            }
            tokio::select! {
                () = self.clock.sleep(LOOK) => {}
                () = signals.next() => return Ok(Exit::Interrupted),
            }
        };
        // What ECS Exec starts is root's: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>
        note(
            "You are root in the container, and files that root makes, Moodle cannot write. As Moodle's own user:\n    setpriv \
             --reuid=33 --regid=33 --clear-groups php admin/cli/purge_caches.php",
        );
        self.join(shell, place, arn, signals).await
    }

    /// Waits until the plugin has ended. Ctrl-C is for what runs in the container, and the plugin passes it on; at SIGTERM
    /// the task is stopped, at which the plugin ends by itself and leaves the terminal as it was.
    async fn join(&self, shell: Shell, place: &ClusterRef, arn: &str, signals: &mut Signals) -> Result<Exit, Refusal> {
        let region = place.region.clone();
        let mut joined = tokio::task::spawn_blocking(move || plugin::join(&shell, &region));
        let mut interrupted = false;
        let status = loop {
            tokio::select! {
                status = &mut joined => break status,
                () = signals.terminate(), if !interrupted => {
                    interrupted = true;
                    // Should it fail, it is tried again, and told, when the plugin has ended.
                    let _ = self.provider.stop_task(place, arn, WHY).await;
                }
            }
        };
        let failed = |cause: String| Refusal::new(format!("the session could not be held: {cause}"));
        let status = status.map_err(|error| failed(error.to_string()))?;
        let status = status.map_err(|error| failed(error.to_string()))?;
        Ok(match status.success() {
            _ if interrupted => Exit::Interrupted,
            true => Exit::Done,
            false => Exit::Failed,
        })
    }

    fn closed(why: &str) -> Refusal {
        Refusal::new(format!("the task cannot be entered: {why}"))
            .why("The task is stopped again. The site is as it was.")
            .advice(
                "If its agent does not start: \
                 <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-troubleshooting.html>.",
            )
    }

    /// Ends the task, whatever has happened in it.
    async fn end(&self, place: &ClusterRef, arn: &str) {
        let stopped = with_retries(&self.clock, async || self.provider.stop_task(place, arn, WHY).await).await;
        match stopped {
            Ok(()) => note("The task is stopped."),
            Err(api_error) => {
                let ClusterRef { region, cluster } = place;
                note(&format!(
                    "The task could not be stopped: {api_error}\nIt ends by itself after some time, and costs until then. To stop it: aws ecs \
                     stop-task --region {region} --cluster {cluster} --task {arn}"
                ));
            }
        }
    }
}
