//! The output of a command as in a shell.

use std::process::Output;

/// Returns stdout, stderr and the exit code as one text.
pub(crate) fn transcript(output: Output) -> String {
    let code = output.status.code().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    format!("{stdout}--- stderr\n{stderr}--- exit code {code}\n")
}
