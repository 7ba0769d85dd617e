//! The journal: lost, torn, of another version or account, and held against what there is.

use super::folder::{Folder, JOURNAL, OLD, WORLD};
use serde_json::{Value, json};
use std::fs;

fn journal_of(stack: &str, account: &str) -> String {
    format!(r#"{{"version":1,"stack":"{stack}","account":"{account}","deployment":1,"resources":{{}},"retired":[]}}"#)
}

#[test]
fn a_lost_journal_is_rebuilt_from_what_is_there() {
    let folder = Folder::new();
    folder.run("deploy");
    fs::remove_file(folder.path(JOURNAL)).unwrap();
    insta::assert_snapshot!(folder.run("deploy"));
}

#[test]
fn a_torn_journal_is_set_aside_and_made_anew_from_what_is_there() {
    let folder = Folder::new();
    folder.run("deploy");
    let journal = fs::read_to_string(folder.path(JOURNAL)).unwrap();
    let torn = &journal[..journal.len() / 2];
    folder.write(JOURNAL, torn);
    let status = folder.run("status");
    assert!(
        status.contains("1 of 112 resources are ready; 111 unfinished."),
        "{status}"
    );
    insta::assert_snapshot!("torn_journal", folder.run("deploy"));
    let mut files = fs::read_dir(folder.path(JOURNAL).parent().unwrap()).unwrap();
    let aside = files.find(|file| file.as_ref().unwrap().path().to_string_lossy().contains(".broken-"));
    assert_eq!(fs::read_to_string(aside.unwrap().unwrap().path()).unwrap(), torn);
    folder.write(JOURNAL, torn);
    let destroyed = folder.run("destroy --confirm campus");
    assert!(destroyed.contains("campus is destroyed."), "{destroyed}");
}

#[test]
fn a_journal_that_a_newer_version_wrote_is_refused_with_advice() {
    let folder = Folder::new();
    folder.write(JOURNAL, r#"{ "version": 7 }"#);
    insta::assert_snapshot!("of_a_newer_version", folder.run("status"));
    folder.write(
        JOURNAL,
        &journal_of("campus", "111122223333").replace('}', r#", "paused": true}"#),
    );
    insta::assert_snapshot!("with_an_unknown_key", folder.run("deploy"));
}

#[test]
fn the_journal_of_another_account_is_not_touched() {
    let folder = Folder::new();
    let journal = journal_of("campus", "999988887777");
    folder.write(JOURNAL, &journal);
    insta::assert_snapshot!(folder.run("destroy --yes"));
    assert_eq!(fs::read_to_string(folder.path(JOURNAL)).unwrap(), journal);
}

#[test]
fn what_is_written_down_is_shown_and_held_against_what_is_there() {
    let folder = Folder::new();
    insta::assert_snapshot!("1_none", folder.run("journal show"));
    insta::assert_snapshot!("2_nothing_to_verify", folder.run("journal verify"));
    folder.run("deploy");
    insta::assert_snapshot!("3_show", folder.run("journal show"));
    let shown = folder.run("journal show --json");
    let shown = shown.split_once('\n').unwrap().1.split("--- stderr").next().unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let written: Value = serde_json::from_str(&fs::read_to_string(folder.path(JOURNAL)).unwrap()).unwrap();
    assert_eq!(shown["journal"], written);
    insta::assert_snapshot!("4_right", folder.run("journal verify"));
    let (cluster, group) = (folder.id("compute.cluster"), folder.id("security.tasks"));
    folder.edit(WORLD, |world| {
        let things = world["things"].as_object_mut().unwrap();
        things.retain(|key, _| !key.ends_with(&cluster));
        let mut older = things[&group].clone();
        older["tags"]["moodle-stack:generation"] = OLD.into();
        older["tags"]["Name"] = "campus-tasks-older".into();
        things.insert("sg-0000000000000older".into(), older);
    });
    folder.edit(JOURNAL, |journal| {
        journal["resources"].as_object_mut().unwrap().remove("database.events");
        journal["resources"]["network.vpc"]["depends"] = json!(["network.gone"]);
    });
    insta::assert_snapshot!("5_wrong", folder.run("journal verify"));
    insta::assert_snapshot!("6_nobody", folder.run("journal unlock"));
    insta::assert_snapshot!("7_stays", folder.run("journal move --to s3://moodle-journals"));
    insta::assert_snapshot!("8_nowhere", folder.run("journal move --to moodle-journals"));
    insta::assert_snapshot!(
        "9_in_a_bucket",
        folder
            .run("status --journal s3://moodle-journals/it")
            .lines()
            .take(2)
            .collect::<Vec<_>>()
            .join("\n")
    );
}
