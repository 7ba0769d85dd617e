//! What somebody in a shell sees of a command.

use std::process::Output;

/// Returns all that was said, and how it ended.
pub(crate) fn told(output: Output) -> String {
    let code = output.status.code().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    format!("{stdout}--- stderr\n{stderr}--- exit code {code}\n")
}
