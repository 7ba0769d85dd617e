//! Runs commands and kills them by SIGKILL at random moments, until one ends by itself.

use std::env;
use std::fmt::Debug;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitStatus, Stdio};
use std::str::FromStr;
use std::time::Duration;

/// The longest time between a line of progress and the kill. Between two lines a step writes its intent, makes its call and
/// writes what came of it, and each of these is to be hit.
const BETWEEN: u64 = 20_000;

/// Kills, from a seed on.
pub(crate) struct Killer {
    random: fastrand::Rng,
    /// How often a command is killed before it is left alone.
    kills: usize,
    /// How many commands were killed.
    pub(crate) killed: usize,
}

/// How a command ended that was left alone.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// Its lines of progress.
    pub(crate) told: Vec<String>,
}

impl Killer {
    /// Takes the seed from `KILLS_SEED`, and from `KILLS` how often a command is killed.
    pub(crate) fn new(kills: usize) -> Self {
        let seed = setting("KILLS_SEED", fastrand::u64(..));
        let kills = setting("KILLS", kills);
        println!("to draw the same moments again: KILLS_SEED={seed} KILLS={kills}");
        Self {
            random: fastrand::Rng::with_seed(seed),
            kills,
            killed: 0,
        }
    }

    /// Repeats a command until it ends by itself, and returns how; `whole` is the number of lines that it tells when nobody
    /// kills it. After each kill, `meanwhile` may do something.
    pub(crate) fn until_it_ends(
        &mut self,
        mut command: impl FnMut() -> Command,
        whole: usize,
        mut meanwhile: impl FnMut(&mut fastrand::Rng),
    ) -> Ended {
        // On average the kills are spread over the whole.
        let most = 2 * whole / self.kills.max(1);
        for _ in 0..self.kills {
            let lines = self.random.usize(..=most);
            let after = Duration::from_micros(self.random.u64(..BETWEEN));
            if let Some(ended) = run(&mut command(), Some((lines, after))) {
                return ended;
            }
            self.killed += 1;
            meanwhile(&mut self.random);
        }
        run(&mut command(), None).expect("nobody killed it")
    }
}

/// Runs a command, and kills it once it has told so many lines, and so long after that; returns nothing if it was killed.
pub(crate) fn run(command: &mut Command, kill: Option<(usize, Duration)>) -> Option<Ended> {
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut told = Vec::new();
    loop {
        if let Some((_, after)) = kill.filter(|(at, _)| *at == told.len()) {
            // Not for anything to happen: the moment is drawn.
            std::thread::sleep(after);
            child.kill().unwrap();
        }
        let Some(line) = lines.next() else {
            break;
        };
        told.push(line.unwrap());
    }
    let status = child.wait().unwrap();
    // Only a process that nobody killed has a code, be it that the kill came too late.
    status.code().map(|_| Ended { status, told })
}

fn setting<T: FromStr<Err: Debug>>(name: &str, otherwise: T) -> T {
    match env::var(name) {
        Ok(value) => value
            .parse()
            .unwrap_or_else(|error| panic!("{name} is no number: {error:?}")),
        Err(_) => otherwise,
    }
}
