//! Several deployers on one journal in S3: real processes, each at its question whether to deploy.

use super::publish::account;
use super::script::python;
use super::told::told;
use super::{PROFILE, emulator};
use serde_json::Value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// Runs a program on a terminal of its own, since nobody else is asked anything.
const ON_A_TERMINAL: &str = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
const MAKE: &str = "import boto3, sys; client = boto3.client('s3', region_name='ap-southeast-1'); \
     client.create_bucket(Bucket=sys.argv[1], CreateBucketConfiguration={'LocationConstraint': 'ap-southeast-1'})";
const QUESTION: &str = "Deploy this? [y/N]";
/// Far longer than anything here takes: whoever waits for so long waits in vain.
const PATIENCE: Duration = Duration::from_mins(5);

/// The people who deploy one stack, each from an empty folder.
struct Team {
    folder: tempfile::TempDir,
    bucket: String,
    lease: &'static str,
}

/// One of them at work.
struct Deployer {
    child: Child,
    said: Receiver<String>,
    heard: String,
}

impl Team {
    fn new(name: &str, lease: &'static str) -> Self {
        let team = Self {
            folder: tempfile::tempdir().unwrap(),
            bucket: format!("{name}-{}", std::process::id()),
            lease,
        };
        fs::write(team.folder.path().join("config"), PROFILE).unwrap();
        let made = Command::new(python())
            .args(["-c", MAKE, &team.bucket])
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        team
    }

    /// Prepares a command of somebody who has a folder of his own.
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

    /// Prepares a program with none of this machine's settings.
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
            // Each service where `.ci/emulators` has it.
            .envs(std::env::vars().filter(|(name, _)| name.starts_with("AWS_ENDPOINT_URL")));
        command
    }

    /// Runs a command to its end, and returns all that it says and how it ends.
    fn run(&self, arguments: &str) -> String {
        let mut command = self.command(env!("CARGO_BIN_EXE_campus"), &[], arguments);
        told(command.output().unwrap())
    }

    /// Starts a deployment that is going to ask.
    fn deploy(&self) -> Deployer {
        let program = env!("CARGO_BIN_EXE_campus");
        let mut command = self.command(&python(), &["-c", ON_A_TERMINAL, program], "deploy");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let (sender, said): (Sender<String>, _) = channel();
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
            said,
            heard: String::new(),
        }
    }

    /// Returns what `journal show` tells of the lock.
    fn lock(&self) -> String {
        let said = self.run("journal show --json");
        let told = said.split_once("--- stderr").unwrap().0;
        let told: Value = serde_json::from_str(told).unwrap();
        told["lock"].as_str().unwrap_or("nobody").into()
    }
}

impl Deployer {
    /// Listens until it asks; tells whether it did, or ended before.
    fn asks(&mut self) -> bool {
        while !self.heard.contains(QUESTION) {
            match self.said.recv_timeout(PATIENCE) {
                Ok(part) => self.heard.push_str(&part),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return false,
                Err(error) => panic!("{error}: {}", self.heard),
            }
        }
        true
    }

    fn answers(&mut self, answer: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{answer}").unwrap();
    }

    /// Waits for the end, and returns all that was said and the exit code.
    fn ends(mut self) -> (String, Option<i32>) {
        while let Ok(part) = self.said.recv_timeout(PATIENCE) {
            self.heard.push_str(&part);
        }
        let code = self.child.wait().unwrap().code();
        // A terminal has carriage returns.
        (self.heard.replace('\r', ""), code)
    }
}

/// Signals the process that a lock names.
fn signal(signal: &str, lock: &str) {
    let pid = lock.split_once("(process ").unwrap().1.split_once(',').unwrap().0;
    assert!(Command::new("kill").args([signal, pid]).status().unwrap().success());
}

