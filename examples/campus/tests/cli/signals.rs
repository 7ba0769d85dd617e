//! Asked to end by signals: the first ends in good order, a second one at once, and the next run goes on from either.

use super::folder::{DEPLOY, Folder, JOURNAL};
use super::process::Process;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

/// Starts a deployment, in the way that a shell words it, at a speed at which waits take seconds; and waits until its first
/// resource is there and others are in flight.
fn deploy(folder: &Folder, before: &str) -> Process {
    let script = format!("{before} exec \"$0\" deploy --real-time 100");
    let mut command = Command::new("/bin/sh");
    let command = command
        .args(["-c", &script, env!("CARGO_BIN_EXE_campus")])
        .current_dir(folder.path(""))
        .env_clear();
    let mut process = Process::start(command);
    process.hear("network.vpc (VPC): created");
    process
}

const GOES_ON: &str =
    "The journal records what was created and what was about to be. To continue from there: campus deploy\n";

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
    // Who ignores SIGHUP has all ignore it that he starts: the test itself may be one that is to outlive its terminal. Where no
    // system tells, a program without a terminal is taken for one.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:\t"));
    let ignores_hang_up = ignored.is_none_or(|mask| u64::from_str_radix(mask, 16).unwrap() & 1 == 1);
    for name in ["INT", "TERM", "HUP"] {
        if name == "HUP" && ignores_hang_up {
            println!("SIGHUP is ignored by whoever has started this test: skipped");
            continue;
        }
        let folder = Folder::new();
        let declared = folder.planned().into_iter().collect();
        let deployment = deploy(&folder, "");
        deployment.signal(name);
        let (said, code) = deployment.end();
        assert!(said.contains("Stopping: no new step is started; "), "{name}: {said}");
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
    let deployment = deploy(&folder, "");
    // While it stands still, so that both are there when it looks.
    for name in ["STOP", "INT", "TERM", "CONT"] {
        deployment.signal(name);
    }
    let (said, code) = deployment.end();
    assert!(
        said.contains("Stopped immediately. It is unknown whether the calls in progress took effect."),
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
    let mut deployment = deploy(&folder, "trap '' HUP;");
    deployment.signal("HUP");
    deployment.hear("network.nat-a (NAT gateway): created");
    deployment.signal("TERM");
    let (said, code) = deployment.end();
    assert!(said.contains("Stopping: ") && code == Some(130), "{said}");
}
