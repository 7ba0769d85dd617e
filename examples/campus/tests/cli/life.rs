//! A stack's whole life: planned, deployed, looked at, destroyed; and what its data needs to go.

use super::folder::{Folder, JOURNAL, WORLD};
use serde_json::Value;
use std::fs;

#[test]
fn a_stack_is_planned_deployed_looked_at_and_destroyed() {
    let folder = Folder::new();
    insta::assert_snapshot!("01_status_before", folder.run("status"));
    insta::assert_snapshot!("02_outputs_before", folder.run("outputs"));
    insta::assert_snapshot!("03_plan", folder.run("plan"));
    insta::assert_snapshot!("04_deploy", folder.run(""));
    insta::assert_snapshot!("05_deploy_again", folder.run("deploy"));
    insta::assert_snapshot!("06_status", folder.run("status"));
    insta::assert_snapshot!("07_outputs", folder.run("outputs"));
    insta::assert_snapshot!("08_outputs_json", folder.run("outputs --json"));
    insta::assert_snapshot!("09_destroy_unasked", folder.run("destroy"));
    insta::assert_snapshot!("10_destroy", folder.run("destroy --confirm campus"));
    assert!(!folder.path(JOURNAL).exists(), "nothing is left to keep a journal of");
    insta::assert_snapshot!("11_destroy_again", folder.run("destroy"));
    insta::assert_snapshot!("12_status_after", folder.run("status"));
    insta::assert_snapshot!("13_outputs_after", folder.run("outputs"));
}

#[test]
fn json_is_all_that_stands_on_stdout_where_it_is_asked_for() {
    let folder = Folder::new();
    let said = folder.run("deploy --json");
    let stdout = said.split_once('\n').unwrap().1.split("--- stderr").next().unwrap();
    let told: Value = serde_json::from_str(stdout).unwrap();
    assert_eq!(told["run"]["succeeded"], true);
    assert_eq!(told["outputs"]["ECS-CLUSTER-NAME"], "campus-cluster");
    assert_eq!(told["plan"]["changes"].as_array().unwrap().len(), told["run"]["done"]);
}

#[test]
fn data_goes_only_by_the_name_of_the_stack_or_where_the_declaration_says_so() {
    let folder = Folder::new();
    folder.run("deploy");
    let journal = fs::read_to_string(folder.path(JOURNAL)).unwrap();
    let refusal = |said: String| said.split_once("--- stderr").unwrap().1.to_owned();
    insta::assert_snapshot!("destroy_with_yes_alone", refusal(folder.run("destroy --yes")));
    insta::assert_snapshot!(
        "destroy_of_another_name",
        refusal(folder.run("destroy --yes --confirm kampus"))
    );
    assert_eq!(fs::read_to_string(folder.path(JOURNAL)).unwrap(), journal);
    assert!(
        folder
            .run("destroy --yes --confirm campus")
            .contains("campus is destroyed.")
    );
}

#[test]
fn a_broken_sandbox_can_be_thrown_away() {
    let folder = Folder::new();
    folder.write(WORLD, "{");
    insta::assert_snapshot!(folder.run("deploy"));
}
