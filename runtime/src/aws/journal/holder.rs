//! The name of the lock holder, so that people can find each other.

use std::process::Command;
use std::{env, fs};

/// Returns who runs this process, such as `ana@laptop`.
pub(super) fn user_and_machine() -> String {
    let user = ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(|name| env::var(name).ok());
    format!("{}@{}", user.as_deref().unwrap_or("somebody"), machine())
}

fn machine() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| {
        let output = Command::new("hostname").output().ok()?;
        String::from_utf8(output.stdout).ok()
    });
    let name = name.as_deref().map_or("", str::trim);
    if name.is_empty() {
        "a machine without a name"
    } else {
        name
    }
    .into()
}
