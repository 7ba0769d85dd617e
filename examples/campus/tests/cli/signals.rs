//! Signals: the first stops gracefully, a second one stops at once, and the next run continues from either.

use super::cli_env::{CliEnv, DEPLOY, JOURNAL};
use super::process::Process;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

/// Starts a deployment from a shell script, at a speed at which waits take seconds. Returns when its first resource is created
/// and others are in flight.
fn deploy(env: &CliEnv, before: &str) -> Process {
    let script = format!("{before} exec \"$0\" deploy --real-time 100");
    let mut command = Command::new("/bin/sh");
    let command = command
        .args(["-c", &script, env!("CARGO_BIN_EXE_campus")])
        .current_dir(env.path(""))
        .env_clear();
    let mut process = Process::start(command);
    process.wait_for("network.vpc (VPC): created");
    process
}

const RESUME_HINT: &str = "The journal records all resources that were created or were about to be created. To continue from there: campus deploy\n";

/// Returns the steps of the journal's resources.
fn steps(env: &CliEnv) -> BTreeSet<String> {
    let journal = env.json(JOURNAL);
    let entries = journal["resources"].as_object().unwrap().values();
    entries
        .map(|entry| entry["step"].as_str().unwrap().to_owned())
        .collect()
}

/// Deploys to the end, and checks that every resource exists once.
fn check_resume(env: &CliEnv, declared: &BTreeSet<String>) {
    env.run_uninterrupted(DEPLOY);
    env.check_deployed(declared);
}

#[test]
fn each_termination_signal_stops_gracefully() {
    // Child processes inherit that SIGHUP is ignored, and the test itself may have been started with nohup. If this
    // cannot be read from /proc, it is assumed.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:\t"));
    let ignores_hang_up = ignored.is_none_or(|mask| u64::from_str_radix(mask, 16).unwrap() & 1 == 1);
    for name in ["INT", "TERM", "HUP"] {
        if name == "HUP" && ignores_hang_up {
            println!("skipped: SIGHUP is ignored by the process that started this test");
            continue;
        }
        let env = CliEnv::new();
        let declared = env.planned_addresses().into_iter().collect();
        let deployment = deploy(&env, "");
        deployment.signal(name);
        let (stderr, code) = deployment.end();
        assert!(
            stderr.contains("Stopping: no new step is started; "),
            "{name}: {stderr}"
        );
        assert!(stderr.contains(" steps succeeded, 0 failed, "), "{name}: {stderr}");
        assert!(stderr.ends_with(RESUME_HINT), "{name}: {stderr}");
        assert_eq!(code, Some(130), "{name}: {stderr}");
        check_resume(&env, &declared);
    }
}

#[test]
fn second_signal_stops_at_once_and_the_next_run_resumes() {
    let env = CliEnv::new();
    let declared = env.planned_addresses().into_iter().collect();
    let deployment = deploy(&env, "");
    // While the process is stopped, so that it receives both signals at once.
    for name in ["STOP", "INT", "TERM", "CONT"] {
        deployment.signal(name);
    }
    let (stderr, code) = deployment.end();
    assert!(
        stderr.contains("Stopped immediately. It is unknown whether the calls in progress took effect."),
        "{stderr}"
    );
    assert!(stderr.ends_with(RESUME_HINT), "{stderr}");
    assert_eq!(code, Some(130), "{stderr}");
    assert!(
        steps(&env).contains("configuring"),
        "nothing was in flight: {:?}",
        steps(&env)
    );
    check_resume(&env, &declared);
}

#[test]
fn nohup_deployment_ignores_hangup() {
    let env = CliEnv::new();
    // As nohup does.
    let mut deployment = deploy(&env, "trap '' HUP;");
    deployment.signal("HUP");
    deployment.wait_for("network.nat-a (NAT gateway): created");
    deployment.signal("TERM");
    let (stderr, code) = deployment.end();
    assert!(stderr.contains("Stopping: ") && code == Some(130), "{stderr}");
}
