//! Runs the real binary with two stacks.

// Tests may panic.
#![allow(clippy::unwrap_used)]

#[path = "../../campus/tests/cli/transcript.rs"]
mod transcript;

use std::process::{Command, Stdio};
use transcript::transcript;

/// Runs a command in an empty folder, and returns its transcript.
fn run(arguments: &str) -> String {
    run_in(&tempfile::tempdir().unwrap(), arguments)
}

/// Runs a command in a folder, and returns its transcript.
fn run_in(folder: &tempfile::TempDir, arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_two-campuses"))
        .args(arguments.split_whitespace())
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    format!("$ two-campuses {arguments}\n{}", transcript(output))
}

/// Replaces times, which are in the names of backups and in durations.
fn without_times(text: &str) -> String {
    let named = text.split("north-campus-2").enumerate().map(|(n, part)| match n {
        0 => part.to_owned(),
        // The rest of `20261122-183000`.
        _ => format!("north-campus-[TIME]{}", &part[14..]),
    });
    let took = |line: &str| match line.split_once("the sandbox took ") {
        Some((before, _)) => format!("{before}the sandbox took [TIME]."),
        None => line.to_owned(),
    };
    let text: String = named.collect();
    text.lines().map(took).collect::<Vec<_>>().join("\n")
}

#[test]
fn stack_must_be_named_if_there_are_two() {
    insta::assert_snapshot!(run("deploy"));
}

#[test]
fn unknown_stack_suggests_a_similar_name() {
    insta::assert_snapshot!(run("deploy --stack soutch-campus"));
}

#[test]
fn second_stack_inherits_from_the_first() {
    insta::assert_snapshot!(run("plan --stack south-campus"));
}

#[test]
fn stack_is_backed_up_and_restored_as_another() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!("restore_1_nothing", run_in(&folder, "restore --to south-campus"));
    insta::assert_snapshot!("restore_2_not_deployed", run_in(&folder, "backup --stack north-campus"));
    run_in(&folder, "deploy --stack north-campus");
    let backup = without_times(&run_in(&folder, "backup --stack north-campus"));
    insta::assert_snapshot!("restore_3_backup", backup);
    let list = without_times(&run_in(&folder, "backup --list --stack north-campus"));
    insta::assert_snapshot!("restore_4_list", list);
    insta::assert_snapshot!(
        "restore_5_unknown",
        without_times(&run_in(&folder, "restore --to south-campus --backup nine"))
    );
    let restore = without_times(&run_in(&folder, "restore --to south-campus"));
    insta::assert_snapshot!("restore_6", restore);
    insta::assert_snapshot!("restore_7_again", run_in(&folder, "restore --to south-campus"));
    insta::assert_snapshot!(
        "restore_8_itself",
        run_in(&folder, "restore --to north-campus --stack north-campus")
    );
    insta::assert_snapshot!(
        "restore_9_status",
        last_line(&run_in(&folder, "status --stack south-campus"))
    );
}

/// Returns the last line of stdout.
fn last_line(text: &str) -> String {
    let stdout = text.split("--- stderr").next().unwrap().trim_end();
    stdout.lines().last().unwrap().to_owned()
}
