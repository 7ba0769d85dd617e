//! What operates a site that is deployed: its maintenance page, its logs, its address, its password.

use super::folder::{Folder, WORLD};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

#[test]
fn the_maintenance_page_goes_up_once_and_comes_down() {
    let folder = Folder::new();
    insta::assert_snapshot!("maintenance_1_before", folder.run("maintenance on"));
    folder.run("deploy");
    insta::assert_snapshot!("maintenance_2_on", folder.run("maintenance on"));
    insta::assert_snapshot!("maintenance_3_on_again", folder.run("maintenance on"));
    insta::assert_snapshot!("maintenance_4_off_json", folder.run("maintenance off --json"));
    insta::assert_snapshot!("maintenance_5_on_json", folder.run("maintenance on --json"));
}

#[test]
fn what_the_image_refuses_is_told_in_its_words() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.edit(WORLD, |world| world["sites"] = json!({}));
    insta::assert_snapshot!("maintenance_refused", folder.run("maintenance on"));
}

#[test]
fn logs_are_read_by_part_and_time() {
    let folder = Folder::new();
    insta::assert_snapshot!("logs_1_before", folder.run("logs"));
    folder.run("deploy");
    folder.run("maintenance on");
    insta::assert_snapshot!("logs_2_web", folder.run("logs"));
    insta::assert_snapshot!("logs_3_install", folder.run("logs install"));
    insta::assert_snapshot!("logs_4_since", folder.run("logs install --since 2m --follow"));
    let told = folder.run("logs maintenance --since 1d --json");
    let lines = told.lines().skip(1).take_while(|line| *line != "--- stderr");
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let texts: Vec<&Value> = lines.iter().map(|line| &line["text"]).collect();
    assert_eq!(texts, ["Moodle is installed.", "The maintenance page is up."]);
    insta::assert_snapshot!("logs_5_span", folder.run("logs --since yesterday"));
    let group = folder.id("compute.logs-cron");
    folder.edit(WORLD, |world| {
        world["things"].as_object_mut().unwrap().remove(&group).unwrap();
    });
    insta::assert_snapshot!("logs_6_deleted", folder.run("logs cron"));
}

#[cfg(unix)]
#[test]
fn a_log_is_followed_while_others_work_until_somebody_interrupts_that() {
    let folder = Folder::new();
    folder.run("deploy");
    let mut logs = folder
        .command(&["logs", "install", "--since", "1d", "--follow", "--real-time", "30"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(logs.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().ends_with(" Moodle is installed."));
    folder.run("maintenance on");
    assert!(lines.next().unwrap().unwrap().ends_with(" The maintenance page is up."));
    let pid = logs.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(logs.wait().unwrap().code(), Some(130));
}

#[test]
fn what_needs_a_container_or_a_password_is_refused_in_the_sandbox() {
    let folder = Folder::new();
    insta::assert_snapshot!("exec_in_the_sandbox", folder.run("exec -- php -v"));
    insta::assert_snapshot!("password_before", folder.run("admin-password"));
    folder.run("deploy");
    insta::assert_snapshot!("password_in_the_sandbox", folder.run("admin-password --reveal"));
}

#[test]
fn the_address_is_told_of_a_site_that_is_deployed() {
    let folder = Folder::new();
    insta::assert_snapshot!("open_1_before", folder.run("open"));
    folder.run("deploy");
    insta::assert_snapshot!("open_2_after", folder.run("open"));
    insta::assert_snapshot!("open_3_json", folder.run("open --json"));
}
