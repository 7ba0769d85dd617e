//! `policy` prints policies that IAM accepts as they are.

// Tests may panic.
#![allow(clippy::unwrap_used)]

#[path = "cli/transcript.rs"]
mod transcript;

use serde_json::Value;
use std::process::{Command, Output};
use transcript::transcript;

fn run(arguments: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_campus"))
        .args(arguments.split_whitespace())
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let left = folder.path().read_dir().unwrap().count();
    assert_eq!(left, 0, "the command wrote files");
    output
}

fn run_transcript(arguments: &str) -> String {
    format!("$ campus {arguments}\n{}", transcript(run(arguments)))
}

#[test]
fn reference_policies_are_printed_with_instructions() {
    insta::assert_snapshot!(run_transcript("policy"));
}

#[test]
fn single_policy_is_printed_without_instructions() {
    let all: Value = serde_json::from_slice(&run("policy").stdout).unwrap();
    for number in 1..=all.as_object().unwrap().len() {
        let output = run(&format!("policy {number}"));
        let one: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(one, all[format!("campus-deployer-{number}")]);
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}

#[test]
fn unknown_policy_is_refused() {
    insta::assert_snapshot!(run_transcript("policy 0"));
}

#[test]
fn policies_do_not_depend_on_target_or_format() {
    let plain = run("policy").stdout;
    assert_eq!(run("policy --target aws").stdout, plain);
    assert_eq!(run("policy --json").stdout, plain);
}
