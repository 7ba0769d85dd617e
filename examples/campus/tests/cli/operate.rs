//! Day-two operations: the maintenance page, logs, the address and the password.

use super::cli_env::{CliEnv, WORLD};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

#[test]
fn maintenance_mode_is_idempotent_and_can_be_ended() {
    let env = CliEnv::new();
    insta::assert_snapshot!("maintenance_1_before", env.run("maintenance on"));
    env.run("deploy");
    insta::assert_snapshot!("maintenance_2_on", env.run("maintenance on"));
    insta::assert_snapshot!("maintenance_3_on_again", env.run("maintenance on"));
    insta::assert_snapshot!("maintenance_4_off_json", env.run("maintenance off --json"));
    insta::assert_snapshot!("maintenance_5_on_json", env.run("maintenance on --json"));
}

#[test]
fn error_of_the_image_is_shown() {
    let env = CliEnv::new();
    env.run("deploy");
    env.edit(WORLD, |world| world["sites"] = json!({}));
    insta::assert_snapshot!("maintenance_refused", env.run("maintenance on"));
}

#[test]
fn logs_are_selected_by_component_and_time() {
    let env = CliEnv::new();
    insta::assert_snapshot!("logs_1_before", env.run("logs"));
    env.run("deploy");
    env.run("maintenance on");
    insta::assert_snapshot!("logs_2_web", env.run("logs"));
    insta::assert_snapshot!("logs_3_install", env.run("logs install"));
    insta::assert_snapshot!("logs_4_since", env.run("logs install --since 2m --follow"));
    let output = env.run("logs maintenance --since 1d --json");
    let lines = output.lines().skip(1).take_while(|line| *line != "--- stderr");
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let texts: Vec<&Value> = lines.iter().map(|line| &line["text"]).collect();
    assert_eq!(texts, ["Moodle is installed.", "The maintenance page is up."]);
    insta::assert_snapshot!("logs_5_span", env.run("logs --since yesterday"));
    let group = env.id("compute.logs-cron");
    env.edit(WORLD, |world| {
        world["things"].as_object_mut().unwrap().remove(&group).unwrap();
    });
    insta::assert_snapshot!("logs_6_deleted", env.run("logs cron"));
}

#[cfg(unix)]
#[test]
fn log_is_followed_until_interrupted() {
    let env = CliEnv::new();
    env.run("deploy");
    let mut logs = env
        .command(&["logs", "install", "--since", "1d", "--follow", "--real-time", "30"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(logs.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().ends_with(" Moodle is installed."));
    env.run("maintenance on");
    assert!(lines.next().unwrap().unwrap().ends_with(" The maintenance page is up."));
    let pid = logs.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(logs.wait().unwrap().code(), Some(130));
}

#[test]
fn exec_and_password_are_refused_in_the_sandbox() {
    let env = CliEnv::new();
    insta::assert_snapshot!("exec_in_the_sandbox", env.run("exec -- php -v"));
    insta::assert_snapshot!("password_before", env.run("admin-password"));
    env.run("deploy");
    insta::assert_snapshot!("password_in_the_sandbox", env.run("admin-password --reveal"));
}

#[test]
fn open_prints_the_address_of_a_deployed_site() {
    let env = CliEnv::new();
    insta::assert_snapshot!("open_1_before", env.run("open"));
    env.run("deploy");
    insta::assert_snapshot!("open_2_after", env.run("open"));
    insta::assert_snapshot!("open_3_json", env.run("open --json"));
}
