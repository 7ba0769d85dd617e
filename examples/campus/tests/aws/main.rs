//! Runs the real binary with the SDK against emulators.
//!
//! `.ci/emulators` starts the emulators.

// Tests may panic.
#![allow(clippy::unwrap_used)]
mod http_proxy;
mod journal;
#[path = "../cli/killer.rs"]
mod killer;
mod kills;
#[cfg(unix)]
#[path = "../cli/process.rs"]
mod process;
mod publish;
mod script;
mod secret_leaks;
mod sign_in;
#[cfg(unix)]
mod signals;
#[path = "../cli/transcript.rs"]
mod transcript;

use publish::{CliEnv, Registry, account};
use script::{python, script};
use serde_json::json;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use transcript::transcript;

/// Runs a command in an empty folder with the given AWS settings, and returns its transcript. Checks that it writes nothing.
fn run(command: &str, folder: &Path, profiles: &str, settings: &[(&str, &str)]) -> String {
    let output = run_in(command, folder, profiles, settings);
    assert!(!folder.join(".moodle-stack").exists(), "the command wrote files");
    output
}

/// Runs a command in a folder that may have journals.
fn run_in(command: &str, folder: &Path, profiles: &str, settings: &[(&str, &str)]) -> String {
    fs::write(folder.join("config"), profiles).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_campus"))
        .args(command.split(' '))
        .current_dir(folder)
        .env_clear()
        .env("AWS_CONFIG_FILE", folder.join("config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", folder.join("none"))
        // No role of this machine is used.
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    format!("$ campus {command}\n{}", transcript(output))
}

fn deploy(folder: &Path, profiles: &str, settings: &[(&str, &str)]) -> String {
    run("deploy --target aws --yes", folder, profiles, settings)
}

/// Returns the endpoint of an emulator from the environment of `.ci/emulators`.
fn emulator(variable: &str) -> String {
    let emulator = std::env::var(variable).unwrap_or_default();
    assert!(
        emulator.starts_with("http://127.0.0.1:"),
        "run this with .ci/emulators; see CONTRIBUTING.md"
    );
    emulator
}

/// Credentials of the declared account for the emulators.
const PROFILE: &str = "[default]\naws_access_key_id = 111122223333\naws_secret_access_key = none\n";

#[test]
fn missing_credentials_are_reported_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(deploy(folder.path(), "", &[]));
}

#[test]
fn credentials_of_another_account_are_refused() {
    // ministack distinguishes accounts: an access key of twelve digits is that account.
    let emulator = emulator("AWS_ENDPOINT_URL_EFS");
    // A profile in a file, and its name in the environment.
    let profiles = "[profile other]\naws_access_key_id = 999999999999\naws_secret_access_key = none\n";
    let folder = tempfile::tempdir().unwrap();
    let settings = [("AWS_PROFILE", "other"), ("AWS_ENDPOINT_URL", &emulator)];
    let output = deploy(folder.path(), profiles, &settings);
    insta::assert_snapshot!(output.replace(&emulator, "http://127.0.0.1:[PORT]"));
}

#[test]
fn failed_preflight_checks_are_reported_and_nothing_is_created() {
    let _account = account();
    let registry = Registry::start();
    let registry = format!("http://{}", registry.host);
    let moto = emulator("AWS_ENDPOINT_URL");
    // ministack has neither the certificate nor the instance class.
    let ministack = emulator("AWS_ENDPOINT_URL_EFS");
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("AWS_ENDPOINT_URL", &*moto),
        ("AWS_ENDPOINT_URL_ACM", &ministack),
        ("AWS_ENDPOINT_URL_RDS", &ministack),
        ("AWS_ENDPOINT_URL_ECR_REGISTRY", &registry),
    ];
    let without_ports = |output: String| {
        output
            .replace(&moto, "http://127.0.0.1:[MOTO]")
            .replace(&ministack, "http://127.0.0.1:[MINISTACK]")
            .replace(&registry, "http://127.0.0.1:[REGISTRY]")
    };
    let output = deploy(folder.path(), PROFILE, &settings);
    insta::assert_snapshot!("refused_deploy", without_ports(output));
    let list = run("doctor --target aws", folder.path(), PROFILE, &settings);
    for line in [
        "  ✓ AWS accepts the credentials in ap-southeast-1; they belong to account\n    111122223333\n",
        "  ✗ RDS for MySQL does not offer db.r6g.large in ap-southeast-1 to this account\n    examples/campus/src/main.rs:38:16 [MS790]\n    hint:\n    `aws rds describe-orderable-db-instance-options --region ap-southeast-1",
        "Fix what is marked with ✗, and check again: campus doctor --target aws\n",
    ] {
        assert!(list.contains(line), "{list}");
    }
    assert_eq!(list.matches("\n  ✗ ").count(), 4, "{list}");
    assert!(list.ends_with("--- exit code 1\n"), "{list}");
    script("leftovers.py", &["campus", "--none"], Stdio::null());
    let output = run("plan --target aws --json", folder.path(), PROFILE, &settings);
    let rest = output.lines().last().unwrap();
    assert!(rest.ends_with("exit code 1"), "{output}");
    assert!(output.contains("\n--- stderr\n"), "a plan was printed: {output}");
}

