//! What can go wrong with a step: what happened, what it means, and what to do next.

use crate::journal::{JournalError, Upgrade};
use crate::kinds::advice;
use crate::kinds::ecs::Service;
use crate::kinds::moodle::Schema;
use crate::provider::{ApiError, ApiErrorKind};
use crate::resource::{Kind as _, KindInfo};
use std::time::Duration;

/// How a task ended that was to do something once.
#[derive(Debug)]
pub struct TaskEnd {
    /// What it was told to do.
    pub words: String,
    /// What it ended with; nothing where it never ran.
    pub exit: Option<i32>,
    /// Why it stopped, in AWS's words.
    pub reason: String,
    /// The last that it said.
    pub last_line: String,
    /// The log group that holds all that it said.
    pub group: String,
}

/// What can go wrong with a step.
#[derive(Debug)]
pub enum StepError {
    /// AWS refused a call.
    Api(ApiError),
    /// AWS says that the resource is there and cannot be used.
    GivenUp {
        /// What it is.
        kind: &'static KindInfo,
        /// The cause in AWS's own words; the first line is the short of it.
        cause: String,
    },
    /// Something that was begun for the resource has failed: in AWS's own words.
    Failed(String),
    /// A task that was to do something once did not.
    Task(Box<TaskEnd>),
    /// An upgrade of Moodle failed.
    Upgrade {
        /// The task that failed.
        task: Box<TaskEnd>,
        /// What was there before, and what was copied.
        record: Box<Upgrade>,
    },
    /// It was not ready, or not gone, in time.
    Deadline {
        /// What was waited for.
        waiting_for: String,
        /// For how long.
        after: Duration,
    },
    /// The journal could not be written; nothing goes on without it.
    Journal(JournalError),
    /// Somebody stopped the deployer.
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
    /// Makes an error of this program itself about a kind of resource.
    pub(super) fn internal(kind: &KindInfo, message: &str) -> Self {
        Self::internal_at(kind, "Engine", message)
    }

    /// Makes an error of a part of this program.
    pub(super) fn internal_at(kind: &KindInfo, part: &str, message: &str) -> Self {
        ApiError::new(ApiErrorKind::Internal, kind.name, part, message).into()
    }

    /// Says what happened, in one line.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Api(api_error) => api_error.to_string(),
            Self::GivenUp { cause, .. } => format!("AWS gave it up: {cause}"),
            Self::Failed(cause) => cause.clone(),
            Self::Task(ended) => ended.to_string(),
            Self::Upgrade { task, record } => upgrade(task, record),
            Self::Deadline { waiting_for, after } => {
                format!(
                    "after {} minutes it still waited for {waiting_for}",
                    after.as_secs().div_ceil(60)
                )
            }
            Self::Journal(error) => error.to_string(),
            Self::Interrupted => "it was interrupted".into(),
        }
    }

    /// Says what it means.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::Api(api_error) => match api_error.kind {
                ApiErrorKind::NotFound => "something that it refers to is not there",
                ApiErrorKind::AlreadyExists => "something of this name is there, but cannot be found by its tags",
                ApiErrorKind::NotOwned => "something of this name is there, and this stack did not make it",
                ApiErrorKind::InUse => "something else still uses it",
                ApiErrorKind::NotReady => "it, or what it needs, is not in a state that allows this",
                ApiErrorKind::Throttled => "the account makes more calls than AWS allows",
                ApiErrorKind::Unavailable => "AWS has trouble with this service",
                ApiErrorKind::OutcomeUnknown => "AWS did not answer, so that nobody knows whether it was done",
                ApiErrorKind::Credentials => "AWS does not accept the credentials",
                ApiErrorKind::Denied => "the credentials do not allow this call",
                ApiErrorKind::Quota => "the account has reached a quota",
                ApiErrorKind::Invalid => "AWS does not accept these values",
                ApiErrorKind::Internal => "this is a api_error of moodle-stack",
            },
            Self::GivenUp { kind, .. } if kind.name == Service::INFO.name => {
                "the new tasks do not serve the site; those from before go on, where there were any"
            }
            Self::GivenUp { .. } => "the resource is there and cannot be used",
            Self::Failed(_) => "it cannot go on without that",
            Self::Task(_) => "Moodle is not ready for the site to be served, so that nothing after it was begun",
            Self::Upgrade { .. } => {
                "no task of the new image serves the site; until a deployment has succeeded, cron is held, and the maintenance page \
                 stays up, if it was needed"
            }
            Self::Deadline { .. } => "it takes much longer than it usually does",
            Self::Journal(_) => "without its journal the deployer would not know what it has made",
            Self::Interrupted => "what was in flight is in the journal",
        }
    }

    /// Says what to do next.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Api(api_error) => match api_error.kind {
                ApiErrorKind::NotFound => {
                    "see whether the declaration names something that does not exist at the line above; what was deleted \
                     by hand, the same command makes again"
                }
                ApiErrorKind::InUse | ApiErrorKind::NotReady => "run the same command again; it goes on where it stopped",
                ApiErrorKind::Throttled | ApiErrorKind::Unavailable | ApiErrorKind::OutcomeUnknown => {
                    "run the same command again in a few minutes; it looks for what was made and goes on from there"
                }
                ApiErrorKind::AlreadyExists | ApiErrorKind::NotOwned => {
                    "rename the stack, or remove the other resource if nobody needs it"
                }
                ApiErrorKind::Credentials => "sign in again, as with `aws sso login`, and run the same command again",
                ApiErrorKind::Denied => "have the call named above allowed for your role, and run the same command again",
                ApiErrorKind::Quota => {
                    "ask for a higher quota in the Service Quotas console, and run the same command again"
                }
                ApiErrorKind::Invalid => "change the declaration at the line named above, and deploy again",
                ApiErrorKind::Internal => "report it with the output of this command",
            },
            Self::GivenUp { kind, cause } => {
                advice(kind, cause).unwrap_or("mend the cause that AWS names, and deploy again")
            }
            Self::Failed(_) => "mend the cause that AWS names, and deploy again",
            Self::Task(ended) => match ended.exit {
                Some(65) => "read what it refuses, above: going on could lose data",
                Some(78) => "mend what the message names in the declaration or the image, and deploy again",
                Some(_) => "run the same command again; the task finds out how far it came and goes on from there",
                None => advice(&Schema::INFO, &ended.reason).unwrap_or(
                    "see whether the image is there, is for the declared architecture, and can be pulled; then deploy again",
                ),
            },
            Self::Upgrade { .. } => {
                "run the same command again, which goes on where it stopped; or declare a new stack with the old version and \
                 image, and make it from the copies: `restore --to STACK --backup NAME`"
            }
            Self::Deadline { .. } => {
                "look at it in the AWS console, then run the same command again; it goes on waiting"
            }
            Self::Journal(JournalError::LockLost { .. }) => {
                "see who works on the stack, and run the same command again when that has ended"
            }
            Self::Journal(_) => "make room or give access, and run the same command again",
            Self::Interrupted => "run the same command again; it goes on where it stopped",
        }
    }
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
            write!(f, "the task `{words}` ended with {exit}, and said last: {last_line}")?;
        }
        write!(f, " (all that it said is in the log group {group})")
    }
}

fn upgrade(task: &TaskEnd, record: &Upgrade) -> String {
    format!("{task}; {record}")
}
