//! Runs the scripts of `.ci` that use another client of AWS.

use std::path::Path;
use std::process::{Command, Stdio};

/// Returns the Python interpreter that has boto3.
pub(super) fn python() -> String {
    std::env::var("EMULATORS_PYTHON").expect("`.ci/emulators` sets it")
}

/// Runs a script with the given stdin, and returns its stdout.
pub(super) fn script(name: &str, arguments: &[&str], input: Stdio) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci").join(name);
    let mut python = Command::new(python());
    let output = python.arg(path).args(arguments).stdin(input).output().unwrap();
    assert!(output.status.success(), "{name} {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}
