//! The real binary with the SDK in it, where the credentials are not right: it says so before it does anything.
//!
//! `.ci/emulators` starts the emulator that one of them asks.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Deploys from an empty folder with AWS settings of its own, and returns all that it says and how it ends.
fn deploy(folder: &Path, profiles: &str, settings: &[(&str, &str)]) -> String {
    fs::write(folder.join("config"), profiles).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_campus"))
        .args(["deploy", "--target", "aws", "--yes"])
        .current_dir(folder)
        .env_clear()
        .env("AWS_CONFIG_FILE", folder.join("config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", folder.join("none"))
        // Nothing on this machine shall lend its role.
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let code = output.status.code().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!folder.join(".moodle-stack").exists(), "it wrote something down");
    format!("$ campus deploy --target aws --yes\n{stdout}--- stderr\n{stderr}--- exit code {code}\n")
}

#[test]
fn without_credentials_it_says_how_to_get_some_and_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(deploy(folder.path(), "", &[]));
}

#[test]
fn with_the_credentials_of_another_account_it_does_nothing() {
    // The one of the two emulators that tells accounts apart: there, twelve digits are the key of their account.
    let emulator = std::env::var("AWS_ENDPOINT_URL_EFS").unwrap_or_default();
    assert!(
        emulator.starts_with("http://127.0.0.1:"),
        "run this by .ci/emulators; see CONTRIBUTING.md"
    );
    // As people have it: a profile in a file, and its name in the environment.
    let profiles = "[profile other]\naws_access_key_id = 999999999999\naws_secret_access_key = none\n";
    let folder = tempfile::tempdir().unwrap();
    let settings = [("AWS_PROFILE", "other"), ("AWS_ENDPOINT_URL", &emulator)];
    let said = deploy(folder.path(), profiles, &settings);
    insta::assert_snapshot!(said.replace(&emulator, "http://127.0.0.1:[PORT]"));
}
