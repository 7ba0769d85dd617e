//! Several deployers with one journal in S3, as real processes that ask whether to deploy.

use super::publish::account;
use super::script::python;
use super::transcript::transcript;
use super::{PROFILE, emulator};
use serde_json::Value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// Runs a program in a pseudo-terminal, since it only asks in a terminal.
const IN_A_TERMINAL: &str = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
const CREATE_BUCKET: &str = "import boto3, sys; client = boto3.client('s3', region_name='ap-southeast-1'); \
     client.create_bucket(Bucket=sys.argv[1], CreateBucketConfiguration={'LocationConstraint': 'ap-southeast-1'})";
const QUESTION: &str = "Deploy this? [y/N]";
/// Far longer than anything here takes.
const TIMEOUT: Duration = Duration::from_mins(5);

/// Several people who deploy one stack, each from an empty folder.
struct Team {
    folder: tempfile::TempDir,
    bucket: String,
    lease: &'static str,
}

/// A running deployment.
struct Deployer {
    child: Child,
    parts: Receiver<String>,
    output: String,
}

impl Team {
    fn new(name: &str, lease: &'static str) -> Self {
        let team = Self {
            folder: tempfile::tempdir().unwrap(),
            bucket: format!("{name}-{}", std::process::id()),
            lease,
        };
        fs::write(team.folder.path().join("config"), PROFILE).unwrap();
        let created = Command::new(python())
            .args(["-c", CREATE_BUCKET, &team.bucket])
            .output()
            .unwrap();
        assert!(created.status.success(), "{created:?}");
        team
    }

    /// Prepares a command in a folder of its own.
    fn command(&self, program: &str, before: &[&str], arguments: &str) -> Command {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap().keep();
        let mut command = self.bare(program);
        command
            .args(before)
            .args(arguments.split(' '))
            .args(["--target", "aws", "--skip-checks"])
            .args(["--journal", &format!("s3://{}/it", self.bucket)])
            .current_dir(folder);
        command
    }

