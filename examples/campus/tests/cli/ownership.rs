//! Resources that this stack does not own, and its own resources whose tags somebody has removed.

use super::cli_env::{CliEnv, JOURNAL, WORLD};
use serde_json::{Value, json};

/// Returns a folder without a journal, in whose sandbox others have some resources with the stack's names.
fn with_foreign(addresses: &[(&str, Value)]) -> CliEnv {
    let env = CliEnv::new();
    env.run("deploy");
    std::fs::remove_file(env.path(JOURNAL)).unwrap();
    env.edit(WORLD, |world| {
        let things = world["things"].as_object_mut().unwrap();
        things.retain(|_, thing| {
            let address = thing["tags"]["moodle-stack:resource"].as_str().unwrap().to_owned();
            let tags = addresses.iter().find(|(foreign, _)| *foreign == address);
            if let Some((_, tags)) = tags {
                thing["tags"] = tags.clone();
                thing["references"] = json!([]);
                thing["token"] = "foreign".into();
            }
            tags.is_some()
        });
    });
    env
}

/// Destroys the stack, and returns what is written before and after the progress.
fn destroy(env: &CliEnv) -> (String, String) {
    let output = env.run("destroy --yes --confirm campus");
    let (stdout, _) = output.split_once("--- stderr\n").unwrap();
    let (plan, end) = stdout.split_once("campus is destroyed").unwrap();
    (plan.to_owned(), end.to_owned())
}

/// Returns what a command writes to stderr, with its exit code.
fn stderr(env: &CliEnv, arguments: &str) -> String {
    let output = env.run(arguments);
    let (_, stderr) = output.split_once("--- stderr\n").unwrap();
    stderr.to_owned()
}

#[test]
fn foreign_resources_are_found_by_the_plan_and_stop_a_deployment_before_anything_is_made() {
    let env = with_foreign(&[
        ("compute.cluster", json!({ "owner": "another tool" })),
        ("database.instance", json!({})),
        ("dns.site", json!({})),
        ("edge.distribution", json!({})),
        ("observability.topic", json!({ "moodle-stack:stack": "campus-2" })),
    ]);
    let before = env.json(WORLD)["things"].clone();
    insta::assert_snapshot!("foreign_1_plan", stderr(&env, "plan"));
    insta::assert_snapshot!("foreign_2_deploy", stderr(&env, "deploy"));
    insta::assert_snapshot!("foreign_3_status", env.run("status"));
    insta::assert_snapshot!("foreign_4_destroy", env.run("destroy --yes --confirm campus"));
    assert_eq!(env.json(WORLD)["things"], before);
    let plan = env
        .command(&["plan", "--json"])
        .stdout(std::process::Stdio::piped())
        .output()
        .unwrap();
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    insta::assert_snapshot!(
        "foreign_5_plan_json",
        serde_json::to_string_pretty(&plan["conflicts"]).unwrap()
    );
}

#[test]
fn foreign_resource_that_appears_later_is_left_alone_by_a_destroy_and_listed() {
    let env = with_foreign(&[("compute.cluster", json!({ "owner": "another tool" }))]);
    // It was not there when the plan was made.
    env.run("deploy --skip-checks");
    assert!(env.path(JOURNAL).exists());
    insta::assert_snapshot!("later_1_deploy", stderr(&env, "deploy"));
    insta::assert_snapshot!("later_2_journal_verify", env.run("journal verify"));
    let (_, end) = destroy(&env);
    insta::assert_snapshot!("later_3_destroy", end);
    assert!(!env.path(JOURNAL).exists());
    assert_eq!(env.json(WORLD)["things"].as_object().unwrap().len(), 8);
}

#[test]
fn database_without_its_tags_is_the_stacks_own_in_every_command() {
    let env = CliEnv::new();
    env.run("deploy");
    let id = env.id("database.instance");
    let untag = || env.edit(WORLD, |world| world["things"][&id]["tags"] = json!({}));
    untag();
    let status = env.run("status");
    let (_, notes) = status.split_once("Changed outside of this program").unwrap();
    insta::assert_snapshot!("untagged_1_status", notes);
    insta::assert_snapshot!("untagged_2_plan", env.run("plan"));
    insta::assert_snapshot!("untagged_3_journal_verify", env.run("journal verify"));
    insta::assert_snapshot!("untagged_4_deploy", env.run("deploy"));
    assert!(env.run("journal verify").contains("The journal of campus is correct"));
    untag();
    let (plan, end) = destroy(&env);
    assert!(
        plan.contains("deletes       database.instance") || plan.contains("deletes  database.instance"),
        "{plan}"
    );
    insta::assert_snapshot!("untagged_5_destroy", end);
    // The last command has seen none of the database, and its snapshot is there.
    let world = env.json(WORLD);
    assert!(world["things"].get(&id).is_none());
    assert_eq!(world["copies"].as_object().unwrap().len(), 1);
}

#[test]
fn database_of_another_stack_is_left_alone_and_never_reported_as_kept_in_a_snapshot() {
    let env = CliEnv::new();
    env.run("deploy");
    let id = env.id("database.instance");
    env.edit(WORLD, |world| {
        world["things"][&id]["tags"]["moodle-stack:stack"] = "campus-2".into();
        // What they have put it into keeps nothing of this stack.
        world["things"][&id]["references"] = json!([]);
    });
    let (plan, end) = destroy(&env);
    assert!(!format!("{plan}{end}").contains("final snapshot"), "{plan}{end}");
    insta::assert_snapshot!("taken_destroy", end);
    assert!(env.json(WORLD)["things"].get(&id).is_some());
}
