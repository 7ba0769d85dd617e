//! The real binary with the SDK in it, where something is not right: it says so before it does anything.
//!
//! `.ci/emulators` starts the emulators that they ask.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]
mod canary;
mod journal;
#[path = "../cli/killer.rs"]
mod killer;
mod kills;
#[cfg(unix)]
#[path = "../cli/process.rs"]
mod process;
mod proxy;
mod publish;
mod script;
#[cfg(unix)]
mod signals;
#[path = "../cli/told.rs"]
mod told;

use publish::{Registry, Stage, account};
use script::{python, script};
use serde_json::json;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use told::told;

/// Runs a command from an empty folder with AWS settings of its own, and returns all that it says and how it ends.
fn run(command: &str, folder: &Path, profiles: &str, settings: &[(&str, &str)]) -> String {
    let said = run_in(command, folder, profiles, settings);
    assert!(!folder.join(".moodle-stack").exists(), "it wrote something down");
    said
}

/// Runs a command from a folder that may have journals.
fn run_in(command: &str, folder: &Path, profiles: &str, settings: &[(&str, &str)]) -> String {
    fs::write(folder.join("config"), profiles).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_campus"))
        .args(command.split(' '))
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
    format!("$ campus {command}\n{}", told(output))
}

fn deploy(folder: &Path, profiles: &str, settings: &[(&str, &str)]) -> String {
    run("deploy --target aws --yes", folder, profiles, settings)
}

/// The endpoint of an emulator, as `.ci/emulators` names it.
fn emulator(variable: &str) -> String {
    let emulator = std::env::var(variable).unwrap_or_default();
    assert!(
        emulator.starts_with("http://127.0.0.1:"),
        "run this by .ci/emulators; see CONTRIBUTING.md"
    );
    emulator
}

/// Credentials of the declared account, as an emulator takes them.
const PROFILE: &str = "[default]\naws_access_key_id = 111122223333\naws_secret_access_key = none\n";

#[test]
fn without_credentials_it_says_how_to_get_some_and_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(deploy(folder.path(), "", &[]));
}

#[test]
fn with_the_credentials_of_another_account_it_does_nothing() {
    // The one of the two emulators that tells accounts apart: there, twelve digits are the key of their account.
    let emulator = emulator("AWS_ENDPOINT_URL_EFS");
    // As people have it: a profile in a file, and its name in the environment.
    let profiles = "[profile other]\naws_access_key_id = 999999999999\naws_secret_access_key = none\n";
    let folder = tempfile::tempdir().unwrap();
    let settings = [("AWS_PROFILE", "other"), ("AWS_ENDPOINT_URL", &emulator)];
    let said = deploy(folder.path(), profiles, &settings);
    insta::assert_snapshot!(said.replace(&emulator, "http://127.0.0.1:[PORT]"));
}

#[test]
fn what_is_not_there_is_told_at_once_and_nothing_is_made() {
    let _account = account();
    let registry = Registry::start();
    let registry = format!("http://{}", registry.host);
    let moto = emulator("AWS_ENDPOINT_URL");
    // It has no certificate of that name, and its RDS no class of that.
    let ministack = emulator("AWS_ENDPOINT_URL_EFS");
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("AWS_ENDPOINT_URL", &*moto),
        ("AWS_ENDPOINT_URL_ACM", &ministack),
        ("AWS_ENDPOINT_URL_RDS", &ministack),
        ("AWS_ENDPOINT_URL_ECR_REGISTRY", &registry),
    ];
    let nameless = |said: String| {
        said.replace(&moto, "http://127.0.0.1:[MOTO]")
            .replace(&ministack, "http://127.0.0.1:[MINISTACK]")
            .replace(&registry, "http://127.0.0.1:[REGISTRY]")
    };
    let said = deploy(folder.path(), PROFILE, &settings);
    insta::assert_snapshot!("refused_deploy", nameless(said));
    // Another client of AWS looks whether anything is there.
    script("leftovers.py", &["campus", "--none"], Stdio::null());
    let said = run("plan --target aws --json", folder.path(), PROFILE, &settings);
    let told = said.lines().last().unwrap();
    assert!(told.ends_with("exit code 1"), "{said}");
    assert!(said.contains("\n--- stderr\n"), "a plan was told: {said}");
}

#[test]
fn what_a_shell_needs_is_looked_for_before_a_task_is_started() {
    let moto = emulator("AWS_ENDPOINT_URL");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nothing");
    let settings = [("AWS_ENDPOINT_URL", &*moto), ("PATH", path.to_str().unwrap())];
    let said = run("exec --target aws", folder.path(), PROFILE, &settings);
    assert!(
        said.contains("error: `session-manager-plugin` is not installed on this machine\n"),
        "{said}"
    );
    assert!(said.ends_with("--- exit code 1\n"), "{said}");
}

