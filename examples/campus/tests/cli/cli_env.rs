//! An empty folder for the program, its commands, and checks of the state after a deployment or a destruction.

use super::killer;
use super::transcript::transcript;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub(crate) const WORLD: &str = ".moodle-stack/sandbox/world.json";
pub(crate) const JOURNAL: &str = ".moodle-stack/sandbox/111122223333/campus.json";

pub(crate) const DEPLOY: &[&str] = &["deploy", "--verbose"];
pub(crate) const DESTROY: &[&str] = &["destroy", "--verbose", "--yes", "--confirm", "campus"];

/// The resources that outlive the stack: the files are retained, and all stacks share the service-linked roles.
const KEPT: [&str; 7] = [
    "account.role-ecs",
    "account.role-elasticache",
    "account.role-load-balancing",
    "account.role-rds",
    "account.role-scaling",
    "files.file-system",
    "trail.bucket",
];

/// A spec hash that no current declaration has.
pub(crate) const OLD: &str = "00000";

/// A folder in which nothing has been deployed yet.
pub(crate) struct CliEnv(TempDir);

impl CliEnv {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Prepares a command in the folder, with an empty environment and without stdout.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_campus"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }

    /// Runs a command in the folder, and returns its transcript without times.
    pub(crate) fn run(&self, arguments: &str) -> String {
        self.run_command(arguments, |command| command)
    }

    /// Like [`CliEnv::run`], with an environment variable.
    pub(crate) fn run_with(&self, name: &str, value: &str, arguments: &str) -> String {
        self.run_command(arguments, |command| command.env(name, value))
    }

    fn run_command(&self, arguments: &str, prepare: impl FnOnce(&mut Command) -> &mut Command) -> String {
        let words: Vec<&str> = arguments.split_whitespace().collect();
        let mut command = self.command(&words);
        let output = prepare(&mut command).stdout(Stdio::piped()).output().unwrap();
        let text = format!("$ campus {arguments}\n{}", transcript(output));
        text.lines().map(without_times).collect::<Vec<_>>().join("\n")
    }

    /// Runs a command without killing it, and returns the number of its progress lines.
    pub(crate) fn run_uninterrupted(&self, arguments: &[&str]) -> usize {
        let ended = killer::run(&mut self.command(arguments), None).unwrap();
        assert!(ended.status.success(), "{:#?}", ended.progress);
        ended.progress.len()
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path(path)).unwrap()).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Edits a JSON file.
    pub(crate) fn edit(&self, path: &str, edit: impl FnOnce(&mut Value)) {
        let mut value = self.json(path);
        edit(&mut value);
        self.write(path, &value.to_string());
    }

    /// Returns the id of a resource.
    pub(crate) fn id(&self, address: &str) -> String {
        self.json(JOURNAL)["resources"][address]["id"].as_str().unwrap().into()
    }

    /// Edits a resource of the sandbox by its id.
    fn edit_resource(&self, id: &str, edit: impl FnOnce(&mut Value)) {
        self.edit(WORLD, |world| edit(world["things"].get_mut(id).unwrap()));
    }

    /// Changes a resource in AWS, outside of the deployer.
    pub(crate) fn tamper(&self, address: &str, field: &str, value: &Value) {
        self.edit_resource(&self.id(address), |thing| thing["fields"][field] = value.clone());
    }

    /// Changes a field in the journal and in AWS, as if an older declaration had been applied.
    pub(crate) fn set_applied(&self, address: &str, field: &str, value: &Value) {
        let applied = |record: &mut Value, spec_hash: &str| {
            let name = record["name"].as_str().unwrap().replace(spec_hash, OLD);
            record["name"] = name.into();
            record["fields"][field] = value.clone();
        };
        let (mut id, mut spec_hash) = (String::new(), String::new());
        self.edit(JOURNAL, |journal| {
            let entry = &mut journal["resources"][address];
            id = entry["id"].as_str().unwrap().into();
            spec_hash = entry["generation"].as_str().unwrap().into();
            applied(entry, &spec_hash);
            entry["generation"] = OLD.into();
        });
        self.edit_resource(&id, |thing| {
            applied(thing, &spec_hash);
            thing["tags"]["moodle-stack:generation"] = OLD.into();
        });
    }

    /// Returns the addresses of the planned changes.
    pub(crate) fn planned_addresses(&self) -> Vec<String> {
        let output = Command::output(self.command(&["plan", "--json"]).stdout(Stdio::piped())).unwrap();
        assert!(output.status.success(), "{output:?}");
        let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
        let changes = plan["changes"].as_array().unwrap().iter();
        changes
            .map(|change| change["address"].as_str().unwrap().into())
            .collect()
    }

    /// Returns the addresses and ids of all resources, except those that are being deleted: a deployer that was killed and has
    /// lost its journal need not wait for them.
    pub(crate) fn resources(&self) -> Vec<(String, String)> {
        let world = self.json(WORLD);
        let things = world["things"].as_object().unwrap().iter();
        let things = things.filter(|(_, thing)| thing["phase"].get("going").is_none());
        let address = |thing: &Value| thing["tags"]["moodle-stack:resource"].as_str().unwrap().to_owned();
        let mut things: Vec<_> = things.map(|(id, thing)| (address(thing), id.clone())).collect();
        things.sort();
        things
    }

    /// Checks that the journal and the sandbox have every declared resource once, and that a plan has no changes.
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
        assert_eq!(self.resources(), known, "the sandbox and the journal differ");
        assert_eq!(self.planned_addresses(), <[String; 0]>::default());
    }

    /// Checks that only the retained resources exist, with their old ids.
    pub(crate) fn check_destroyed(&self, before: &BTreeMap<String, String>) {
        let kept = KEPT.map(|address| (address.to_owned(), before[address].clone()));
        assert_eq!(self.resources(), kept);
        assert!(!self.path(JOURNAL).exists(), "the journal still exists");
    }
}

/// Replaces the duration, the time and the name of a snapshot, which differ between runs.
fn without_times(line: &str) -> String {
    if let Some((head, rest)) = line.split_once("-final-") {
        return format!("{head}-final-[TOKEN]{}", &rest[32..]);
    }
    if let Some((head, _)) = line.split_once("; the sandbox took ") {
        return format!("{head}; the sandbox took [TIME].");
    }
    match line.split_once(".broken-") {
        Some((head, rest)) => format!("{head}.broken-[TIME]{}", &rest["20260901-083000".len()..]),
        None => line.to_owned(),
    }
}
