//! A whole life of the stack with marked secrets wherever one can come in: none of them is printed, and none is written.
//!
//! A proxy in front of the emulators marks what AWS generates, and has calls fail with errors that quote the request.

use super::emulator;
use super::proxy::{Fate, Proxy, Refusal, Request};
use super::publish::account;
use super::script::script;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

/// What stands in each secret, and nowhere else.
const MARK: &str = "canary";

/// `AWS:canary-registry`, as ECR answers it.
const REGISTRY_TOKEN: &str = "QVdTOmNhbmFyeS1yZWdpc3RyeQ==";

/// How often a command is repeated that fails for what the proxy does.
const TRIES: usize = 6;

/// What the proxies have done and seen.
#[derive(Clone, Default)]
struct Record(Arc<Mutex<BTreeSet<&'static str>>>);

impl Record {
    /// Tells whether this is the first time.
    fn first(&self, what: &'static str) -> bool {
        self.0.lock().unwrap().insert(what)
    }
}

/// Refuses a call with an error that quotes what it asks for; and one that is not signed right, with its headers, too.
fn quoting(is_json: bool, code: &'static str, request: &Request) -> Fate {
    let head = if code == "SignatureDoesNotMatch" {
        request.head()
    } else {
        ""
    };
    let message = format!("Not valid.\n\nThis was asked:\n{head}{}", request.body());
    Fate::Refused(Refusal { is_json, code, message })
}

/// What becomes of the calls to most services.
fn of_most(request: &Request, record: &Record) -> Fate {
    if request.has("secretsmanager.GetRandomPassword") {
        return Fate::Changed(r#"{ "RandomPassword": "canary-generated" }"#.into());
    }
    if request.has(".GetAuthorizationToken") {
        return Fate::Changed(format!(
            r#"{{ "authorizationData": [{{ "authorizationToken": "{REGISTRY_TOKEN}", "expiresAt": 1.9e9 }}] }}"#
        ));
    }
    if request.has("Action=GetCallerIdentity") && record.first("a signature was refused") {
        return quoting(false, "SignatureDoesNotMatch", request);
    }
    // Once with an error that is told on the way, and once with one that ends the step.
    if request.has("secretsmanager.CreateSecret") {
        if record.first("a secret was throttled") {
            return quoting(true, "ThrottlingException", request);
        }
        if record.first("a secret was refused") {
            return quoting(true, "InvalidParameterException", request);
        }
    }
    if request.has("secretsmanager.GetSecretValue") && record.first("a secret came halved") {
        return Fate::Halved;
    }
    if request.has("Action=CreateRule") && request.has(MARK) && record.first("a rule was refused") {
        return quoting(false, "ValidationError", request);
    }
    Fate::Passes
}

/// What becomes of the calls to CloudFront.
fn of_cloudfront(request: &Request, record: &Record) -> Fate {
    if request.body().contains(MARK) {
        let is_new = request.head().starts_with("POST ");
        if is_new && record.first("a distribution was refused") {
            return quoting(false, "InvalidArgument", request);
        }
        if !is_new && record.first("a change of a distribution was refused") {
            return quoting(false, "IllegalUpdate", request);
        }
    }
    Fate::Passes
}

/// A folder to deploy from, in an environment full of secrets.
struct Stage {
    folder: tempfile::TempDir,
    settings: Vec<(String, String)>,
}

struct Said {
    out: String,
    err: String,
    code: Option<i32>,
}

impl Stage {
    fn new(record: &Record) -> Self {
        let most = {
            let record = record.clone();
            Proxy::start(&emulator("AWS_ENDPOINT_URL"), move |request| of_most(request, &record))
        };
        let cloudfront = {
            let record = record.clone();
            let endpoint = emulator("AWS_ENDPOINT_URL_CLOUDFRONT");
            Proxy::start(&endpoint, move |request| of_cloudfront(request, &record))
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

    /// Runs a command with further settings, and returns what it says, whatever that is.
    fn told(&self, arguments: &str, settings: &[(&str, &str)]) -> Said {
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
        Said {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }

    /// Runs a command with further settings, and checks that it neither says nor writes a secret.
    fn run_with(&self, arguments: &str, settings: &[(&str, &str)]) -> Said {
        let said = self.told(arguments, settings);
        let Said { out, err, code } = &said;
        assert!(
            !has_secret(out) && !has_secret(err),
            "$ campus {arguments}\n{out}--- stderr\n{err}--- {code:?}"
        );
        check_files(&self.folder.path().join(".moodle-stack"));
        said
    }

    /// Runs a command, and checks that it succeeds and neither says nor writes a secret.
    fn run(&self, arguments: &str) -> Said {
        let said = self.run_with(arguments, &[]);
        let Said { out, err, code } = &said;
        assert_eq!(*code, Some(0), "$ campus {arguments}\n{out}--- stderr\n{err}");
        said
    }

    /// Repeats a command until it succeeds, and returns all that it said on stderr.
    fn repeat(&self, arguments: &str) -> String {
        let mut all = String::new();
        for _ in 0..TRIES {
            let said = self.run_with(arguments, &[]);
            all += &said.err;
            if said.code == Some(0) {
                return all;
            }
        }
        panic!("$ campus {arguments}, {TRIES} times\n{all}");
    }
}

fn has_secret(text: &str) -> bool {
    text.contains(MARK) || text.contains(REGISTRY_TOKEN)
}

/// Checks that no file below a folder has a secret in it.
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
#[ignore = "takes minutes, and emulators of its own: .ci/run names it"]
fn no_secret_is_said_or_written_in_a_whole_life() {
    let _account = account();
    let record = Record::default();
    let stage = Stage::new(&record);
    let image = stage.folder.path().join("image");
    script(
        "image_layout.py",
        &[image.to_str().unwrap(), "linux/amd64"],
        Stdio::null(),
    );

    let said = stage.repeat("image publish --from image");
    assert!(
        said.contains("sts:GetCallerIdentity answered SignatureDoesNotMatch: Not valid."),
        "{said}"
    );
    stage.run("plan");
    stage.run("plan --json");
    let said = stage.repeat("deploy --yes");
    for quoted in [
        "secretsmanager:CreateSecret answered ThrottlingException: ",
        "secretsmanager:CreateSecret answered InvalidParameterException: ",
        "elasticloadbalancing:CreateRule answered ValidationError: ",
        "cloudfront:CreateDistribution answered InvalidArgument: ",
    ] {
        assert!(said.contains(quoted), "{quoted} was not told: {said}");
    }
    assert!(said.contains("***"), "what was quoted came without its secret: {said}");
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
        stage.run(command);
    }
    assert_eq!(
        stage.run_with("exec -- php -v", &[]).code,
        Some(1),
        "there is no plugin"
    );

    // The one way to see a secret: the proxies and this test do see them.
    let revealed = stage.told("admin-password --reveal", &[]);
    assert_eq!(
        (&*revealed.out, revealed.code),
        ("canary-generated\n", Some(0)),
        "{}",
        revealed.err
    );

    let said = stage.repeat("destroy --confirm campus");
    assert!(
        said.contains("cloudfront:UpdateDistribution answered IllegalUpdate: "),
        "{said}"
    );
    let done = record.0.lock().unwrap();
    assert_eq!(done.len(), 7, "{done:?}");
}

#[test]
fn no_secret_of_the_settings_is_said_where_they_are_wrong() {
    let stage = Stage::new(&Record::default());
    let path = |name: &str| stage.folder.path().join(name).display().to_string();
    let write = |name: &str, text: &str| fs::write(stage.folder.path().join(name), text).unwrap();
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
        // Keys in the environment would go before those of a profile.
        if settings.iter().any(|(name, _)| *name == "AWS_PROFILE") {
            settings.extend([
                ("AWS_ACCESS_KEY_ID", ""),
                ("AWS_SECRET_ACCESS_KEY", ""),
                ("AWS_SESSION_TOKEN", ""),
            ]);
        }
        let said = stage.run_with("status", &settings);
        assert_eq!(said.code, Some(1), "{settings:?} did no harm: {}{}", said.out, said.err);
    }
}
