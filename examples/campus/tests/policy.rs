//! `policy`, of the real binary: what it writes can be given to IAM as it is.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]

#[path = "cli/told.rs"]
mod told;

use serde_json::Value;
use std::process::{Command, Output};
use told::told;

fn run(arguments: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_campus"))
        .args(arguments.split_whitespace())
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let left = folder.path().read_dir().unwrap().count();
    assert_eq!(left, 0, "something is left in the folder");
    output
}

/// All that it says, and how it ends.
fn said(arguments: &str) -> String {
    format!("$ campus {arguments}\n{}", told(run(arguments)))
}

#[test]
fn the_policies_of_the_reference_are_written_with_how_to_use_them() {
    insta::assert_snapshot!(said("policy"));
}

#[test]
fn one_policy_is_written_alone_as_iam_takes_it() {
    let all: Value = serde_json::from_slice(&run("policy").stdout).unwrap();
    for number in 1..=all.as_object().unwrap().len() {
        let output = run(&format!("policy {number}"));
        let one: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(one, all[format!("campus-deployer-{number}")]);
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}

#[test]
fn a_policy_that_there_is_not_is_refused() {
    insta::assert_snapshot!(said("policy 0"));
}

#[test]
fn whatever_the_target_and_the_form_the_policies_are_the_same() {
    let plain = run("policy").stdout;
    assert_eq!(run("policy --target aws").stdout, plain);
    assert_eq!(run("policy --json").stdout, plain);
}
