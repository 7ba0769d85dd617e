//! Which of two stacks is meant: the real binary, as somebody in a shell sees it.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};

/// Runs a command in an empty folder, and returns all that it says and how it ends.
fn run(arguments: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_two-campuses"))
        .args(arguments.split_whitespace())
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let code = output.status.code().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    format!("$ two-campuses {arguments}\n{stdout}--- stderr\n{stderr}--- exit code {code}\n")
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
