//! Other clients of AWS: the emulators' Python, and the scripts of `.ci` that it runs.

use std::path::Path;
use std::process::{Command, Stdio};

/// Returns the Python that has other clients of AWS.
pub(super) fn python() -> String {
    std::env::var("EMULATORS_PYTHON").expect("`.ci/emulators` sets it")
}

/// Runs a script, with something to read, and returns what it prints.
pub(super) fn script(name: &str, arguments: &[&str], input: Stdio) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci").join(name);
    let mut python = Command::new(python());
    let output = python.arg(path).args(arguments).stdin(input).output().unwrap();
    assert!(output.status.success(), "{name} {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}
