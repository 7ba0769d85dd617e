//! The real binary, cut off while it works in the sandbox: by SIGKILL, and by signals that ask it to end.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]

mod folder;
mod killer;
mod kills;
#[cfg(unix)]
mod process;
#[cfg(unix)]
mod signals;