    /// Prepares a program with an empty environment.
    fn bare(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .stdin(Stdio::null())
            .env_clear()
            .env("USER", "ana")
            .env("MOODLE_STACK_LEASE_SECONDS", self.lease)
            .env("AWS_CONFIG_FILE", self.folder.path().join("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.folder.path().join("none"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            // The endpoints of `.ci/emulators`.
            .envs(std::env::vars().filter(|(name, _)| name.starts_with("AWS_ENDPOINT_URL")));
        command
    }

    /// Runs a command, and returns its transcript.
    fn run(&self, arguments: &str) -> String {
        let mut command = self.command(env!("CARGO_BIN_EXE_campus"), &[], arguments);
        transcript(command.output().unwrap())
    }

    /// Starts a deployment in a terminal.
    fn deploy(&self) -> Deployer {
        let program = env!("CARGO_BIN_EXE_campus");
        let mut command = self.command(&python(), &["-c", IN_A_TERMINAL, program], "deploy");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let (sender, parts): (Sender<String>, _) = channel();
        thread::spawn(move || {
            let mut part = [0; 4096];
            while let Ok(length @ 1..) = stdout.read(&mut part) {
                if sender.send(String::from_utf8_lossy(&part[..length]).into()).is_err() {
                    return;
                }
            }
        });
        Deployer {
            child,
            parts,
            output: String::new(),
        }
    }

    /// Returns the lock that `journal show` reports.
    fn lock(&self) -> String {
        let said = self.run("journal show --json");
        let json = said.split_once("--- stderr").unwrap().0;
        let json: Value = serde_json::from_str(json).unwrap();
        json["lock"].as_str().unwrap_or("none").into()
    }
}

impl Deployer {
    /// Waits for the question. Returns false if the process exits before it.
    fn wait_for_question(&mut self) -> bool {
        while !self.output.contains(QUESTION) {
            match self.parts.recv_timeout(TIMEOUT) {
                Ok(part) => self.output.push_str(&part),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return false,
                Err(error) => panic!("{error}: {}", self.output),
            }
        }
        true
    }

    fn answer(&mut self, answer: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{answer}").unwrap();
    }

    /// Waits for the exit, and returns the output and the exit code.
    fn wait(mut self) -> (String, Option<i32>) {
        while let Ok(part) = self.parts.recv_timeout(TIMEOUT) {
            self.output.push_str(&part);
        }
        let code = self.child.wait().unwrap().code();
        // A terminal adds carriage returns.
        (self.output.replace('\r', ""), code)
    }
}

/// Sends a signal to the process that a lock names.
fn signal(signal: &str, lock: &str) {
    let pid = lock.split_once("(process ").unwrap().1.split_once(',').unwrap().0;
    assert!(Command::new("kill").args([signal, pid]).status().unwrap().success());
}

#[test]
fn only_one_of_two_deployers_works_and_the_other_is_refused_or_waits() {
    emulator("AWS_ENDPOINT_URL");
    let _account = account();
    let team = Team::new("two-together", "120");
    let (mut one, mut other) = (team.deploy(), team.deploy());
    let (mut working, refused) = match (one.wait_for_question(), other.wait_for_question()) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        both => panic!("which one asks: {both:?}\n{}\n{}", one.output, other.output),
    };
    let (said, code) = refused.wait();
    assert_eq!(code, Some(1), "{said}");
    for part in [
        "/it/111122223333/campus.json is locked by ana@",
        "`deploy`) since ",
        " UTC, expires ",
        "journal unlock --lock ",
    ] {
        assert!(said.contains(part), "{said}");
    }
    // Commands that only read need no lock.
    let status = team.run("status");
    assert!(status.ends_with("--- exit code 0\n"), "{status}");
    assert!(team.lock().contains("ana@"), "{}", team.lock());
    // `journal unlock` does not remove a valid lock without its id.
    let unlock = team.run("journal unlock --yes");
    assert!(unlock.contains("so its holder may still be running"), "{unlock}");

    let waiting = thread::scope(|threads| {
        let waiting = threads.spawn(|| team.run("destroy --yes --wait"));
        working.answer("n");
        waiting.join().unwrap()
    });
    let (said, code) = working.wait();
    assert!(said.contains("you did not confirm"), "{said}");
    assert!(said.contains("does not keep earlier versions"), "{said}");
    assert_eq!(code, Some(1));
    // It works as soon as the other has released the lock, long before the lease expires.
    assert!(waiting.contains("Nothing to do: campus is not deployed."), "{waiting}");
    assert!(waiting.ends_with("--- exit code 0\n"), "{waiting}");
    assert_eq!(team.lock(), "none");

    // Ctrl-C at the question releases the lock, too.
    let mut interrupted = team.deploy();
    assert!(interrupted.wait_for_question(), "{}", interrupted.output);
    signal("-INT", &team.lock());
    let (said, code) = interrupted.wait();
    assert_eq!(code, Some(130), "{said}");
    assert_eq!(team.lock(), "none");
}

#[test]
fn lock_of_a_killed_deployer_is_taken_over_after_its_lease() {
    emulator("AWS_ENDPOINT_URL");
    let _account = account();
    let team = Team::new("killed", "4");
    let mut deployer = team.deploy();
    assert!(deployer.wait_for_question(), "{}", deployer.output);
    // It waits for an answer for longer than its lease, and keeps the lock.
    thread::sleep(Duration::from_secs(8));
    let lock = team.lock();
    assert!(lock.contains(", expires "), "{lock}");
    signal("-KILL", &lock);
    deployer.wait();
    let said = team.run("destroy --yes --wait");
    assert!(said.contains("Nothing to do: campus is not deployed."), "{said}");
    assert!(said.ends_with("--- exit code 0\n"), "{said}");
    assert_eq!(team.lock(), "none");
}

#[test]
fn missing_bucket_and_journal_in_another_location_are_refused() {
    emulator("AWS_ENDPOINT_URL");
    let team = Team::new("there", "120");
    let plan = |bucket: &str, dir: &str| {
        let mut command = team.bare(env!("CARGO_BIN_EXE_campus"));
        command.args(["plan", "--target", "aws", "--skip-checks", "--dir", dir]);
        command.args(["--journal", &format!("s3://{bucket}/it")]);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    let missing = format!("not-{}", team.bucket);
    let said = plan(&missing, dir).replace(&missing, "[BUCKET]");
    insta::assert_snapshot!("journal_without_a_bucket", said);
    let file = folder.path().join("emulator/111122223333/campus.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "{}").unwrap();
    let said = plan(&team.bucket, dir);
    insta::assert_snapshot!(
        "journal_in_another_location",
        said.replace(&team.bucket, "[BUCKET]").replace(dir, "[DIR]")
    );
}

#[test]
fn journal_is_moved_into_a_bucket_and_back_and_never_overwrites_another() {
    emulator("AWS_ENDPOINT_URL");
    let team = Team::new("moved", "120");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("emulator/111122223333/campus.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let journal = "{\n  \"version\": 1,\n  \"stack\": \"campus\",\n  \"account\": \"111122223333\",\n  \"deployment\": 7,\n  \
                   \"resources\": {},\n  \"retired\": []\n}\n";
    fs::write(&file, journal).unwrap();
    let dir = folder.path().to_str().unwrap();
    let place = format!("s3://{}/it", team.bucket);
    let (said, code) = move_journal(&team, dir, "file", &place);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("declare `journal: S3 { bucket: "), "{said}");
    assert!(!file.exists(), "the old journal is set aside");
    let shown = team.run("journal show --json");
    assert!(shown.contains("\"deployment\": 7"), "{shown}");
    // There is nothing left to move, and nothing is overwritten.
    let (said, code) = move_journal(&team, dir, "file", &place);
    assert!(said.contains("there is no journal of campus in"), "{said}");
    assert_eq!(code, Some(1));
    fs::write(&file, journal.replace('7', "8")).unwrap();
    let (said, code) = move_journal(&team, dir, "file", &place);
    assert!(said.contains("there is another journal of campus in"), "{said}");
    assert_eq!(code, Some(1));
    fs::remove_file(&file).unwrap();
    let (said, code) = move_journal(&team, dir, &place, "file");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), journal);
    assert_eq!(team.lock(), "none");
}

/// Moves the journal between a folder and a bucket.
fn move_journal(team: &Team, dir: &str, from: &str, to: &str) -> (String, Option<i32>) {
    let mut command = team.bare(env!("CARGO_BIN_EXE_campus"));
    command.args(["journal", "move", "--target", "aws", "--dir", dir]);
    command.args(["--journal", from, "--to", to]);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (said, output.status.code())
}
