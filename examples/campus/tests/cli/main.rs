//! The real binary in the sandbox, as somebody in a shell sees it: whole outputs, with nothing from this machine in them; and
//! cut off while it works, by SIGKILL and by signals that ask it to end.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]

mod change;
mod diagnostics;
mod folder;
mod help;
mod journal;
mod killer;
mod kills;
mod life;
mod lock;
mod operate;
#[cfg(unix)]
mod process;
mod scale;
#[cfg(unix)]
mod signals;
mod told;
