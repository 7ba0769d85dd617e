//! The real binary, killed by SIGKILL at random moments while it works in the sandbox, and started again until it ends by
//! itself: what is declared is there, once; and after a destroy nothing is, but what is kept.
//!
//! Each test prints its seed. `KILLS_SEED` sets it, and `KILLS` how often a command is killed.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]

mod killer;

use killer::{Ended, Killer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const WORLD: &str = ".moodle-stack/sandbox/world.json";
const JOURNAL: &str = ".moodle-stack/sandbox/111122223333/campus.json";

const DEPLOY: &[&str] = &["deploy", "--verbose"];
const DESTROY: &[&str] = &["destroy", "--verbose", "--yes"];

/// The generation of what an older declaration would have made.
const OLD: &str = "00000";

/// How often a command is killed in the normal test run.
const KILLS: usize = 8;

/// What outlives the stack: the declaration keeps the files, and all stacks of an account share the service-linked roles.
const KEPT: [&str; 6] = [
    "account.role-ecs",
    "account.role-elasticache",
    "account.role-load-balancing",
    "account.role-rds",
    "account.role-scaling",
    "files.file-system",
];

/// A folder that nobody has deployed from.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_campus"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .stdout(Stdio::null());
        command
    }

    /// Runs a command that nobody kills, and returns how many lines of progress it tells.
    fn undisturbed(&self, arguments: &[&str]) -> usize {
        let ended = killer::run(&mut self.command(arguments), None).unwrap();
        assert!(ended.status.success(), "{:#?}", ended.told);
        ended.told.len()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path(path)).unwrap()).unwrap()
    }

    /// Returns the addresses that a plan has something to do for.
    fn planned(&self) -> Vec<String> {
        let output = Command::output(self.command(&["plan", "--json"]).stdout(Stdio::piped())).unwrap();
        assert!(output.status.success(), "{output:?}");
        let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
        let changes = plan["changes"].as_array().unwrap().iter();
        changes
            .map(|change| change["address"].as_str().unwrap().into())
            .collect()
    }

    /// Returns the addresses of all that exists, one for each thing, with their ids.
    fn things(&self) -> Vec<(String, String)> {
        let world = self.json(WORLD);
        let things = world["things"].as_object().unwrap().iter();
        let address = |thing: &Value| thing["tags"]["moodle-stack:resource"].as_str().unwrap().to_owned();
        let mut things: Vec<_> = things.map(|(id, thing)| (address(thing), id.clone())).collect();
        things.sort();
        things
    }

    /// Checks that the journal and the world have what is declared, each once, and that a plan has nothing to do.
    fn check_deployed(&self, declared: &BTreeSet<String>) {
        let journal = self.json(JOURNAL);
        assert_eq!(journal["retired"], json!([]));
        let mut known = Vec::new();
        for (address, entry) in journal["resources"].as_object().unwrap() {
            assert_eq!(entry["step"], "ready", "{address}");
            known.push((address.clone(), entry["id"].as_str().unwrap().to_owned()));
        }
        known.sort();
        assert_eq!(
            known
                .iter()
                .map(|(address, _)| address.clone())
                .collect::<BTreeSet<_>>(),
            *declared
        );
        assert_eq!(self.things(), known, "what there is, and what the journal knows");
        assert_eq!(self.planned(), <[String; 0]>::default());
    }

    /// Checks that nothing is there but what is kept, and that it is what it was.
    fn check_destroyed(&self, before: &BTreeMap<String, String>) {
        let kept = KEPT.map(|address| (address.to_owned(), before[address].clone()));
        assert_eq!(self.things(), kept);
        assert!(!self.path(JOURNAL).exists(), "nothing is left to keep a journal of");
    }

    /// Kills a command, over and over, until it ends by itself.
    fn kill(&self, killer: &mut Killer, arguments: &[&str], whole: usize, meanwhile: impl FnMut(&mut fastrand::Rng)) {
        let Ended { status, told } = killer.until_it_ends(|| self.command(arguments), whole, meanwhile);
        assert!(status.success(), "{arguments:?} ended with {status}: {told:#?}");
    }

    /// Loses the journal, every third time.
    fn lose(&self, random: &mut fastrand::Rng) {
        if random.u8(..3) == 0 {
            // There is none before the first intent.
            let _ = fs::remove_file(self.path(JOURNAL));
        }
    }

    /// Changes what was last applied to a resource, in the journal and in the world, so that the declaration replaces it.
    fn pretend(&self, address: &str, field: &str, value: &Value) {
        let (mut journal, mut world) = (self.json(JOURNAL), self.json(WORLD));
        let entry = &mut journal["resources"][address];
        let thing = &mut world["things"][entry["id"].as_str().unwrap()];
        let generation = entry["generation"].as_str().unwrap();
        let name = entry["name"].as_str().unwrap().replace(generation, OLD);
        thing["tags"]["moodle-stack:generation"] = OLD.into();
        entry["generation"] = OLD.into();
        for record in [entry, thing] {
            record["name"] = name.clone().into();
            record["fields"][field] = value.clone();
        }
        fs::write(self.path(JOURNAL), journal.to_string()).unwrap();
        fs::write(self.path(WORLD), world.to_string()).unwrap();
    }
}

#[test]
fn whoever_is_killed_while_he_deploys_replaces_and_destroys_loses_and_doubles_nothing() {
    let (quiet, folder) = (Folder::new(), Folder::new());
    let declared: BTreeSet<String> = folder.planned().into_iter().collect();
    assert!(declared.len() > 100, "{declared:?}");
    let mut killer = Killer::new(KILLS);

    folder.kill(&mut killer, DEPLOY, quiet.undisturbed(DEPLOY), |_| ());
    folder.check_deployed(&declared);

    for folder in [&quiet, &folder] {
        folder.pretend("load_balancer.web", "port", &json!(80));
        folder.pretend("security.tasks", "description", &json!("Moodle"));
        folder.pretend("compute.task-web", "cpu", &json!(1024));
    }
    assert!(
        folder.planned().len() > 3,
        "what refers to a thing that is replaced changes, too"
    );
    folder.kill(&mut killer, DEPLOY, quiet.undisturbed(DEPLOY), |_| ());
    folder.check_deployed(&declared);

    let before = folder.things().into_iter().collect();
    folder.kill(&mut killer, DESTROY, quiet.undisturbed(DESTROY), |_| ());
    folder.check_destroyed(&before);
    assert!(killer.killed > KILLS, "only {} kills", killer.killed);
}

#[test]
fn whoever_is_killed_and_loses_the_journal_finds_all_of_it_again() {
    let (quiet, folder) = (Folder::new(), Folder::new());
    let declared: BTreeSet<String> = folder.planned().into_iter().collect();
    let mut killer = Killer::new(KILLS);

    folder.kill(&mut killer, DEPLOY, quiet.undisturbed(DEPLOY), |random| {
        folder.lose(random)
    });
    folder.check_deployed(&declared);

    let before = folder.things().into_iter().collect();
    folder.kill(&mut killer, DESTROY, quiet.undisturbed(DESTROY), |random| {
        folder.lose(random)
    });
    folder.check_destroyed(&before);
    assert!(killer.killed > KILLS / 2, "only {} kills", killer.killed);
}
