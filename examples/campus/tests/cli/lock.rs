//! Several deployers in one folder: one works, and the others leave or wait.

use super::folder::{Folder, JOURNAL};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

/// Takes the lock of a folder, as another deployer does.
fn held(folder: &Folder) -> File {
    let lock = Path::new(JOURNAL).with_extension("lock");
    let lock = lock.to_str().unwrap();
    folder.write(lock, "process 4242, since 2026-09-01 08:30:00 UTC");
    let held = File::open(folder.path(lock)).unwrap();
    held.lock().unwrap();
    held
}

#[test]
fn a_second_deployer_is_turned_away_and_told_who_works() {
    let folder = Folder::new();
    let held = held(&folder);
    insta::assert_snapshot!(folder.run("deploy"));
    insta::assert_snapshot!("journal_unlock_of_a_file", folder.run("journal unlock"));
    held.unlock().unwrap();
}

#[test]
fn of_two_deployers_started_together_in_one_folder_one_works_and_the_other_leaves() {
    let folder = Folder::new();
    let start = || {
        folder
            .command(&["deploy", "--real-time", "200"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let both = [start(), start()].map(|one| one.wait_with_output().unwrap());
    let (done, left): (Vec<_>, Vec<_>) = both.iter().partition(|one| one.status.success());
    let said: Vec<_> = left.iter().map(|one| String::from_utf8_lossy(&one.stderr)).collect();
    assert_eq!((done.len(), left.len()), (1, 1), "{said:?}");
    assert!(
        said[0].starts_with("error: another deployer is working on this stack: process "),
        "{said:?}"
    );
    assert!(
        folder
            .run("journal verify")
            .contains("The journal of campus is correct")
    );
    assert!(folder.run("status").contains("112 resources, all ready."));
}

#[test]
fn whoever_waits_works_when_the_other_has_ended() {
    let folder = Folder::new();
    let held = held(&folder);
    let mut waiting = folder
        .command(&["deploy", "--wait"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(waiting.stderr.take().unwrap()).lines();
    let told = stderr.next().unwrap().unwrap();
    assert!(
        told.starts_with("Waiting: another deployer is working") && told.contains("4242"),
        "{told}"
    );
    assert!(!folder.path(JOURNAL).exists(), "it waits");
    held.unlock().unwrap();
    let rest: Vec<String> = stderr.map(Result::unwrap).collect();
    assert!(waiting.wait_with_output().unwrap().status.success(), "{rest:?}");
    assert!(folder.path(JOURNAL).exists());
}
