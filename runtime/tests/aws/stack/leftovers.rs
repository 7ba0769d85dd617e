//! What another client of AWS sees of a stack.

use crate::script::run;
use std::collections::BTreeMap;

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
