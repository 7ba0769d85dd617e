//! Asked to end by signals: the first ends in good order, a second one at once, and the next run goes on from either.

use super::folder::{DEPLOY, Folder, JOURNAL};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ChildStderr, Command, Stdio};

/// A deployment that is under way, at a speed at which waits take seconds.
struct Deployment {
    child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Deployment {
    /// Starts one, in the way that a shell words it, and waits until its first resource is there and others are in flight.
    fn start(folder: &Folder, before: &str) -> Self {
        let script = format!("{before} exec \"$0\" deploy --real-time 100");
        let mut command = Command::new("/bin/sh");
        let command = command
            .args(["-c", &script, env!("CARGO_BIN_EXE_campus")])
            .current_dir(folder.path(""))
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let mut deployment = Self { child, stderr };
        deployment.hear("network.vpc (VPC): created");
        deployment
    }

    /// Reads on until it says something.
    fn hear(&mut self, text: &str) {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert_ne!(self.stderr.read_line(&mut line).unwrap(), 0, "it ended too early");
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", name, &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits until it ends, and returns what it says until then, and its exit code.
    fn end(mut self) -> (String, Option<i32>) {
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).unwrap();
        let status = self.child.wait().unwrap();
        assert_eq!(status.signal(), None, "it was killed: {said}");
        (said, status.code())
    }
}

const GOES_ON: &str = "The journal knows what was made and what was about to be. To go on from there: campus deploy\n";

/// Returns how far the resources are that the journal knows.
fn steps(folder: &Folder) -> BTreeSet<String> {
    let journal = folder.json(JOURNAL);
    let entries = journal["resources"].as_object().unwrap().values();
    entries
        .map(|entry| entry["step"].as_str().unwrap().to_owned())
        .collect()
}

/// Deploys to the end, and checks that all is there, once.
fn goes_on(folder: &Folder, declared: &BTreeSet<String>) {
    folder.undisturbed(DEPLOY);
    folder.check_deployed(declared);
}

#[test]
fn each_signal_that_asks_for_the_end_stops_in_good_order() {
    // Who ignores SIGHUP has all ignore it that he starts: the test itself may be one that is to outlive its terminal.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:\t"));
    let ignores_hang_up = ignored.is_some_and(|mask| u64::from_str_radix(mask, 16).unwrap() & 1 == 1);
    for name in ["INT", "TERM", "HUP"] {
        if name == "HUP" && ignores_hang_up {
            println!("SIGHUP is ignored by whoever has started this test: skipped");
            continue;
        }
        let folder = Folder::new();
        let declared = folder.planned().into_iter().collect();
        let deployment = Deployment::start(&folder, "");
        deployment.signal(name);
        let (said, code) = deployment.end();
        assert!(said.contains("Stopping: nothing new is begun; "), "{name}: {said}");
        assert!(said.contains(" steps succeeded, 0 failed, "), "{name}: {said}");
        assert!(said.ends_with(GOES_ON), "{name}: {said}");
        assert_eq!(code, Some(130), "{name}: {said}");
        goes_on(&folder, &declared);
    }
}

#[test]
fn a_second_signal_stops_at_once_and_the_next_run_goes_on_from_what_was_in_flight() {
    let folder = Folder::new();
    let declared = folder.planned().into_iter().collect();
    let deployment = Deployment::start(&folder, "");
    // While it stands still, so that both are there when it looks.
    for name in ["STOP", "INT", "TERM", "CONT"] {
        deployment.signal(name);
    }
    let (said, code) = deployment.end();
    assert!(
        said.contains("Stopped at once. What was in flight may or may not have been done."),
        "{said}"
    );
    assert!(said.ends_with(GOES_ON), "{said}");
    assert_eq!(code, Some(130), "{said}");
    assert!(
        steps(&folder).contains("configuring"),
        "nothing was in flight: {:?}",
        steps(&folder)
    );
    goes_on(&folder, &declared);
}

#[test]
fn whoever_was_started_to_outlive_the_terminal_does() {
    let folder = Folder::new();
    // What nohup does before it starts a program.
    let mut deployment = Deployment::start(&folder, "trap '' HUP;");
    deployment.signal("HUP");
    deployment.hear("network.nat-a (NAT gateway): created");
    deployment.signal("TERM");
    let (said, code) = deployment.end();
    assert!(said.contains("Stopping: ") && code == Some(130), "{said}");
}
