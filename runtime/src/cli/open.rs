//! `open`: shows the site's address, and opens it in a browser.

use super::console::note;
use super::exit::Exit;
use super::refusal::Refusal;
use super::session::Session;
use crate::operations::Cloud;
use serde_json::json;
use std::io::{self, IsTerminal as _};
use std::process::{Command, Stdio};

/// What opens an address in the browser that somebody has chosen.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

impl<P: Cloud> Session<'_, P> {
    /// Tells the address, and opens it where somebody sits before a terminal.
    pub(super) async fn open_site(&self) -> Result<Exit, Refusal> {
        let journal = self.peek().await?;
        if !journal.is_deployed() {
            return Err(self.not_deployed("there is no site to open"));
        }
        let address = format!("https://{}", self.job.stack.architecture.domain);
        self.job.console.say(&address);
        self.job.console.json(&json!({ "address": address }));
        if !self.job.is_aws() {
            note("No container runs in the sandbox: nothing of it answers there.");
        } else if io::stdout().is_terminal() && !self.job.args.json {
            open(&address);
        }
        Ok(Exit::Done)
    }
}

/// Opens an address; whether the browser shows it, the user sees.
fn open(address: &str) {
    let opener = Command::new(OPENER)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = opener {
        note(&format!(
            "No browser could be opened by `{OPENER}`: {error}. The address is above."
        ));
    }
}