#[test]
fn of_two_deployers_started_together_one_works_and_the_other_leaves_or_waits_for_its_turn() {
    emulator("AWS_ENDPOINT_URL");
    let _account = account();
    let team = Team::new("two-together", "120");
    let (mut one, mut other) = (team.deploy(), team.deploy());
    let (mut at_work, left) = match (one.asks(), other.asks()) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        both => panic!("who asks: {both:?}\n{}\n{}", one.heard, other.heard),
    };
    let (said, code) = left.ends();
    assert_eq!(code, Some(1), "{said}");
    for part in [
        "/it/111122223333/campus.json is locked by ana@",
        "`deploy`) since ",
        " UTC, expires ",
        "journal unlock --lock ",
    ] {
        assert!(said.contains(part), "{said}");
    }
    // Who only looks needs no lock.
    let status = team.run("status");
    assert!(status.ends_with("--- exit code 0\n"), "{status}");
    assert!(team.lock().contains("ana@"), "{}", team.lock());
    // A living lock is not taken away by the way.
    let unlock = team.run("journal unlock --yes");
    assert!(unlock.contains("so its holder may still be running"), "{unlock}");

    let waiting = thread::scope(|threads| {
        let waiting = threads.spawn(|| team.run("destroy --yes --wait"));
        at_work.answers("n");
        waiting.join().unwrap()
    });
    let (said, code) = at_work.ends();
    assert!(said.contains("you did not confirm"), "{said}");
    assert!(said.contains("does not keep earlier versions"), "{said}");
    assert_eq!(code, Some(1));
    // It had its turn when the other had given the lock back, long before the lease would have run out.
    assert!(waiting.contains("Nothing to do: campus is not deployed."), "{waiting}");
    assert!(waiting.ends_with("--- exit code 0\n"), "{waiting}");
    assert_eq!(team.lock(), "nobody");

    // Nor does Ctrl-C at the question leave a lock behind.
    let mut interrupted = team.deploy();
    assert!(interrupted.asks(), "{}", interrupted.heard);
    signal("-INT", &team.lock());
    let (said, code) = interrupted.ends();
    assert_eq!(code, Some(130), "{said}");
    assert_eq!(team.lock(), "nobody");
}

#[test]
fn the_lock_of_a_deployer_that_was_killed_is_taken_over_when_its_lease_has_run_out() {
    emulator("AWS_ENDPOINT_URL");
    let _account = account();
    let team = Team::new("killed", "4");
    let mut deployer = team.deploy();
    assert!(deployer.asks(), "{}", deployer.heard);
    // It waits for an answer for longer than its lease, and still has the lock.
    thread::sleep(Duration::from_secs(8));
    let lock = team.lock();
    assert!(lock.contains(", expires "), "{lock}");
    signal("-KILL", &lock);
    deployer.ends();
    let said = team.run("destroy --yes --wait");
    assert!(said.contains("Nothing to do: campus is not deployed."), "{said}");
    assert!(said.ends_with("--- exit code 0\n"), "{said}");
    assert_eq!(team.lock(), "nobody");
}

#[test]
fn a_bucket_that_is_not_there_and_a_file_that_was_left_behind_are_told_before_anything_is_done() {
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
    let nowhere = format!("not-{}", team.bucket);
    let said = plan(&nowhere, dir).replace(&nowhere, "[BUCKET]");
    insta::assert_snapshot!("journal_without_a_bucket", said);
    let file = folder.path().join("emulator/111122223333/campus.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "{}").unwrap();
    let said = plan(&team.bucket, dir);
    insta::assert_snapshot!(
        "journal_left_behind",
        said.replace(&team.bucket, "[BUCKET]").replace(dir, "[DIR]")
    );
}

#[test]
fn a_journal_is_moved_into_a_bucket_and_back_and_never_onto_another() {
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
    assert!(!file.exists(), "the old one is set aside");
    let shown = team.run("journal show --json");
    assert!(shown.contains("\"deployment\": 7"), "{shown}");
    // There is nothing to move any more, and nothing is written over.
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
    assert_eq!(team.lock(), "nobody");
}

/// Moves the journal from one place to another, where one is in a folder.
fn move_journal(team: &Team, dir: &str, from: &str, to: &str) -> (String, Option<i32>) {
    let mut command = team.bare(env!("CARGO_BIN_EXE_campus"));
    command.args(["journal", "move", "--target", "aws", "--dir", dir]);
    command.args(["--journal", from, "--to", to]);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (said, output.status.code())
}
