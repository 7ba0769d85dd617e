//! `scale` sets the number of tasks that serve the site.

use super::cli_env::{CliEnv, JOURNAL, WORLD};
#[cfg(unix)]
use super::process::Process;
use serde_json::json;

#[test]
fn scale_works_within_the_range_and_extends_it() {
    let env = CliEnv::new();
    insta::assert_snapshot!("1_before", env.run("scale 4"));
    env.run("deploy");
    insta::assert_snapshot!("2_within", env.run("scale 4"));
    insta::assert_snapshot!("3_beyond", env.run("scale 12"));
    insta::assert_snapshot!("4_plan", env.run("plan"));
    let status = env.run("status");
    assert!(status.contains("declared otherwise: max"), "{status}");
    assert!(!status.contains("outside of this program"), "{status}");
    insta::assert_snapshot!("5_below_json", env.run("scale 1 --json"));
    insta::assert_snapshot!("6_within_another_range", env.run("scale 5"));
    insta::assert_snapshot!("7_deploy", env.run("deploy"));
    insta::assert_snapshot!("8_to_nothing", env.run("scale 0"));
    // References to the service are still valid.
    assert!(env.run("destroy --confirm campus").contains("campus is destroyed."));
}

#[test]
fn service_that_never_was_ready_is_not_scaled() {
    let env = CliEnv::new();
    env.run("deploy");
    env.edit(JOURNAL, |journal| {
        journal["resources"]["compute.service"]["outputs"] = json!({});
        journal["resources"]["compute.service"]["step"] = "configuring".into();
    });
    insta::assert_snapshot!("not_ready", env.run("scale 4"));
}

#[cfg(unix)]
#[test]
fn interrupted_scale_keeps_the_new_count() {
    let env = CliEnv::new();
    env.run("deploy");
    let mut scale = Process::start(&mut env.command(&["scale", "4", "--real-time", "10"]));
    scale.wait_for("waiting: 2 of 4 tasks running");
    scale.signal("INT");
    let (rest, code) = scale.end();
    assert_eq!(code, Some(130), "{rest}");
    assert!(
        rest.contains("Stopping: AWS continues with what it was asked to do."),
        "{rest}"
    );
    assert!(rest.contains("The service was set to 4 tasks"), "{rest}");
    let next = env.run("scale 4");
    assert!(next.contains("campus: 4 of 4 tasks are running."), "{next}");
}

#[test]
fn missing_range_is_an_error() {
    let env = CliEnv::new();
    env.run("deploy");
    let range = env.id("compute.tasks");
    env.edit(WORLD, |world| {
        world["things"].as_object_mut().unwrap().remove(&range).unwrap();
    });
    insta::assert_snapshot!("without_a_range", env.run("scale 4"));
}
