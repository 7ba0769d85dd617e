//! `scale`: how many tasks serve the site.

use super::folder::{Folder, JOURNAL, WORLD};
#[cfg(unix)]
use super::process::Process;
use serde_json::json;

#[test]
fn a_stack_is_scaled_within_its_range_and_beyond_it() {
    let folder = Folder::new();
    insta::assert_snapshot!("1_before", folder.run("scale 4"));
    folder.run("deploy");
    insta::assert_snapshot!("2_within", folder.run("scale 4"));
    insta::assert_snapshot!("3_beyond", folder.run("scale 12"));
    insta::assert_snapshot!("4_plan", folder.run("plan"));
    insta::assert_snapshot!("5_below_json", folder.run("scale 1 --json"));
    insta::assert_snapshot!("6_within_another_range", folder.run("scale 5"));
    insta::assert_snapshot!("7_deploy", folder.run("deploy"));
    insta::assert_snapshot!("8_to_nothing", folder.run("scale 0"));
    // What refers to the service still holds it.
    assert!(folder.run("destroy --confirm campus").contains("campus is destroyed."));
}

#[test]
fn a_service_that_never_got_ready_is_not_scaled() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.edit(JOURNAL, |journal| {
        journal["resources"]["compute.service"]["outputs"] = json!({});
        journal["resources"]["compute.service"]["step"] = "configuring".into();
    });
    insta::assert_snapshot!("unready", folder.run("scale 4"));
}

#[cfg(unix)]
#[test]
fn whoever_stops_waiting_leaves_the_count_to_aws() {
    let folder = Folder::new();
    folder.run("deploy");
    let mut scale = Process::start(&mut folder.command(&["scale", "4", "--real-time", "10"]));
    scale.hear("waiting: 2 of 4 tasks running");
    scale.signal("INT");
    let (rest, code) = scale.end();
    assert_eq!(code, Some(130), "{rest}");
    assert!(
        rest.contains("Stopping: AWS continues with what it was asked to do."),
        "{rest}"
    );
    assert!(rest.contains("The service was set to 4 tasks"), "{rest}");
    let next = folder.run("scale 4");
    assert!(next.contains("campus: 4 of 4 tasks are running."), "{next}");
}

#[test]
fn a_range_that_is_gone_is_not_scaled_in() {
    let folder = Folder::new();
    folder.run("deploy");
    let range = folder.id("compute.tasks");
    folder.edit(WORLD, |world| {
        world["things"].as_object_mut().unwrap().remove(&range).unwrap();
    });
    insta::assert_snapshot!("without_a_range", folder.run("scale 4"));
}
