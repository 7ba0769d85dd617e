//! What another client of AWS sees of a stack.

use std::collections::BTreeMap;
use std::process::Command;

/// Has another client of AWS list what there is of a stack: names by kind.
pub fn leftovers(stack: &str) -> BTreeMap<String, Vec<String>> {
    let found = run("leftovers.py", &[stack]);
    serde_json::from_str(&found).expect("names by kind")
}

/// Has another client of AWS compare the settings of a stack with the reference's.
///
/// # Panics
///
/// If they differ.
pub fn compare_settings(stack: &str, domain: &str) {
    run("settings.py", &[stack, "--domain", domain]);
}

fn run(script: &str, arguments: &[&str]) -> String {
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
