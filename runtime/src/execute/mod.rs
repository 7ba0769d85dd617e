//! Execution: the only part that changes anything on AWS. It makes no decisions that the plan could have made.
//!
//! The modules build on each other in this order; none imports one that is above it:
//!
//! | modules | have |
//! |---|---|
//! | `stop`, `event`, `error`, `subject`, `failure`, `rate_limiter` | what all others share |
//! | `context`, `wait` | calls, journal writes, reports and waits of one run |
//! | `resolve`, `configure`, `task`, `cron`, `copies`, `upgrade`, `schema` | parts of steps |
//! | `create`, `update`, `reuse`, `delete`, `retain` | the steps of a plan |
//! | `executor` | carries out a plan |
//! | `day_two` | operations without a plan |
//! | `preflight`, `refresh`, `recover` | reads before there is a plan |

mod configure;
mod context;
mod copies;
mod create;
mod cron;
mod day_two;
mod delete;
mod error;
mod event;
mod executor;
mod failure;
mod preflight;
mod rate_limiter;
mod recover;
mod refresh;
mod resolve;
mod retain;
mod reuse;
mod schema;
mod span;
mod stop;
mod subject;
mod task;
mod unseen;
mod update;
mod upgrade;
mod wait;

pub use day_two::Scalable;
pub(crate) use day_two::shell_task;
pub use error::{StepError, TaskEnd};
pub use event::{Event, EventKind};
pub use executor::{Executor, Outcome};
pub use failure::Failure;
pub use preflight::{Answers, preflight};
pub use recover::{Recovered, Unlisted, recover};
pub use refresh::refresh;
pub use stop::Stop;
