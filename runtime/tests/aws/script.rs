//! Runs the scripts of `.ci` that use another client of AWS.

use std::process::Command;

/// Runs a script of `.ci`, and returns its output.
///
/// # Panics
///
/// If the script fails.
pub(crate) fn run(script: &str, arguments: &[&str]) -> String {
    let python = std::env::var("EMULATORS_PYTHON").expect("`.ci/emulators` sets EMULATORS_PYTHON");
    let script = format!("{}/../.ci/{script}", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(python)
        .arg(script)
        .args(arguments)
        .output()
        .expect("python runs");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}
