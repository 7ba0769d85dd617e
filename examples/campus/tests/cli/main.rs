//! Runs the real binary in the sandbox: compares its complete output, and interrupts it with SIGKILL and other signals.

// Tests may panic.
#![allow(clippy::unwrap_used)]

mod change;
mod cli_env;
#[cfg(all(unix, not(feature = "aws")))]
mod delegate;
mod diagnostics;
mod doctor;
mod earlier_release;
mod help;
mod journal;
mod killer;
mod kills;
mod lifecycle;
mod lock;
mod operate;
mod ownership;
#[cfg(unix)]
mod process;
mod scale;
#[cfg(unix)]
mod signals;
mod transcript;
