//! Checks of a stack with another client of AWS.

use crate::script::run;
use std::collections::BTreeMap;

/// Lists the names of a stack's resources by kind.
pub fn leftovers(stack: &str) -> BTreeMap<String, Vec<String>> {
    let found = run("leftovers.py", &[stack]);
    serde_json::from_str(&found).expect("names by kind")
}

/// Compares the settings of a stack with the reference.
///
/// # Panics
///
/// If they differ.
pub fn compare_settings(stack: &str, domain: &str) {
    run("settings.py", &[stack, "--domain", domain]);
}
