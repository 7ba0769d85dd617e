//! The lifecycle of a stack, and the confirmation that deleting its data needs.

use super::cli_env::{CliEnv, JOURNAL, WORLD};
use serde_json::Value;
use std::fs;

#[test]
fn stack_lifecycle() {
    let env = CliEnv::new();
    insta::assert_snapshot!("01_status_before", env.run("status"));
    insta::assert_snapshot!("02_outputs_before", env.run("outputs"));
    insta::assert_snapshot!("03_plan", env.run("plan"));
    insta::assert_snapshot!("04_deploy", env.run(""));
    insta::assert_snapshot!("05_deploy_again", env.run("deploy"));
    insta::assert_snapshot!("06_status", env.run("status"));
    insta::assert_snapshot!("07_outputs", env.run("outputs"));
    insta::assert_snapshot!("08_outputs_json", env.run("outputs --json"));
    insta::assert_snapshot!("09_destroy_unconfirmed", env.run("destroy"));
    insta::assert_snapshot!("10_destroy", env.run("destroy --confirm campus"));
    assert!(!env.path(JOURNAL).exists(), "the journal still exists");
    insta::assert_snapshot!("11_destroy_again", env.run("destroy"));
    insta::assert_snapshot!("12_status_after", env.run("status"));
    insta::assert_snapshot!("13_outputs_after", env.run("outputs"));
}

#[test]
fn stdout_has_only_json_with_that_option() {
    let env = CliEnv::new();
    let output = env.run("deploy --json");
    let stdout = output.split_once('\n').unwrap().1.split("--- stderr").next().unwrap();
    let json: Value = serde_json::from_str(stdout).unwrap();
    assert_eq!(json["run"]["succeeded"], true);
    assert_eq!(json["outputs"]["ECS-CLUSTER-NAME"], "campus-cluster");
    assert_eq!(json["plan"]["changes"].as_array().unwrap().len(), json["run"]["done"]);
}

#[test]
fn data_is_deleted_only_after_confirmation_with_the_name_of_the_stack() {
    let env = CliEnv::new();
    env.run("deploy");
    let journal = fs::read_to_string(env.path(JOURNAL)).unwrap();
    let stderr = |output: String| output.split_once("--- stderr").unwrap().1.to_owned();
    insta::assert_snapshot!("destroy_with_yes_alone", stderr(env.run("destroy --yes")));
    insta::assert_snapshot!(
        "destroy_of_another_name",
        stderr(env.run("destroy --yes --confirm kampus"))
    );
    assert_eq!(fs::read_to_string(env.path(JOURNAL)).unwrap(), journal);
    assert!(
        env.run("destroy --yes --confirm campus")
            .contains("campus is destroyed.")
    );
}

#[test]
fn broken_sandbox_can_be_deleted() {
    let env = CliEnv::new();
    env.write(WORLD, "{");
    insta::assert_snapshot!(env.run("deploy"));
}
