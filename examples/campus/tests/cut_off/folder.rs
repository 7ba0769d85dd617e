//! A folder that nobody has deployed from, the program in it, and what a whole deployment and a whole destruction leave.

use super::killer;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const WORLD: &str = ".moodle-stack/sandbox/world.json";
pub(crate) const JOURNAL: &str = ".moodle-stack/sandbox/111122223333/campus.json";

pub(crate) const DEPLOY: &[&str] = &["deploy", "--verbose"];
pub(crate) const DESTROY: &[&str] = &["destroy", "--verbose", "--yes", "--confirm", "campus"];

/// What outlives the stack: the declaration keeps the files, and all stacks of an account share the service-linked roles.
const KEPT: [&str; 6] = [
    "account.role-ecs",
    "account.role-elasticache",
    "account.role-load-balancing",
    "account.role-rds",
    "account.role-scaling",
    "files.file-system",
];

/// The generation of what an older declaration would have made.
const OLD: &str = "00000";

/// A folder that nobody has deployed from.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_campus"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .stdout(Stdio::null());
        command
    }

    /// Runs a command that nobody kills, and returns how many lines of progress it tells.
    pub(crate) fn undisturbed(&self, arguments: &[&str]) -> usize {
        let ended = killer::run(&mut self.command(arguments), None).unwrap();
        assert!(ended.status.success(), "{:#?}", ended.told);
        ended.told.len()
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path(path)).unwrap()).unwrap()
    }

    /// Returns the addresses that a plan has something to do for.
    pub(crate) fn planned(&self) -> Vec<String> {
        let output = Command::output(self.command(&["plan", "--json"]).stdout(Stdio::piped())).unwrap();
        assert!(output.status.success(), "{output:?}");
        let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
        let changes = plan["changes"].as_array().unwrap().iter();
        changes
            .map(|change| change["address"].as_str().unwrap().into())
            .collect()
    }

    /// Returns the addresses of all that exists, one for each thing, with their ids.
    pub(crate) fn things(&self) -> Vec<(String, String)> {
        let world = self.json(WORLD);
        let things = world["things"].as_object().unwrap().iter();
        let address = |thing: &Value| thing["tags"]["moodle-stack:resource"].as_str().unwrap().to_owned();
        let mut things: Vec<_> = things.map(|(id, thing)| (address(thing), id.clone())).collect();
        things.sort();
        things
    }

    /// Checks that the journal and the world have what is declared, each once, and that a plan has nothing to do.
    pub(crate) fn check_deployed(&self, declared: &BTreeSet<String>) {
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
    pub(crate) fn check_destroyed(&self, before: &BTreeMap<String, String>) {
        let kept = KEPT.map(|address| (address.to_owned(), before[address].clone()));
        assert_eq!(self.things(), kept);
        assert!(!self.path(JOURNAL).exists(), "nothing is left to keep a journal of");
    }

    /// Changes what was last applied to a resource, in the journal and in the world, so that the declaration replaces it.
    pub(crate) fn pretend(&self, address: &str, field: &str, value: &Value) {
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
