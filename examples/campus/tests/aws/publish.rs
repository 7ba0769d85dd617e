//! `image publish` to moto's ECR and a real registry.

use super::script::script;
use super::transcript::transcript;
use super::{PROFILE, emulator};
use std::fs;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The account has only one repository with the declared name: one test at a time.
static ACCOUNT: Mutex<()> = Mutex::new(());

/// Locks the account for one test.
pub(super) fn account() -> MutexGuard<'static, ()> {
    // A failed test does not fail the others.
    ACCOUNT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An empty registry, which is stopped at the end of the test.
pub(super) struct Registry {
    server: Child,
    pub(super) host: String,
    _folder: tempfile::TempDir,
}

impl Registry {
    pub(super) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // If another program takes the port now, the server exits with an error.
        let host = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .to_string();
        let root = folder.path().display();
        let config = format!(
            "version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\n\
             storage: {{filesystem: {{rootdirectory: {root}}}}}\nhttp: {{addr: \"{host}\"}}\n"
        );
        let file = folder.path().join("config.yml");
        fs::write(&file, config).unwrap();
        let mut server = Command::new("docker-registry");
        let server = server
            .arg("serve")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut registry = Self {
            server: server.spawn().expect("`.ci/emulators` installs docker-registry"),
            host,
            _folder: folder,
        };
        let start = Instant::now();
        while TcpStream::connect(&registry.host).is_err() {
            assert_eq!(registry.server.try_wait().unwrap(), None, "the registry exited");
            assert!(
                start.elapsed() < Duration::from_mins(1),
                "the registry does not respond"
            );
            thread::yield_now();
        }
        registry
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

/// A folder for the program and its journal.
pub(super) struct CliEnv {
    folder: tempfile::TempDir,
    registry: String,
}

impl CliEnv {
    pub(super) fn new(registry: &Registry) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("config"), PROFILE).unwrap();
        Self {
            folder,
            registry: format!("http://{}", registry.host),
        }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Prepares a command without a container engine and with an empty environment.
    pub(super) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_campus"));
        command
            .args(arguments.split(' '))
            .args(["--target", "aws"])
            .current_dir(self.path())
            .env_clear()
            .env("PATH", self.path())
            .env("AWS_CONFIG_FILE", self.path().join("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.path().join("none"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            // Without a journal, recovery calls every service.
            .envs(std::env::vars().filter(|(name, _)| name.starts_with("AWS_ENDPOINT_URL")))
            .env("AWS_ENDPOINT_URL_ECR_REGISTRY", &self.registry)
            .stdin(Stdio::null());
        command
    }

    /// Runs a command, and returns its transcript without ports.
    pub(super) fn run(&self, arguments: &str) -> String {
        let output = self.command(arguments).output().unwrap();
        format!("$ campus {arguments}\n{}", transcript(output))
            .replace(&self.registry, "http://127.0.0.1:[REGISTRY]")
            .replace(&emulator("AWS_ENDPOINT_URL"), "http://127.0.0.1:[MOTO]")
            .replace(&emulator("AWS_ENDPOINT_URL_EFS"), "http://127.0.0.1:[MINISTACK]")
    }

    /// Writes an image into a folder, and returns the digest of each platform.
    pub(super) fn image(&self, folder: &str, arguments: &[&str]) -> Vec<String> {
        let folder = self.path().join(folder);
        let written = script(
            "image_layout.py",
            &[&[folder.to_str().unwrap()], arguments].concat(),
            Stdio::null(),
        );
        written.lines().map(str::to_owned).collect()
    }

    /// Destroys the stack, and checks with another client of AWS that nothing is left.
    pub(super) fn destroy(self) {
        let said = self.run("destroy --yes");
        assert!(
            said.contains("moodle.repository (image repository): deleted in"),
            "{said}"
        );
        script("leftovers.py", &["campus", "--none"], Stdio::null());
    }
}

/// Sorts the lines of parts that are pushed concurrently.
fn sorted(said: &str) -> String {
    let (before, rest) = said.split_once("--- stderr\n").unwrap();
    let mut parts: Vec<&str> = rest.lines().filter(|line| line.starts_with("  ")).collect();
    parts.sort_unstable();
    let (others, end) = rest.split_once("--- exit code").unwrap();
    let others = others.lines().filter(|line| !line.starts_with("  "));
    let lines: Vec<&str> = others.chain(parts).collect();
    format!("{before}--- stderr\n{}\n--- exit code{end}", lines.join("\n"))
}

/// Replaces the durations.
fn without_times(said: &str) -> String {
    let mut lines = Vec::new();
    for line in said.lines() {
        match line.split_once("] moodle.repository") {
            Some((_, rest)) => lines.push(format!(
                "[TIME] moodle.repository{}",
                rest.trim_end_matches(char::is_alphanumeric)
            )),
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

#[test]
fn published_image_is_found_by_the_next_publish_and_by_the_plan() {
    let _account = account();
    let registry = Registry::start();
    let env = CliEnv::new(&registry);
    let digests = env.image("two", &["linux/arm64", "linux/amd64"]);
    let first = env.run("image publish --from two");
    assert!(first.contains(&format!("moodle:5.2@{}\",", digests[1])), "{first}");
    let without_digest = |output: &str| output.replace(&digests[1], "sha256:[DIGEST]");
    insta::assert_snapshot!("published", without_digest(&without_times(&sorted(&first))));
    let again = env.run("image publish --from two");
    insta::assert_snapshot!("already_published", without_digest(&again));
    let said = env.run("image publish --from two --json");
    let json: serde_json::Value =
        serde_json::from_str(said.split_once('\n').unwrap().1.split_once("--- ").unwrap().0).unwrap();
    assert_eq!(
        (&json["digest"], &json["pushed"]),
        (&digests[1].clone().into(), &false.into())
    );
    let plan = env.run("plan");
    assert!(
        plan.contains(" to create, 1 unchanged;") && plan.contains("--- stderr\n--- exit code 0"),
        "{plan}"
    );
    // A copy by the tag copies only the image for the declared processor.
    let copy = Registry::start();
    let other = CliEnv::new(&copy);
    let from = format!("image publish --from {}/moodle:5.2", registry.host);
    let copied = other.run(&from);
    assert!(
        copied.contains(&digests[1]) && copied.contains("3 of its parts were pushed"),
        "{copied}"
    );
    let by_digest = format!("image publish --from {}/moodle@{}", registry.host, digests[1]);
    assert!(other.run(&by_digest).contains("Nothing to do"), "{by_digest}");
    env.destroy();
}

#[test]
fn unusable_image_is_refused_before_anything_is_pushed() {
    let _account = account();
    let registry = Registry::start();
    let env = CliEnv::new(&registry);
    env.image("arm", &["linux/arm64"]);
    insta::assert_snapshot!("other_platform", env.run("image publish --from arm"));
    insta::assert_snapshot!("no_dockerfile", env.run("image publish"));
    fs::create_dir(env.path().join("moodle-image")).unwrap();
    fs::write(env.path().join("moodle-image/Dockerfile"), "FROM scratch\n").unwrap();
    insta::assert_snapshot!("no_engine", env.run("image publish"));
    assert!(!env.path().join(".moodle-stack").exists(), "the command wrote files");
    let digests = env.image("one", &["linux/amd64"]);
    env.image("other", &["linux/amd64", "--seed", "other", "--version", "5.1"]);
    assert!(env.run("image publish --from one").contains("is published"));
    let existing = env.run("image publish --from other");
    insta::assert_snapshot!("tag_exists", existing.replace(&digests[0], "sha256:[DIGEST]"));
    let missing = format!("image publish --from {}/moodle:none", registry.host);
    let said = env.run(&missing);
    assert!(
        said.contains("there is no such image") && said.ends_with("exit code 1\n"),
        "{said}"
    );
    env.destroy();
}

/// Starts a proxy to a registry that drops the request to write a blob, and returns its address.
fn start_stalling_proxy(registry: String, blob: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(&registry).unwrap());
            let (mut back, mut answers) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            // Either side may close the connection first.
            thread::spawn(move || std::io::copy(&mut answers, &mut back));
            let blob = blob.clone();
            thread::spawn(move || forward(client, server, &blob));
        }
    });
    address
}

