//! AWS's Session Manager plugin, which connects this terminal to a shell in a container.

use super::error::CliError;
use crate::operations::Shell;
use serde_json::json;
use std::env;
use std::io;
use std::process::{Command, ExitStatus, Stdio};

const PROGRAM: &str = "session-manager-plugin";
const PAGE: &str =
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html";
/// The environment variable with the session, which the plugin accepts in place of an argument: every user of this machine
/// could see a token among the arguments. The plugin accepts it in versions after this one:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/plugin-version-history.html>.
const VARIABLE: &str = "AWS_SSM_START_SESSION_RESPONSE";
const WITHOUT_VARIABLE: [u32; 4] = [1, 2, 497, 0];

/// Fails if the plugin is not installed or too old.
pub(super) fn find() -> Result<(), CliError> {
    let asked = Command::new(PROGRAM).arg("--version").stdin(Stdio::null()).output();
    let install = format!("Install it: {PAGE}");
    let output = asked.map_err(|error| {
        let explained = match error.kind() {
            io::ErrorKind::NotFound => CliError::new(format!("`{PROGRAM}` is not installed on this machine")),
            _ => CliError::new(format!("cannot run `{PROGRAM}`: {error}")),
        };
        explained
            .why("AWS's plugin connects the terminal to the container. Nothing was started.")
            .hint(install.clone())
    })?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if is_newer(&version) {
        return Ok(());
    }
    Err(CliError::new(format!(
        "`{PROGRAM}` has version {version}, but a version after 1.2.497.0 is required"
    ))
    .why("Older versions take the session's token as an argument, which every user of this machine can see.")
    .hint(install.replacen("Install", "Update", 1)))
}

/// Connects this terminal to a shell, until the shell or the session ends.
pub(super) fn join(shell: &Shell, region: &str) -> io::Result<ExitStatus> {
    // The order of the arguments: `ValidateInputAndStartSession` in
    // https://github.com/aws/session-manager-plugin/blob/mainline/src/sessionmanagerplugin/session/session.go
    Command::new(PROGRAM)
        .args([VARIABLE, region, "StartSession"])
        .arg(env::var("AWS_PROFILE").unwrap_or_default())
        .arg(json!({ "Target": shell.target }).to_string())
        .arg(format!("https://ssm.{region}.{}", suffix(region)))
        .env(VARIABLE, shell.answer.expose())
        .status()
}

/// Returns the domain of a region's endpoints.
fn suffix(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "amazonaws.com.cn"
    } else {
        "amazonaws.com"
    }
}

fn is_newer(version: &str) -> bool {
    let numbers: Result<Vec<u32>, _> = version.split('.').map(str::parse).collect();
    numbers.is_ok_and(|numbers| numbers > WITHOUT_VARIABLE.to_vec())
}

/// Quotes words as one command line, which the agent in the container splits like a shell.
pub(super) fn quote(words: &[String]) -> String {
    let is_plain = |word: &str| {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=:,@%+".contains(letter);
        !word.is_empty() && word.chars().all(plain)
    };
    let words = words.iter().map(|word| {
        if is_plain(word) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plugin_that_takes_the_token_as_an_argument_is_too_old() {
        for (version, new) in [
            ("1.2.497.0", false),
            ("1.2.497.1", true),
            ("1.2.536.0", true),
            ("1.10", true),
            ("1.2", false),
            ("", false),
            ("unknown", false),
        ] {
            assert_eq!(is_newer(version), new, "{version}");
        }
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        let words = ["php", "-r", "echo 'it''s';", "", "a b"].map(str::to_owned);
        assert_eq!(quote(&words), r"php -r 'echo '\''it'\'''\''s'\'';' '' 'a b'");
    }
}
