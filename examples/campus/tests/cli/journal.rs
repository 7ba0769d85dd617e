//! The journal: lost, broken, of another version or account, and compared with AWS.

use super::cli_env::{CliEnv, JOURNAL, OLD, WORLD};
use serde_json::{Value, json};
use std::fs;

fn journal_of(stack: &str, account: &str) -> String {
    format!(r#"{{"version":1,"stack":"{stack}","account":"{account}","deployment":1,"resources":{{}},"retired":[]}}"#)
}

#[test]
fn lost_journal_is_rebuilt() {
    let env = CliEnv::new();
    env.run("deploy");
    fs::remove_file(env.path(JOURNAL)).unwrap();
    insta::assert_snapshot!(env.run("deploy"));
}

#[test]
fn broken_journal_is_set_aside_and_rebuilt() {
    let env = CliEnv::new();
    env.run("deploy");
    let journal = fs::read_to_string(env.path(JOURNAL)).unwrap();
    let torn = &journal[..journal.len() / 2];
    env.write(JOURNAL, torn);
    let status = env.run("status");
    assert!(
        status.contains("1 of 117 resources are ready; 116 unfinished."),
        "{status}"
    );
    insta::assert_snapshot!("torn_journal", env.run("deploy"));
    let mut files = fs::read_dir(env.path(JOURNAL).parent().unwrap()).unwrap();
    let aside = files.find(|file| file.as_ref().unwrap().path().to_string_lossy().contains(".broken-"));
    assert_eq!(fs::read_to_string(aside.unwrap().unwrap().path()).unwrap(), torn);
    env.write(JOURNAL, torn);
    let destroyed = env.run("destroy --confirm campus");
    assert!(destroyed.contains("campus is destroyed."), "{destroyed}");
}

#[test]
fn journal_of_a_newer_version_is_refused_with_advice() {
    let env = CliEnv::new();
    env.write(JOURNAL, r#"{ "version": 7 }"#);
    insta::assert_snapshot!("newer_version", env.run("status"));
    env.write(
        JOURNAL,
        &journal_of("campus", "111122223333").replace('}', r#", "paused": true}"#),
    );
    insta::assert_snapshot!("unknown_key", env.run("deploy"));
}

#[test]
fn journal_of_another_account_is_refused() {
    let env = CliEnv::new();
    let journal = journal_of("campus", "999988887777");
    env.write(JOURNAL, &journal);
    insta::assert_snapshot!(env.run("destroy --yes"));
    assert_eq!(fs::read_to_string(env.path(JOURNAL)).unwrap(), journal);
}

#[test]
fn journal_is_shown_and_verified_against_aws() {
    let env = CliEnv::new();
    insta::assert_snapshot!("1_none", env.run("journal show"));
    insta::assert_snapshot!("2_nothing_to_verify", env.run("journal verify"));
    env.run("deploy");
    insta::assert_snapshot!("3_show", env.run("journal show"));
    let shown = env.run("journal show --json");
    let shown = shown.split_once('\n').unwrap().1.split("--- stderr").next().unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let written: Value = serde_json::from_str(&fs::read_to_string(env.path(JOURNAL)).unwrap()).unwrap();
    assert_eq!(shown["journal"], written);
    insta::assert_snapshot!("4_verified", env.run("journal verify"));
    let (cluster, group) = (env.id("compute.cluster"), env.id("security.tasks"));
    env.edit(WORLD, |world| {
        let resources = world["things"].as_object_mut().unwrap();
        resources.retain(|key, _| !key.ends_with(&cluster));
        let mut older = resources[&group].clone();
        older["tags"]["moodle-stack:generation"] = OLD.into();
        older["tags"]["Name"] = "campus-tasks-older".into();
        resources.insert("sg-0000000000000older".into(), older);
    });
    env.edit(JOURNAL, |journal| {
        journal["resources"].as_object_mut().unwrap().remove("database.events");
        journal["resources"]["network.vpc"]["depends"] = json!(["network.gone"]);
    });
    insta::assert_snapshot!("5_mismatch", env.run("journal verify"));
    insta::assert_snapshot!("6_not_locked", env.run("journal unlock"));
    insta::assert_snapshot!(
        "7_move_in_the_sandbox",
        env.run("journal move --to s3://moodle-journals")
    );
    insta::assert_snapshot!(
        "8_move_to_an_invalid_location",
        env.run("journal move --to moodle-journals")
    );
    insta::assert_snapshot!(
        "9_in_a_bucket",
        env.run("status --journal s3://moodle-journals/it")
            .lines()
            .take(2)
            .collect::<Vec<_>>()
            .join("\n")
    );
}
