//! Which of two stacks is meant: the real binary, as somebody in a shell sees it.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]

#[path = "../../campus/tests/cli/told.rs"]
mod told;

use std::process::{Command, Stdio};
use told::told;

/// Runs a command in an empty folder, and returns all that it says and how it ends.
fn run(arguments: &str) -> String {
    run_in(&tempfile::tempdir().unwrap(), arguments)
}

/// Runs a command in a folder, and returns all that it says and how it ends.
fn run_in(folder: &tempfile::TempDir, arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_two-campuses"))
        .args(arguments.split_whitespace())
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    format!("$ two-campuses {arguments}\n{}", told(output))
}

/// Puts one word in the place of each time: those that backups are named by, and those that a run took.
fn without_times(text: &str) -> String {
    let named = text.split("north-campus-2").enumerate().map(|(n, part)| match n {
        0 => part.to_owned(),
        // What follows is the rest of `20261122-183000`.
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
fn with_two_stacks_one_must_be_named() {
    insta::assert_snapshot!(run("deploy"));
}

#[test]
fn an_unknown_name_is_told_what_is_near() {
    insta::assert_snapshot!(run("deploy --stack soutch-campus"));
}

#[test]
fn the_second_stack_is_its_own_with_what_it_takes_from_the_first() {
    insta::assert_snapshot!(run("plan --stack south-campus"));
}

#[test]
fn a_stack_is_backed_up_and_another_made_from_it() {
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

/// The line before the end of what a command says.
fn last_line(text: &str) -> String {
    let said = text.split("--- stderr").next().unwrap().trim_end();
    said.lines().last().unwrap().to_owned()
}
