//! Runs the whole lifecycle of a stack with a marker in every secret: none of them is printed or written to a file.
//!
//! A proxy in front of the emulators marks the secrets that AWS generates, and fails calls with errors that quote the request.

use super::emulator;
use super::http_proxy::{Action, Proxy, Request, ServiceError};
use super::publish::account;
use super::script::script;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

/// The marker in each secret, which occurs nowhere else.
const MARK: &str = "canary";

/// `AWS:canary-registry` in Base64, as ECR returns it.
const REGISTRY_TOKEN: &str = "QVdTOmNhbmFyeS1yZWdpc3RyeQ==";

/// How often a command is run while the proxy makes it fail.
const TRIES: usize = 6;

/// What the proxies have recorded.
#[derive(Clone, Default)]
struct Record(Arc<Mutex<BTreeSet<&'static str>>>);

impl Record {
    /// Returns whether this is the first time.
    fn first(&self, what: &'static str) -> bool {
        self.0.lock().unwrap().insert(what)
    }
}

/// Rejects a call with an error that quotes the request, and for a wrong signature also the headers.
fn reject_with_quote(is_json: bool, code: &'static str, request: &Request) -> Action {
    let head = if code == "SignatureDoesNotMatch" {
        request.head()
    } else {
        ""
    };
    let message = format!("Not valid.\n\nThe request was:\n{head}{}", request.body());
    Action::Reject(ServiceError { is_json, code, message })
}

/// Decides about the calls to most services.
fn decide_most(request: &Request, record: &Record) -> Action {
    if request.has("secretsmanager.GetRandomPassword") {
        return Action::ReplaceBody(r#"{ "RandomPassword": "canary-generated" }"#.into());
    }
    if request.has(".GetAuthorizationToken") {
        return Action::ReplaceBody(format!(
            r#"{{ "authorizationData": [{{ "authorizationToken": "{REGISTRY_TOKEN}", "expiresAt": 1.9e9 }}] }}"#
        ));
    }
    if request.has("Action=GetCallerIdentity") && record.first("a signature was refused") {
        return reject_with_quote(false, "SignatureDoesNotMatch", request);
    }
    // Once with an error that is retried, and once with one that fails the step.
    if request.has("secretsmanager.CreateSecret") {
        if record.first("a secret was throttled") {
            return reject_with_quote(true, "ThrottlingException", request);
        }
        if record.first("a secret was refused") {
            return reject_with_quote(true, "InvalidParameterException", request);
        }
    }
    if request.has("secretsmanager.GetSecretValue") && record.first("a secret came halved") {
        return Action::TruncateBody;
    }
    if request.has("Action=CreateRule") && request.has(MARK) && record.first("a rule was refused") {
        return reject_with_quote(false, "ValidationError", request);
    }
    Action::Forward
}

/// Decides about the calls to CloudFront.
fn decide_cloudfront(request: &Request, record: &Record) -> Action {
    if request.body().contains(MARK) {
        let is_new = request.head().starts_with("POST ");
        if is_new && record.first("a distribution was refused") {
            return reject_with_quote(false, "InvalidArgument", request);
        }
        if !is_new && record.first("a change of a distribution was refused") {
            return reject_with_quote(false, "IllegalUpdate", request);
        }
    }
    Action::Forward
}

/// A folder to deploy from, and an environment full of secrets.
struct LeakCheckEnv {
    folder: tempfile::TempDir,
    settings: Vec<(String, String)>,
}

struct Output {
    out: String,
    err: String,
    code: Option<i32>,
}

impl LeakCheckEnv {
    fn new(record: &Record) -> Self {
        let most = {
            let record = record.clone();
            Proxy::start(&emulator("AWS_ENDPOINT_URL"), move |request| {
                decide_most(request, &record)
            })
        };
        let cloudfront = {
            let record = record.clone();
            let endpoint = emulator("AWS_ENDPOINT_URL_CLOUDFRONT");
            Proxy::start(&endpoint, move |request| decide_cloudfront(request, &record))
        };
        let inherited = std::env::vars().filter(|(name, _)| name.starts_with("AWS_"));
        let mut settings: Vec<(String, String)> = inherited.collect();
        for (name, value) in [
            ("AWS_ENDPOINT_URL", &*most.endpoint()),
            ("AWS_ENDPOINT_URL_CLOUDFRONT", &cloudfront.endpoint()),
            ("AWS_SECRET_ACCESS_KEY", "canary-secret-access-key"),
            ("AWS_SESSION_TOKEN", "canary-session-token"),
            ("DATABASE_PASSWORD", "canary-of-somebody-else"),
            ("RUST_LOG", "trace"),
            ("MOODLE_STACK_LOG", "trace"),
            ("RUST_BACKTRACE", "full"),
        ] {
            settings.push((name.into(), value.into()));
        }
        let folder = tempfile::tempdir().unwrap();
        settings.push(("PATH".into(), folder.path().join("nothing").display().to_string()));
        Self { folder, settings }
    }

    /// Runs a command with further settings, and returns its output unchecked.
    fn run_unchecked(&self, arguments: &str, settings: &[(&str, &str)]) -> Output {
        let output = Command::new(env!("CARGO_BIN_EXE_campus"))
            .args(arguments.split(' '))
            .args(["--target", "aws", "--verbose"])
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Output {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }

    /// Runs a command with further settings, and checks that it neither prints nor writes a secret.
    fn run_with(&self, arguments: &str, settings: &[(&str, &str)]) -> Output {
        let output = self.run_unchecked(arguments, settings);
        let Output { out, err, code } = &output;
        assert!(
            !has_secret(out) && !has_secret(err),
            "$ campus {arguments}\n{out}--- stderr\n{err}--- {code:?}"
        );
        check_files(&self.folder.path().join(".moodle-stack"));
        output
    }

    /// Runs a command, and checks that it succeeds and neither prints nor writes a secret.
    fn run(&self, arguments: &str) -> Output {
        let output = self.run_with(arguments, &[]);
        let Output { out, err, code } = &output;
        assert_eq!(*code, Some(0), "$ campus {arguments}\n{out}--- stderr\n{err}");
        output
    }

    /// Repeats a command until it succeeds, and returns the stderr of all runs.
    fn repeat(&self, arguments: &str) -> String {
        let mut all = String::new();
        for _ in 0..TRIES {
            let output = self.run_with(arguments, &[]);
            all += &output.err;
            if output.code == Some(0) {
                return all;
            }
        }
        panic!("$ campus {arguments}, {TRIES} times\n{all}");
    }
}

fn has_secret(text: &str) -> bool {
    text.contains(MARK) || text.contains(REGISTRY_TOKEN)
}

/// Checks that no file below a folder contains a secret.
fn check_files(folder: &Path) {
    let Ok(files) = fs::read_dir(folder) else { return };
    for file in files {
        let path = file.unwrap().path();
        if path.is_dir() {
            check_files(&path);
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            assert!(!has_secret(&text), "{}: {text}", path.display());
        }
    }
}

#[test]
#[ignore = "takes minutes, and needs its own emulators: .ci/run runs it"]
fn no_secret_is_printed_or_written_during_a_lifecycle() {
    let _account = account();
    let record = Record::default();
    let env = LeakCheckEnv::new(&record);
    let image = env.folder.path().join("image");
    script(
        "image_layout.py",
        &[image.to_str().unwrap(), "linux/amd64"],
        Stdio::null(),
    );

    let output = env.repeat("image publish --from image");
    assert!(
        output.contains("sts:GetCallerIdentity answered SignatureDoesNotMatch: Not valid."),
        "{output}"
    );
    env.run("plan");
    env.run("plan --json");
    let output = env.repeat("deploy --yes");
    for quoted in [
        "secretsmanager:CreateSecret answered ThrottlingException: ",
        "secretsmanager:CreateSecret answered InvalidParameterException: ",
        "elasticloadbalancing:CreateRule answered ValidationError: ",
        "cloudfront:CreateDistribution answered InvalidArgument: ",
    ] {
        assert!(output.contains(quoted), "{quoted} was not printed: {output}");
    }
    assert!(output.contains("***"), "no secret was masked: {output}");
    for command in [
        "deploy --yes --json",
        "status",
        "status --json",
        "outputs --json",
        "logs",
        "logs install --json",
        "open --json",
        "admin-password",
        "admin-password --json",
        "backup --list",
    ] {
        env.run(command);
    }
    assert_eq!(
        env.run_with("exec -- php -v", &[]).code,
        Some(1),
        "the plugin is not installed"
    );

    // The only way to print a secret, which also shows that the secrets are marked.
    let revealed = env.run_unchecked("admin-password --reveal", &[]);
    assert_eq!(
        (&*revealed.out, revealed.code),
        ("canary-generated\n", Some(0)),
        "{}",
        revealed.err
    );

    let output = env.repeat("destroy --confirm campus");
    assert!(
        output.contains("cloudfront:UpdateDistribution answered IllegalUpdate: "),
        "{output}"
    );
    let done = record.0.lock().unwrap();
    assert_eq!(done.len(), 7, "{done:?}");
}

#[test]
fn no_secret_of_wrong_settings_is_printed() {
    let env = LeakCheckEnv::new(&Record::default());
    let path = |name: &str| env.folder.path().join(name).display().to_string();
    let write = |name: &str, text: &str| fs::write(env.folder.path().join(name), text).unwrap();
    write(
        "broken",
        "[default]\naws_access_key_id = 1\naws_secret_access_key canary-profile\n",
    );
    let answers = r#"echo '{ "Version": 1, "AccessKeyId": "1", "SecretAccessKey": "canary-process", "SessionToken": '"#;
    write(
        "process",
        &format!(
            "[profile process]\ncredential_process = sh -c \"{}\"\n",
            answers.replace('"', "\\\"")
        ),
    );
    let refused = "127.0.0.1:9";
    for settings in [
        &[("AWS_ENDPOINT_URL", format!("http://user:canary-endpoint@{refused}"))][..],
        &[("AWS_ENDPOINT_URL_STS", format!("http://user:canary-endpoint@{refused}"))],
        &[("HTTP_PROXY", format!("http://user:canary-proxy@{refused}"))],
        &[("HTTP_PROXY", "http://user:canary proxy@nowhere:port".into())],
        &[
            ("AWS_SHARED_CREDENTIALS_FILE", path("broken")),
            ("AWS_PROFILE", "default".into()),
        ],
        &[("AWS_CONFIG_FILE", path("process")), ("AWS_PROFILE", "process".into())],
    ] {
        let mut settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, &**value)).collect();
        // Keys in the environment have precedence over a profile.
        if settings.iter().any(|(name, _)| *name == "AWS_PROFILE") {
            settings.extend([
                ("AWS_ACCESS_KEY_ID", ""),
                ("AWS_SECRET_ACCESS_KEY", ""),
                ("AWS_SESSION_TOKEN", ""),
            ]);
        }
        let output = env.run_with("status", &settings);
        assert_eq!(
            output.code,
            Some(1),
            "{settings:?} did not fail: {}{}",
            output.out,
            output.err
        );
    }
}
