//! What is declared otherwise, or changed outside, and what a deployment makes of it.

use super::folder::{Folder, JOURNAL, WORLD};
use serde_json::json;
use std::fs;

#[test]
fn a_change_is_told_by_field_and_made_in_place_where_it_can_be() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.pretend("database.instance", "class", &json!("db.r6g.2xlarge"));
    folder.pretend("database.instance", "log_exports", &json!(["error", "general"]));
    folder.pretend("compute.task-web", "cpu", &json!(1024));
    folder.tamper("load_balancer.web", "health_path", &json!("/"));
    insta::assert_snapshot!("1_status", folder.run("status"));
    insta::assert_snapshot!("2_plan", folder.run("plan"));
    insta::assert_snapshot!("3_plan_json", folder.run("plan --json"));
    insta::assert_snapshot!("4_deploy", folder.run("deploy"));
    insta::assert_snapshot!("5_deploy_again", folder.run("deploy"));
}

#[test]
fn what_was_changed_deleted_or_taken_over_outside_is_told_apart() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.tamper("load_balancer.web", "health_path", &json!("/"));
    folder.tamper("files.access-point", "uid", &json!(0));
    let (gone, theirs) = (folder.id("network.nat-a"), folder.id("observability.topic"));
    folder.edit(WORLD, |world| {
        let things = world["things"].as_object_mut().unwrap();
        things.remove(&gone).unwrap();
        things[&theirs]["tags"] = json!({ "owner": "somebody else" });
    });
    insta::assert_snapshot!("outside_1_status", folder.run("status"));
    insta::assert_snapshot!("outside_2_plan", folder.run("plan"));
    insta::assert_snapshot!("outside_3_deploy", folder.run("deploy"));
    insta::assert_snapshot!("outside_4_plan", folder.run("plan"));
}

#[test]
fn a_rollout_that_ecs_undoes_is_told_with_its_cause_and_what_to_do() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.pretend("compute.task-web", "cpu", &json!(1024));
    folder.edit(WORLD, |world| {
        let cause = [
            "ECS deployment circuit breaker: tasks failed to start.",
            "a task stopped: Essential container in task exited",
            "container moodle ended with 78",
            "its log: MOODLE_URL is not set.",
        ];
        world["failing"] = json!({ "compute.service": cause.join("\n") });
    });
    insta::assert_snapshot!("rollback_1_deploy", folder.run("deploy"));
    insta::assert_snapshot!("rollback_2_plan", folder.run("plan"));
    folder.edit(WORLD, |world| world["failing"] = json!({}));
    insta::assert_snapshot!("rollback_3_deploy", folder.run("deploy"));
}

#[test]
fn a_replacement_that_empties_a_database_is_told_as_such() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.pretend("database.instance", "user", &json!("admin"));
    insta::assert_snapshot!("replacement_with_a_snapshot", folder.run("plan"));
    let unasked = folder.run("deploy --yes");
    let (_, refusal) = unasked.split_once("--- stderr").unwrap();
    insta::assert_snapshot!("replacement_without_the_second_key", refusal);
    assert!(folder.run("plan").contains("7 to replace"), "nothing was changed");
}

#[test]
fn a_moodle_that_would_go_back_is_refused_before_anything_is_changed() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.edit(JOURNAL, |journal| {
        journal["resources"]["compute.schema"]["fields"]["version"] = json!("5.3");
    });
    let journal = fs::read_to_string(folder.path(JOURNAL)).unwrap();
    insta::assert_snapshot!("upgrade_plan", folder.run("plan"));
    insta::assert_snapshot!("upgrade_deploy", folder.run("deploy --skip-checks"));
    assert_eq!(fs::read_to_string(folder.path(JOURNAL)).unwrap(), journal);
}
