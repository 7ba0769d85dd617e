//! Changes of the declaration and drift: how they are shown, and how a deployment applies them.

use super::cli_env::{CliEnv, JOURNAL, WORLD};
use serde_json::json;
use std::fs;

#[test]
fn change_is_shown_by_field_and_applied_in_place_if_possible() {
    let env = CliEnv::new();
    env.run("deploy");
    env.set_applied("database.instance", "class", &json!("db.r6g.2xlarge"));
    env.set_applied("database.instance", "log_exports", &json!(["error", "general"]));
    env.set_applied("compute.task-web", "cpu", &json!(1024));
    env.tamper("load_balancer.web", "health_path", &json!("/"));
    insta::assert_snapshot!("1_status", env.run("status"));
    insta::assert_snapshot!("2_plan", env.run("plan"));
    insta::assert_snapshot!("3_plan_json", env.run("plan --json"));
    insta::assert_snapshot!("4_deploy", env.run("deploy"));
    insta::assert_snapshot!("5_deploy_again", env.run("deploy"));
}

#[test]
fn changed_deleted_and_not_owned_resources_are_distinguished() {
    let env = CliEnv::new();
    env.run("deploy");
    env.tamper("load_balancer.web", "health_path", &json!("/"));
    env.tamper("files.access-point", "uid", &json!(0));
    let (deleted, not_owned) = (env.id("network.nat-a"), env.id("observability.topic"));
    env.edit(WORLD, |world| {
        let resources = world["things"].as_object_mut().unwrap();
        resources.remove(&deleted).unwrap();
        resources[&not_owned]["tags"] = json!({ "owner": "another tool" });
    });
    insta::assert_snapshot!("outside_1_status", env.run("status"));
    insta::assert_snapshot!("outside_2_plan", env.run("plan"));
    insta::assert_snapshot!("outside_3_deploy", env.run("deploy"));
    insta::assert_snapshot!("outside_4_plan", env.run("plan"));
}

#[test]
fn rolled_back_rollout_is_reported_with_its_cause_and_advice() {
    let env = CliEnv::new();
    env.run("deploy");
    env.set_applied("compute.task-web", "cpu", &json!(1024));
    env.edit(WORLD, |world| {
        let cause = [
            "ECS deployment circuit breaker: tasks failed to start.",
            "a task stopped: Essential container in task exited",
            "container moodle ended with 78",
            "its log: MOODLE_URL is not set.",
        ];
        world["failing"] = json!({ "compute.service": cause.join("\n") });
    });
    insta::assert_snapshot!("rollback_1_deploy", env.run("deploy"));
    insta::assert_snapshot!("rollback_2_plan", env.run("plan"));
    env.edit(WORLD, |world| world["failing"] = json!({}));
    insta::assert_snapshot!("rollback_3_deploy", env.run("deploy"));
}

#[test]
fn replacement_that_deletes_data_is_shown_as_such() {
    let env = CliEnv::new();
    env.run("deploy");
    env.set_applied("database.instance", "user", &json!("admin"));
    insta::assert_snapshot!("replacement_with_a_snapshot", env.run("plan"));
    let output = env.run("deploy --yes");
    let (_, refusal) = output.split_once("--- stderr").unwrap();
    insta::assert_snapshot!("replacement_without_confirmation", refusal);
    assert!(env.run("plan").contains("7 to replace"), "nothing was changed");
}

#[test]
fn moodle_downgrade_is_refused_before_anything_is_changed() {
    let env = CliEnv::new();
    env.run("deploy");
    env.edit(JOURNAL, |journal| {
        journal["resources"]["compute.schema"]["fields"]["version"] = json!("5.3");
    });
    let journal = fs::read_to_string(env.path(JOURNAL)).unwrap();
    insta::assert_snapshot!("upgrade_plan", env.run("plan"));
    insta::assert_snapshot!("upgrade_deploy", env.run("deploy --skip-checks"));
    assert_eq!(fs::read_to_string(env.path(JOURNAL)).unwrap(), journal);
}
