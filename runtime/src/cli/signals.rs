//! Ctrl-C, SIGTERM, and SIGHUP of a terminal that is closed: the first stops in good order, the second at once.

use super::error::CliError;
use std::io;
use std::time::Duration;

/// How long what is in flight may take, once somebody has asked for the end, until it is cut off. Most calls are answered
/// within seconds; who stops programs from outside seldom waits longer, as Kubernetes with its 30 seconds.
pub(super) const GRACE: Duration = Duration::from_secs(30);

/// Listens from now on.
pub(super) fn listen() -> Result<Signals, CliError> {
    Signals::listen()
        .map_err(|error| CliError::new(format!("the system does not let this program hear Ctrl-C: {error}")))
}

/// The signals that ask for the end.
pub(super) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    /// Nothing where whoever started the program has it ignored.
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

    /// Waits for the next one.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            () = heard(self.hang_up.as_mut()) => {}
        }
    }

    /// Waits for the next SIGTERM or SIGHUP. Ctrl-C is heard by somebody else meanwhile.
    pub(super) async fn terminate(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            () = heard(self.hang_up.as_mut()) => {}
        }
    }
}

/// Waits for a signal, for ever where it is ignored.
#[cfg(unix)]
async fn heard(signal: Option<&mut tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Tells whether the program was started to outlive its terminal, as by `nohup`: with SIGHUP ignored, which Linux tells.
/// Elsewhere it is taken for so where the program writes to no terminal, as `nohup` arranges it.
#[cfg(unix)]
fn is_hang_up_ignored() -> bool {
    use std::io::IsTerminal as _;
    match std::fs::read_to_string("/proc/self/status") {
        Ok(status) => ignores_hang_up(&status),
        Err(_) => !io::stderr().is_terminal(),
    }
}

/// Reads the ignored signals of a process, of which SIGHUP is the lowest bit:
/// <https://man7.org/linux/man-pages/man5/proc_pid_status.5.html>.
#[cfg(unix)]
fn ignores_hang_up(status: &str) -> bool {
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & 1 == 1)
}

#[cfg(not(unix))]
impl Signals {
    /// Listens from the first wait on.
    #[allow(clippy::unnecessary_wraps)]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next one.
    pub(super) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Waits for ever: there are no SIGTERM and SIGHUP.
    #[allow(clippy::unused_self)]
    pub(super) async fn terminate(&mut self) {
        std::future::pending().await
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::ignores_hang_up;

    #[test]
    fn whoever_is_started_by_nohup_ignores_the_hang_up() {
        // As Linux writes it, with SIGHUP ignored, with SIGPIPE alone, and of a system that says nothing of it.
        assert!(ignores_hang_up(
            "SigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n"
        ));
        assert!(!ignores_hang_up(
            "SigBlk:\t0000000000000001\nSigIgn:\t0000000000001000\n"
        ));
        assert!(!ignores_hang_up("Name:\tcampus\n"));
    }
}
