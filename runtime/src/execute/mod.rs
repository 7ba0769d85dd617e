//! Execution: the only part that touches the world. It makes no choice that the plan could have made.

mod clock;
mod event;
mod executor;
mod failure;
mod know;
mod make;
mod rate_limiter;
mod recover;
mod refresh;
mod schema;
mod standing;
mod stop;
mod task;
mod unmake;
mod wait;

pub use clock::Clock;
pub use event::{Doing, Event, What};
pub use executor::{Executor, Outcome};
pub use failure::{Ended, Failure, StepError};
pub use know::{Answers, know};
#[cfg(feature = "aws")]
pub(crate) use make::new_token;
pub use recover::recover;
pub(crate) use refresh::again;
pub use refresh::refresh;
pub use standing::Scalable;
pub(crate) use standing::shell_task;
pub use stop::Stop;
