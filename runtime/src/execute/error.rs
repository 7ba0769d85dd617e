//! Errors of steps: what happened, what it means, and what to do next.

use crate::diagnosis::diagnose;
use crate::journal::{JournalError, Upgrade};
use crate::kinds::advice;
use crate::kinds::ecs::Service;
use crate::kinds::moodle::Schema;
use crate::provider::{ApiError, ApiErrorKind};
use crate::resource::{Kind as _, KindInfo};
use std::time::Duration;

/// How a failed task ended.
#[derive(Debug)]
pub struct TaskEnd {
    /// Its command.
    pub words: String,
    /// Its exit code; `None` if it never ran.
    pub exit: Option<i32>,
    /// Why it stopped, in AWS's words.
    pub reason: String,
    /// The last line of its log.
    pub last_line: String,
    /// The log group of its log.
    pub group: String,
}

/// An error of a step.
#[derive(Debug)]
pub enum StepError {
    /// A call failed.
    Api(ApiError),
    /// The resource exists, and AWS reports that it has failed.
    ResourceFailed {
        /// Its kind.
        kind: &'static KindInfo,
        /// The cause in AWS's own words; the first line is a summary.
        cause: String,
    },
    /// Something that was started for the resource has failed; the cause is in AWS's words.
    Failed(String),
    /// A task failed.
    Task(Box<TaskEnd>),
    /// An upgrade of Moodle failed.
    Upgrade {
        /// The task that failed.
        task: Box<TaskEnd>,
        /// The version before, and the backups.
        record: Box<Upgrade>,
    },
    /// The deadline passed.
    Deadline {
        /// The kind of the resource.
        kind: &'static KindInfo,
        /// What was waited for.
        waiting_for: String,
        /// The last cause that AWS knows, a line each; empty if it knows none.
        cause: String,
        /// For how long.
        after: Duration,
    },
    /// The journal could not be written, and nothing continues without it.
    Journal(JournalError),
    /// A stop was requested.
    Interrupted,
}

impl From<ApiError> for StepError {
    fn from(api_error: ApiError) -> Self {
        Self::Api(api_error)
    }
}

impl From<JournalError> for StepError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl StepError {
    /// Creates an error of this program about a kind of resource.
    pub(super) fn internal(kind: &KindInfo, message: &str) -> Self {
        Self::internal_at(kind, "Engine", message)
    }

    /// Creates an error of a part of this program.
    pub(super) fn internal_at(kind: &KindInfo, part: &str, message: &str) -> Self {
        ApiError::new(ApiErrorKind::Internal, kind.name, part, message).into()
    }

    /// Returns what happened. The first line is a summary.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Api(api_error) => api_error.to_string(),
            Self::ResourceFailed { cause, .. } => format!("AWS reports that it failed: {cause}"),
            Self::Failed(cause) => cause.clone(),
            Self::Task(ended) => ended.to_string(),
            Self::Upgrade { task, record } => upgrade(task, record),
            Self::Deadline {
                waiting_for,
                cause,
                after,
                ..
            } => {
                let minutes = after.as_secs().div_ceil(60);
                let timed_out = format!("timed out after {minutes} minutes waiting for {waiting_for}");
                if cause.is_empty() {
                    timed_out
                } else {
                    format!("{timed_out}\n{cause}")
                }
            }
            Self::Journal(error) => error.to_string(),
            Self::Interrupted => "it was interrupted".into(),
        }
    }

    /// Returns what it means.
    #[must_use]
    pub fn meaning(&self) -> String {
        let fixed = match self {
            Self::Api(api_error) => return diagnose(api_error).meaning,
            Self::ResourceFailed { kind, .. } if kind.name == Service::INFO.name => {
                "the new tasks do not serve the site; the earlier ones, if any, continue to serve it"
            }
            Self::ResourceFailed { .. } => "the resource exists and cannot be used",
            Self::Failed(_) => "the step cannot continue without it",
            Self::Task(_) => "Moodle is not ready to serve the site, so nothing after it was started",
            Self::Upgrade { .. } => {
                "no task of the new image serves the site; until a deployment succeeds, cron is held, and the maintenance page \
                 stays up if it was needed"
            }
            Self::Deadline { cause, .. } if cause.is_empty() => {
                "it takes much longer than usual, and AWS reports no cause"
            }
            Self::Deadline { .. } => "it takes much longer than usual; the lines above are what AWS reports about it",
            Self::Journal(_) => "without its journal the deployer would not know what it has created",
            Self::Interrupted => "the journal records everything that was in flight",
        };
        fixed.into()
    }

    /// Returns what to do next.
    #[must_use]
    pub fn advice(&self) -> String {
        let fixed = match self {
            Self::Api(api_error) => return diagnose(api_error).advice,
            Self::ResourceFailed { kind, cause } => {
                advice(kind, cause).unwrap_or("fix the cause that AWS names, and deploy again")
            }
            Self::Failed(_) => "fix the cause that AWS names, and deploy again",
            Self::Task(ended) => match ended.exit {
                Some(65) => "read above what it refuses: continuing could lose data",
                Some(78) => "fix what the message names in the declaration or the image, and deploy again",
                Some(_) => "run the same command again; the task finds out how far it got and continues from there",
                None => advice(&Schema::INFO, &ended.reason).unwrap_or(
                    "check whether the image exists, is for the declared architecture, and can be pulled; then deploy again",
                ),
            },
            Self::Upgrade { .. } => {
                "run the same command again, which continues where it stopped; or declare a new stack with the old version and \
                 image, and restore the backups into it: `restore --to STACK --backup NAME`"
            }
            Self::Deadline {
                kind,
                waiting_for,
                cause,
                ..
            } => {
                // The kind's advice is about causes that AWS reports as final; many are reported while AWS still tries.
                let known = advice(kind, &format!("{waiting_for}\n{cause}"));
                return known.map_or_else(|| overdue(kind, cause), str::to_owned);
            }
            Self::Journal(JournalError::LockLost { .. }) => {
                "find out who works on the stack, and run the same command again once they are done"
            }
            Self::Journal(_) => "free space or grant access, and run the same command again",
            Self::Interrupted => "run the same command again; it continues where it stopped",
        };
        fixed.into()
    }
}

/// Returns what to do about a wait that lasted too long, if the kind has no advice for what AWS reports.
fn overdue(kind: &KindInfo, cause: &str) -> String {
    let first = if cause.is_empty() {
        "run the same command again; it continues to wait"
    } else {
        "if a line above names a cause, remove it; then run the same command again, which continues to wait"
    };
    format!(
        "{first}. If it still takes too long, see whether AWS reports a problem with {} in the region, \
         https://health.aws.amazon.com/health/status, and open a case with AWS Support",
        kind.service
    )
}

impl std::fmt::Display for TaskEnd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            words,
            exit,
            reason,
            last_line,
            group,
        } = self;
        let Some(exit) = exit else {
            return write!(f, "the task `{words}` never ran: {reason}");
        };
        if last_line.is_empty() {
            write!(f, "the task `{words}` ended with {exit}: {reason}")?;
        } else {
            write!(f, "the task `{words}` ended with {exit}; its last line: {last_line}")?;
        }
        write!(f, " (its log is in the log group {group})")
    }
}

fn upgrade(task: &TaskEnd, record: &Upgrade) -> String {
    format!("{task}; {record}")
}