#[test]
fn the_password_is_read_when_it_is_asked_for_and_stands_on_stdout_alone() {
    const MAKE: &str = "import boto3, sys; client = boto3.client('secretsmanager', region_name='ap-southeast-1'); \
         print(client.create_secret(Name=sys.argv[1], SecretString='correct-horse')['ARN'])";
    let moto = emulator("AWS_ENDPOINT_URL");
    let name = format!("reveal-{}", std::process::id());
    let made = Command::new(python()).args(["-c", MAKE, &name]).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let arn = String::from_utf8(made.stdout).unwrap().trim().to_owned();

    let folder = tempfile::tempdir().unwrap();
    let journals = folder.path().join(".moodle-stack/emulator/111122223333");
    fs::create_dir_all(&journals).unwrap();
    let entry = json!({
        "address": "moodle.admin-password", "kind": "AWS::SecretsManager::Secret", "region": "ap-southeast-1",
        "name": name, "generation": "0f0f0", "deployment": "1", "token": "0".repeat(32), "id": arn, "step": "ready",
        "fields": { "description": "", "length": 32, "punctuation": true }, "outputs": { "arn": arn }, "depends": [],
        "key": "moodle.admin_user",
    });
    let journal = json!({
        "version": 1, "stack": "campus", "account": "111122223333", "deployment": 1,
        "resources": { "moodle.admin-password": entry }, "retired": [],
    });
    let journal = journal.to_string();
    fs::write(journals.join("campus.json"), &journal).unwrap();

    let settings = [("AWS_ENDPOINT_URL", &*moto)];
    let say = |command: &str| run_in(command, folder.path(), PROFILE, &settings);
    let told = say("admin-password --target aws");
    assert!(told.contains("User:    moodleadmin\n") && told.contains(&arn), "{told}");
    assert!(!told.contains("correct-horse"), "{told}");
    assert_eq!(
        say("admin-password --reveal --target aws"),
        "$ campus admin-password --reveal --target aws\ncorrect-horse\n--- stderr\n--- exit code 0\n"
    );
    let told = say("admin-password --reveal --target aws --json");
    assert!(told.contains("\"password\": \"correct-horse\""), "{told}");
    let files: Vec<_> = fs::read_dir(&journals)
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(files, ["campus.json"]);
    assert_eq!(fs::read_to_string(journals.join("campus.json")).unwrap(), journal);
}

/// Refuses to tell of any certificate, and lists none.
fn refuse_certificates() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut line, mut length, mut lists) = (String::new(), 0, false);
            while stream.read_line(&mut line).unwrap() > 2 {
                lists |= line.contains("ListCertificates");
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            stream.read_exact(&mut vec![0; length]).unwrap();
            let (status, body) = if lists {
                ("200 OK", r#"{"CertificateSummaryList":[]}"#)
            } else {
                (
                    "400 Bad Request",
                    r#"{"__type":"AccessDeniedException","Message":"no"}"#,
                )
            };
            let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/x-amz-json-1.1\r\nConnection: close");
            let stream = stream.get_mut();
            write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        }
    });
    format!("http://{address}")
}

#[test]
fn what_the_credentials_do_not_allow_to_ask_is_told_and_ends_nothing() {
    let refusing = refuse_certificates();
    // A plan needs what all services say, so that each is asked where `.ci/emulators` has it.
    let endpoints: Vec<(String, String)> = std::env::vars()
        .filter(|(name, _)| name.starts_with("AWS_ENDPOINT_URL"))
        .collect();
    let mut settings: Vec<(&str, &str)> = endpoints.iter().map(|(name, value)| (&**name, &**value)).collect();
    settings.push(("AWS_ENDPOINT_URL_ACM", &refusing));
    let _account = account();
    let registry = Registry::start();
    let stage = Stage::new(&registry);
    stage.image("image", &["linux/amd64"]);
    assert!(stage.run("image publish --from image").contains("is published"));
    // The image outlives the repository, of which the registry knows nothing.
    stage.end();
    let registry = format!("http://{}", registry.host);
    settings.push(("AWS_ENDPOINT_URL_ECR_REGISTRY", &registry));
    let folder = tempfile::tempdir().unwrap();
    let said = run("plan --target aws", folder.path(), PROFILE, &settings);
    let told = said.split_once("--- stderr\n").unwrap().1;
    insta::assert_snapshot!("denied_plan", told);
    let said = run("plan --target aws --skip-checks", folder.path(), PROFILE, &settings);
    assert!(said.contains("--- stderr\n--- exit code 0"), "{said}");
    assert!(said.contains("deploy --target aws --skip-checks\n"), "{said}");
}
