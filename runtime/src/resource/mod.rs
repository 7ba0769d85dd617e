//! The definition of a kind of resource, for every provider.
//!
//! A kind is a struct of typed fields; a field that uses another resource's output is a [`Ref`]. The engine works on
//! the fields as JSON, so planning, journaling and the sandbox need no code for individual kinds. The kinds themselves
//! are in [`kinds`](crate::kinds).

mod advice;
mod blank;
mod declaration;
mod handle;
pub mod id;
mod kind;
pub(crate) mod permission;
mod reference;
mod retention;
mod spec;

pub use advice::{Advice, HasAdvice};
pub(crate) use blank::blank;
pub(crate) use declaration::kind;
pub use handle::Handle;
pub use kind::{Kind, KindInfo, NotCompared, Replacement, Timing};
pub use reference::{Joined, Ref, Used, resolve, used};
pub use retention::Retention;
pub use spec::{known, spec};
