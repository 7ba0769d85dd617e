//! Where words go.

use crate::secret::SecretValue;
use serde_json::Value;
use std::io::{IsTerminal as _, Write as _};

/// Where words go: reports to stdout, progress and errors to stderr; with `--json`, stdout is for JSON alone.
///
/// A stream that somebody has closed is written to no more; that is no reason to end a deploy in the middle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    json: bool,
    verbose: bool,
    logging: bool,
}

impl Console {
    pub(super) fn new(json: bool, verbose: bool, logging: bool) -> Self {
        Self { json, verbose, logging }
    }

    /// Tells whether all is to be told.
    pub(super) fn is_verbose(self) -> bool {
        self.verbose
    }

    /// Returns whether progress bars can be drawn: stderr is a terminal, and no log lines would break them.
    pub(super) fn has_bars(self) -> bool {
        std::io::stderr().is_terminal() && !self.logging
    }

    /// Writes a part of the report, unless the report is JSON.
    pub(super) fn say(self, text: &str) {
        if !self.json {
            let _ = writeln!(anstream::stdout(), "{}", text.trim_end());
        }
    }

    /// Writes a part of the report that is needed to consent to anything: where the report is JSON, to stderr.
    pub(super) fn tell(self, text: &str) {
        if self.json {
            note(text.trim_end());
        } else {
            self.say(text);
        }
    }

    /// Writes a secret, and nothing else, to stdout. With `--json`, it is a part of an object.
    pub(super) fn reveal(self, value: &SecretValue, object: impl FnOnce(&str) -> Value) {
        if self.json {
            self.json(&object(value.expose()));
        } else {
            // Every letter as it is: no colour is looked for in it.
            let _ = writeln!(std::io::stdout(), "{}", value.expose());
        }
    }

    /// Writes the report, where it is JSON.
    pub(super) fn json(self, value: &Value) {
        if self.json {
            let _ = writeln!(anstream::stdout(), "{value:#}");
        }
    }
}

/// Writes what happens on the way, and what went wrong, to stderr.
pub(super) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Writes a line of many to stdout; tells whether anybody reads them.
pub(super) fn line(text: &str) -> bool {
    writeln!(anstream::stdout(), "{text}").is_ok()
}
