//! `open`: shows the site's address and opens it in a browser.

use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::operations::Cloud;
use serde_json::json;
use std::io::{self, IsTerminal as _};
use std::process::{Command, Stdio};

/// The program that opens an address in the user's browser.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

impl<P: Cloud> Session<'_, P> {
    /// Prints the address, and opens it if stdout is a terminal.
    pub(super) async fn open_site(&self) -> Result<Exit, CliError> {
        let journal = self.peek().await?;
        if !journal.is_deployed() {
            return Err(self.not_deployed("there is no site to open"));
        }
        let address = format!("https://{}", self.job.stack.architecture.domain);
        self.job.console.print(&address);
        self.job.console.json(&json!({ "address": address }));
        if !self.job.is_aws() {
            note("No container runs in the sandbox, so nothing answers at this address.");
        } else if io::stdout().is_terminal() && !self.job.args.json {
            open(&address);
        }
        Ok(Exit::Done)
    }
}

/// Opens an address, and does not wait for the browser.
fn open(address: &str) {
    let opener = Command::new(OPENER)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = opener {
        note(&format!(
            "Cannot open a browser with `{OPENER}`: {error}. The address is above."
        ));
    }
}
