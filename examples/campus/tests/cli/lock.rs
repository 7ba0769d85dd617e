//! Several deployers in one folder: one works, and the others are refused or wait.

use super::cli_env::{CliEnv, JOURNAL};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

/// Takes the lock of a folder, as another deployer does.
fn hold_lock(env: &CliEnv) -> File {
    let lock = Path::new(JOURNAL).with_extension("lock");
    let lock = lock.to_str().unwrap();
    env.write(lock, "process 4242, since 2026-09-01 08:30:00 UTC");
    let held = File::open(env.path(lock)).unwrap();
    held.lock().unwrap();
    held
}

#[test]
fn second_deployer_is_refused_and_sees_who_holds_the_lock() {
    let env = CliEnv::new();
    let held = hold_lock(&env);
    insta::assert_snapshot!(env.run("deploy"));
    insta::assert_snapshot!("journal_unlock_of_a_file", env.run("journal unlock"));
    held.unlock().unwrap();
}

#[test]
fn only_one_of_two_concurrent_deployers_works() {
    let env = CliEnv::new();
    let start = || {
        env.command(&["deploy", "--real-time", "200"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let both = [start(), start()].map(|one| one.wait_with_output().unwrap());
    let (done, refused): (Vec<_>, Vec<_>) = both.iter().partition(|one| one.status.success());
    let stderr: Vec<_> = refused.iter().map(|one| String::from_utf8_lossy(&one.stderr)).collect();
    assert_eq!((done.len(), refused.len()), (1, 1), "{stderr:?}");
    assert!(
        stderr[0].starts_with("error: another deployer is working on this stack: process "),
        "{stderr:?}"
    );
    assert!(env.run("journal verify").contains("The journal of campus is correct"));
    assert!(env.run("status").contains("117 resources, all ready."));
}

#[test]
fn waiting_deployer_works_when_the_lock_is_released() {
    let env = CliEnv::new();
    let held = hold_lock(&env);
    let mut waiting = env
        .command(&["deploy", "--wait"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(waiting.stderr.take().unwrap()).lines();
    let line = stderr.next().unwrap().unwrap();
    assert!(
        line.starts_with("Waiting: another deployer is working") && line.contains("4242"),
        "{line}"
    );
    assert!(!env.path(JOURNAL).exists(), "it must wait");
    held.unlock().unwrap();
    let rest: Vec<String> = stderr.map(Result::unwrap).collect();
    assert!(waiting.wait_with_output().unwrap().status.success(), "{rest:?}");
    assert!(env.path(JOURNAL).exists());
}