fn forward(mut client: TcpStream, mut server: TcpStream, blob: &str) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = client.read(&mut piece) {
        let text = String::from_utf8_lossy(&piece[..length]);
        if text.starts_with("PUT ") && text.lines().next().is_some_and(|line| line.contains(blob)) {
            // Until the end of the test.
            thread::park();
        }
        if server.write_all(&piece[..length]).is_err() {
            return;
        }
    }
}

#[test]
fn interrupted_push_resumes_where_it_stopped() {
    let _account = account();
    let registry = Registry::start();
    let mut env = CliEnv::new(&registry);
    env.image("image", &["linux/amd64", "--layers", "3", "--size", "600000"]);
    // The last of the three layers.
    let blob = last_layer(&env.path().join("image"));
    let proxy = start_stalling_proxy(registry.host.clone(), blob);
    let direct = std::mem::replace(&mut env.registry, format!("http://{proxy}"));
    let mut publish = env
        .command("image publish --from image")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(publish.stderr.take().unwrap());
    let (mut said, mut pushed) = (String::new(), 0);
    // The configuration and two of the layers.
    while pushed < 3 {
        let mut line = String::new();
        assert_ne!(
            stderr.read_line(&mut line).unwrap(),
            0,
            "the process exited too early: {said}"
        );
        pushed += usize::from(line.ends_with("): pushed\n"));
        said += &line;
    }
    let pid = publish.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    stderr.read_to_string(&mut said).unwrap();
    assert_eq!(publish.wait().unwrap().code(), Some(130), "{said}");
    assert!(said.contains("Stopped. The image is not published."), "{said}");
    assert!(
        said.ends_with("To continue from there: campus image publish --from image --target aws\n"),
        "{said}"
    );

    env.registry = direct;
    let next = env.run("image publish --from image");
    assert!(
        next.contains("is published: 1 of its parts were pushed, 3 already existed."),
        "{next}"
    );
    assert!(
        next.contains("layer 3 of 3") && next.ends_with("exit code 0\n"),
        "{next}"
    );
    env.destroy();
}

