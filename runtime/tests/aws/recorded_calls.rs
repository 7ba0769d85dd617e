//! Records the calls of the tests and the actions that their stacks' policies allow. Each client writes both to a file when it is
//! dropped, so that actions which no test calls can be found after all tests have run.

use moodle_stack::aws::Aws;
use moodle_stack::model::Stack;
use moodle_stack::policy::{Policy, actions_of};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::UNIX_EPOCH;
use std::{env, fs};

/// IAM actions.
pub type Actions = BTreeSet<String>;

/// The actions that were called, and those that were allowed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Record {
    pub called: Actions,
    pub allowed: Actions,
}

/// A client of the emulators that records its calls.
pub struct RecordingClient {
    aws: Aws,
    allowed: Mutex<Actions>,
}

impl RecordingClient {
    pub fn new(aws: Aws) -> Self {
        Self {
            aws,
            allowed: Mutex::default(),
        }
    }

    /// Adds the actions that a stack's policy allows.
    pub fn allow(&self, stack: &Stack) {
        self.allow_with_restores(stack, &[]);
    }

    /// Adds the actions that a stack's policy allows, with those that restore its backups into stacks of these names.
    pub fn allow_with_restores(&self, stack: &Stack, restored: &[&str]) {
        let policy = Policy::of(stack, restored);
        self.allowed.lock().unwrap().extend(policy.actions().map(str::to_owned));
    }

    /// Checks that every call so far is allowed.
    pub fn check_allowed(&self) {
        let record = self.record();
        let missing: Vec<&String> = record.called.difference(&record.allowed).collect();
        assert!(missing.is_empty(), "the stack's policy does not allow {missing:?}");
    }

    /// Ends without a record: that a stand-in for AWS answers a call does not show that an emulator does.
    pub fn forget(self) {
        std::mem::forget(self);
    }

    fn record(&self) -> Record {
        let calls = self.aws.calls();
        let called = calls.keys().flat_map(|(service, operation)| {
            actions_of(service, operation).unwrap_or_else(|| panic!("the actions of {service}:{operation} are unknown"))
        });
        Record {
            called: called.collect(),
            allowed: self.allowed.lock().unwrap().clone(),
        }
    }
}

impl Deref for RecordingClient {
    type Target = Aws;

    fn deref(&self) -> &Aws {
        &self.aws
    }
}

impl Drop for RecordingClient {
    fn drop(&mut self) {
        // After a failure, all tests must run again anyway.
        if std::thread::panicking() {
            return;
        }
        let record = serde_json::to_string(&self.record()).expect("JSON");
        fs::create_dir_all(folder()).expect("a folder");
        let file = tempfile::Builder::new()
            .prefix("calls-")
            .suffix(".json")
            .tempfile_in(folder())
            .expect("a file");
        fs::write(file.path(), record).expect("a record");
        file.keep().expect("a record");
    }
}

/// Returns the folder for the records of this build of the test program.
pub fn folder() -> PathBuf {
    let program = env::current_exe()
        .and_then(fs::metadata)
        .and_then(|program| program.modified());
    let age = program
        .expect("a time")
        .duration_since(UNIX_EPOCH)
        .expect("a time after 1970");
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("calls-{}", age.as_nanos()))
}

/// Returns the records of all tests, merged.
pub fn records() -> Record {
    let mut all = Record::default();
    let files = fs::read_dir(folder()).into_iter().flatten();
    for file in files {
        let text = fs::read_to_string(file.expect("a file").path()).expect("a record");
        let one: Record = serde_json::from_str(&text).expect("a record");
        all.called.extend(one.called);
        all.allowed.extend(one.allowed);
    }
    all
}
