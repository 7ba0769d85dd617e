//! Runs commands and kills them with SIGKILL at random moments until one exits by itself.

use std::env;
use std::fmt::Debug;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitStatus, Stdio};
use std::str::FromStr;
use std::time::Duration;

/// The longest time between a progress line and the kill, in microseconds. Between two lines, a step writes its intent, makes its
/// call and writes the result, and the kills should hit each of these.
const MAX_DELAY: u64 = 20_000;

/// Kills commands at random moments.
pub(crate) struct Killer {
    random: fastrand::Rng,
    /// How often a command is killed before it can run to its end.
    kills: usize,
    pub(crate) killed: usize,
}

/// The result of a command that was not killed.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) progress: Vec<String>,
}

impl Killer {
    /// Takes the seed from `KILLS_SEED`, and the number of kills of a command from `KILLS`.
    pub(crate) fn new(kills: usize) -> Self {
        let seed = setting("KILLS_SEED", fastrand::u64(..));
        let kills = setting("KILLS", kills);
        println!("to repeat this: KILLS_SEED={seed} KILLS={kills}");
        Self {
            random: fastrand::Rng::with_seed(seed),
            kills,
            killed: 0,
        }
    }

    /// Repeats a command until it exits by itself, and returns the result. `lines` is the number of its progress lines without a
    /// kill. `after_kill` is called after each kill.
    pub(crate) fn run_until_exit(
        &mut self,
        mut command: impl FnMut() -> Command,
        lines: usize,
        mut after_kill: impl FnMut(&mut fastrand::Rng),
    ) -> Ended {
        // On average, the kills are spread over the whole command.
        let most = 2 * lines / self.kills.max(1);
        for _ in 0..self.kills {
            let at = self.random.usize(..=most);
            let after = Duration::from_micros(self.random.u64(..MAX_DELAY));
            if let Some(ended) = run(&mut command(), Some((at, after))) {
                return ended;
            }
            self.killed += 1;
            after_kill(&mut self.random);
        }
        run(&mut command(), None).expect("it was not killed")
    }
}

/// Runs a command, and kills it after the given number of progress lines and a delay. Returns nothing if it was killed.
pub(crate) fn run(command: &mut Command, kill: Option<(usize, Duration)>) -> Option<Ended> {
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut progress = Vec::new();
    loop {
        if let Some((_, after)) = kill.filter(|(at, _)| *at == progress.len()) {
            // The random delay.
            std::thread::sleep(after);
            child.kill().unwrap();
        }
        let Some(line) = lines.next() else {
            break;
        };
        progress.push(line.unwrap());
    }
    let status = child.wait().unwrap();
    // Only a process that was not killed has an exit code, including one that exited before the kill.
    status.code().map(|_| Ended { status, progress })
}

fn setting<T: FromStr<Err: Debug>>(name: &str, otherwise: T) -> T {
    match env::var(name) {
        Ok(value) => value
            .parse()
            .unwrap_or_else(|error| panic!("{name} is not a number: {error:?}")),
        Err(_) => otherwise,
    }
}
