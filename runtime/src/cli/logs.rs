//! `logs`: shows the logs of the site's tasks.

use super::args::{Command, Part};
use super::console::{self, note};
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use super::signals::listen;
use crate::operations::{Cloud, Line, Log};
use crate::report::{line_json, line_text, short};
use crate::retry::with_retries;
use std::time::Duration;

/// How often to read a log that is being followed.
const POLL_INTERVAL: Duration = Duration::from_secs(3);

impl<P: Cloud> Session<'_, P> {
    /// Prints the lines of a log since some time ago, and with `follow`, also new lines.
    pub(super) async fn logs(&self, part: Part, follow: bool, since: Duration) -> Result<Exit, CliError> {
        let journal = self.peek().await?;
        let entry = self.ready_entry(&journal, part.address(), "log group")?;
        self.still_there(&journal, entry, "log group").await?;
        let milliseconds = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        let log = Log {
            region: entry.region.clone(),
            group: entry.outputs.get("name").cloned().unwrap_or_default(),
            stream: String::new(),
            since: self.provider.now().saturating_sub(milliseconds),
        };
        let mut signals = listen()?;
        let mut next: Option<String> = None;
        let mut shown = false;
        let mut is_reported = false;
        loop {
            let read = async || self.provider.read_log(&log, next.as_deref()).await;
            let page = tokio::select! {
                page = with_retries(&self.clock, read) => page,
                () = signals.next() => return Ok(Exit::Interrupted),
            };
            let page = page.map_err(|error| CliError::api(&format!("reading the log group {}", log.group), &error))?;
            let is_end = page.lines.is_empty();
            for line in &page.lines {
                // A closed stream has no reader.
                if !self.write(line) {
                    return Ok(Exit::Done);
                }
            }
            shown |= !is_end;
            next = page.next.or(next);
            if !is_end {
                continue;
            }
            if !shown && !is_reported {
                self.nothing_yet(part, &log, since);
                is_reported = true;
            }
            if !follow {
                return Ok(Exit::Done);
            }
            if self.is_virtual() {
                note("Nothing happens in the sandbox between two commands, so no line would follow.");
                return Ok(Exit::Done);
            }
            tokio::select! {
                () = self.clock.sleep(POLL_INTERVAL) => {}
                () = signals.next() => return Ok(Exit::Interrupted),
            }
        }
    }

    fn write(&self, line: &Line) -> bool {
        if self.job.args.json {
            console::line(&line_json(line).to_string())
        } else {
            console::line(&line_text(line))
        }
    }

    fn nothing_yet(&self, part: Part, log: &Log, since: Duration) {
        note(&format!(
            "No lines were written to {} in the last {}.",
            log.group,
            short(since)
        ));
        if self.job.is_aws() {
            return;
        }
        let logs = self.job.again(&Command::Logs {
            part,
            follow: false,
            since,
        });
        note(&match part {
            Part::Install => format!("For earlier lines: {logs} install --since 1d"),
            Part::Web | Part::Cron => {
                format!(
                    "No container runs in the sandbox. The tasks that a deploy starts leave a line each: {logs} install"
                )
            }
        });
    }
}

impl Part {
    /// Returns the address of the log group.
    fn address(self) -> &'static str {
        match self {
            Self::Web => "compute.logs-web",
            Self::Cron => "compute.logs-cron",
            Self::Install => "compute.logs-maintenance",
        }
    }
}