/// Returns the hexadecimal digest of the last layer of an image for one platform.
fn last_layer(layout: &Path) -> String {
    let read = |path: &Path| serde_json::from_slice::<serde_json::Value>(&fs::read(path).unwrap()).unwrap();
    let digits = |digest: &serde_json::Value| digest.as_str().unwrap().trim_start_matches("sha256:").to_owned();
    let index = read(&layout.join("index.json"));
    let manifest = read(
        &layout
            .join("blobs/sha256")
            .join(digits(&index["manifests"][0]["digest"])),
    );
    digits(&manifest["layers"].as_array().unwrap().last().unwrap()["digest"])
}

/// Buildah needs no daemon. The test is skipped if Buildah is missing or does not work.
#[test]
fn image_is_built_with_the_local_engine() {
    let buildah = Command::new("buildah").arg("info").stdin(Stdio::null()).output();
    if !buildah.is_ok_and(|asked| asked.status.success()) {
        println!("skipped: Buildah does not work");
        return;
    }
    let _account = account();
    let registry = Registry::start();
    let env = CliEnv::new(&registry);
    let folder = env.path().join("moodle-image");
    fs::create_dir(&folder).unwrap();
    let file = "FROM scratch\nCOPY Dockerfile /\nLABEL org.opencontainers.image.version=5.2.2\n";
    fs::write(folder.join("Dockerfile"), file).unwrap();
    let mut publish = env.command("image publish --json");
    publish
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", env.path());
    // If the Docker daemon does not respond, the next engine is used.
    publish.env("DOCKER_HOST", "tcp://127.0.0.1:9");
    let output = publish.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("layer 1 of 1"), "{said}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&json["platform"], &json["pushed"]),
        (&"linux/amd64".into(), &true.into())
    );
    // The image exists, and is not built again.
    let again = env
        .command("image publish moodle-image")
        .env("PATH", std::env::var_os("PATH").unwrap())
        .output()
        .unwrap();
    let again = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(
        again.contains("an image is already published as") && !again.contains("STEP"),
        "{again}"
    );
    env.destroy();
}
