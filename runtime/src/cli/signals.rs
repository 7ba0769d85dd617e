//! Ctrl-C, SIGTERM, and SIGHUP of a closed terminal. The first signal stops gracefully, the second immediately.

use super::error::CliError;
use std::io;
use std::time::Duration;

/// How long calls in progress may take after a signal before they are aborted. Most calls are answered within seconds,
/// and process managers seldom wait longer; Kubernetes waits 30 seconds.
pub(super) const GRACE: Duration = Duration::from_secs(30);

/// Starts to handle signals.
pub(super) fn listen() -> Result<Signals, CliError> {
    Signals::listen()
        .map_err(|error| CliError::new(format!("the system does not let this program handle Ctrl-C: {error}")))
}

/// The signals that ask the program to stop.
pub(super) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    /// `None` if the program was started with SIGHUP ignored.
    #[cfg(unix)]
    hang_up: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: if is_hang_up_ignored() {
                None
            } else {
                Some(signal(SignalKind::hangup())?)
            },
        })
    }

    /// Waits for the next signal.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            () = received(self.hang_up.as_mut()) => {}
        }
    }

    /// Waits for the next SIGTERM or SIGHUP. Another process handles Ctrl-C during that time.
    pub(super) async fn terminate(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            () = received(self.hang_up.as_mut()) => {}
        }
    }
}

/// Waits for a signal; forever, if it is ignored.
#[cfg(unix)]
async fn received(signal: Option<&mut tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Returns whether the program was started to outlive its terminal, such as by `nohup`: with SIGHUP ignored, as Linux reports
/// it. On other systems, this is assumed if stderr is not a terminal, which `nohup` ensures.
#[cfg(unix)]
fn is_hang_up_ignored() -> bool {
    use std::io::IsTerminal as _;
    match std::fs::read_to_string("/proc/self/status") {
        Ok(status) => ignores_hang_up(&status),
        Err(_) => !io::stderr().is_terminal(),
    }
}

/// Reads whether a process ignores SIGHUP, which is the lowest bit of its ignored signals:
/// <https://man7.org/linux/man-pages/man5/proc_pid_status.5.html>.
#[cfg(unix)]
fn ignores_hang_up(status: &str) -> bool {
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & 1 == 1)
}

#[cfg(not(unix))]
impl Signals {
    /// Handles signals from the first wait on.
    #[allow(clippy::unnecessary_wraps)]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next signal.
    pub(super) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Waits forever: SIGTERM and SIGHUP do not exist here.
    #[allow(clippy::unused_self)]
    pub(super) async fn terminate(&mut self) {
        std::future::pending().await
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::ignores_hang_up;

    #[test]
    fn program_started_by_nohup_ignores_the_hang_up() {
        // As Linux reports it: with SIGHUP ignored, with only SIGPIPE ignored, and without the line.
        assert!(ignores_hang_up(
            "SigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n"
        ));
        assert!(!ignores_hang_up(
            "SigBlk:\t0000000000000001\nSigIgn:\t0000000000001000\n"
        ));
        assert!(!ignores_hang_up("Name:\tcampus\n"));
    }
}