#[test]
fn missing_session_manager_plugin_is_reported_before_a_task_is_started() {
    let moto = emulator("AWS_ENDPOINT_URL");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nothing");
    let settings = [("AWS_ENDPOINT_URL", &*moto), ("PATH", path.to_str().unwrap())];
    let output = run("exec --target aws", folder.path(), PROFILE, &settings);
    assert!(
        output.contains("error: `session-manager-plugin` is not installed on this machine\n"),
        "{output}"
    );
    assert!(output.ends_with("--- exit code 1\n"), "{output}");
}

#[test]
fn password_is_printed_only_with_reveal_and_only_on_stdout() {
    const CREATE: &str = "import boto3, sys; client = boto3.client('secretsmanager', region_name='ap-southeast-1'); \
         print(client.create_secret(Name=sys.argv[1], SecretString='correct-horse')['ARN'])";
    let moto = emulator("AWS_ENDPOINT_URL");
    let name = format!("reveal-{}", std::process::id());
    let created = Command::new(python()).args(["-c", CREATE, &name]).output().unwrap();
    assert!(created.status.success(), "{created:?}");
    let arn = String::from_utf8(created.stdout).unwrap().trim().to_owned();

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
    let run = |command: &str| run_in(command, folder.path(), PROFILE, &settings);
    let rest = run("admin-password --target aws");
    assert!(rest.contains("User:    moodleadmin\n") && rest.contains(&arn), "{rest}");
    assert!(!rest.contains("correct-horse"), "{rest}");
    assert_eq!(
        run("admin-password --reveal --target aws"),
        "$ campus admin-password --reveal --target aws\ncorrect-horse\n--- stderr\n--- exit code 0\n"
    );
    let rest = run("admin-password --reveal --target aws --json");
    assert!(rest.contains("\"password\": \"correct-horse\""), "{rest}");
    let files: Vec<_> = fs::read_dir(&journals)
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(files, ["campus.json"]);
    assert_eq!(fs::read_to_string(journals.join("campus.json")).unwrap(), journal);
}

/// Starts a server that denies DescribeCertificate, and lists no certificates. Returns its endpoint.
fn start_denying_acm() -> String {
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
fn denied_preflight_check_is_a_warning() {
    let denying = start_denying_acm();
    // A plan calls all services, so all endpoints of `.ci/emulators` are needed.
    let endpoints: Vec<(String, String)> = std::env::vars()
        .filter(|(name, _)| name.starts_with("AWS_ENDPOINT_URL"))
        .collect();
    let mut settings: Vec<(&str, &str)> = endpoints.iter().map(|(name, value)| (&**name, &**value)).collect();
    settings.push(("AWS_ENDPOINT_URL_ACM", &denying));
    let _account = account();
    let registry = Registry::start();
    let env = CliEnv::new(&registry);
    env.image("image", &["linux/amd64"]);
    assert!(env.run("image publish --from image").contains("is published"));
    // The image still exists in the registry, which does not know of the deleted repository.
    env.destroy();
    let registry = format!("http://{}", registry.host);
    settings.push(("AWS_ENDPOINT_URL_ECR_REGISTRY", &registry));
    let folder = tempfile::tempdir().unwrap();
    let output = run("plan --target aws", folder.path(), PROFILE, &settings);
    let rest = output.split_once("--- stderr\n").unwrap().1;
    insta::assert_snapshot!("denied_plan", rest);
    let list = run("doctor --target aws", folder.path(), PROFILE, &settings);
    let denied = "    not checked: no policy allows `acm:DescribeCertificate` for your role, or\n    one denies it (us-east-1)\n";
    assert!(list.contains(denied), "{list}");
    // What cannot be asked is not refused.
    assert!(!list.contains('✗') && list.ends_with("--- exit code 0\n"), "{list}");
    let output = run("plan --target aws --skip-checks", folder.path(), PROFILE, &settings);
    assert!(output.contains("--- stderr\n--- exit code 0"), "{output}");
    assert!(output.contains("deploy --target aws --skip-checks\n"), "{output}");
}
