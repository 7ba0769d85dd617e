//! What the tests call, and what the policies of their stacks allow: each client writes both down at its end, so that what no test
//! calls can be told when all have run.

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

/// Actions, by IAM's names.
pub type Actions = BTreeSet<String>;

/// What was called and what was allowed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Record {
    pub called: Actions,
    pub allowed: Actions,
}

/// A client of the emulators that is watched.
pub struct Watched {
    aws: Aws,
    allowed: Mutex<Actions>,
}

impl Watched {
    pub fn new(aws: Aws) -> Self {
        Self {
            aws,
            allowed: Mutex::default(),
        }
    }

    /// Allows what a stack's policy does.
    pub fn allow(&self, stack: &Stack) {
        let policy = Policy::of(stack, &[]);
        self.allowed.lock().unwrap().extend(policy.actions().map(str::to_owned));
    }

    /// Checks that nothing was called so far that is not allowed.
    pub fn is_allowed(&self) {
        let record = self.record();
        let missing: Vec<&String> = record.called.difference(&record.allowed).collect();
        assert!(missing.is_empty(), "the stack's policy does not allow {missing:?}");
    }

    fn record(&self) -> Record {
        let calls = self.aws.calls();
        let called = calls.keys().flat_map(|(service, operation)| {
            actions_of(service, operation).unwrap_or_else(|| panic!("no table knows {service}, of {operation}"))
        });
        Record {
            called: called.collect(),
            allowed: self.allowed.lock().unwrap().clone(),
        }
    }
}

impl Deref for Watched {
    type Target = Aws;

    fn deref(&self) -> &Aws {
        &self.aws
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // Where a test has failed, all must run again anyway.
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

/// The records of this very program: one that was compiled since has another folder.
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

/// What all tests together have called and been allowed.
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
