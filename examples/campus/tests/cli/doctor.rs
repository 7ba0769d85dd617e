//! `doctor` lists what a deployment asks before it changes anything.

use super::cli_env::{CliEnv, JOURNAL, WORLD};
use serde_json::Value;

#[test]
fn doctor_lists_the_checks_and_changes_nothing() {
    let env = CliEnv::new();
    insta::assert_snapshot!("before", env.run("doctor"));
    assert!(!env.path(JOURNAL).exists() && !env.path(WORLD).exists());
    env.run("deploy");
    // A stack that is deployed is checked as well.
    let output = env.run("doctor --json");
    let stdout = output.split_once('\n').unwrap().1.split("--- stderr").next().unwrap();
    let json: Value = serde_json::from_str(stdout).unwrap();
    assert_eq!(json["accepted"], true);
    assert_eq!(json["target"], "sandbox");
    let checks = json["checks"].as_array().unwrap();
    assert!(checks.iter().all(|check| check["status"] == "fits"), "{json}");
    assert!(
        checks.iter().any(|check| check["key"] == "moodle.version"),
        "the deployed Moodle can be upgraded: {json}"
    );
    assert_eq!(json["edge"]["region"], "us-east-1");
}
