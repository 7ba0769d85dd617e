//! Output to stdout and stderr.

use crate::secret::SecretValue;
use serde_json::Value;
use std::io::{IsTerminal as _, Write as _};

/// The output: the report goes to stdout, progress and errors go to stderr. With `--json`, only JSON goes to stdout.
///
/// Errors of writing are ignored: a closed stream must not end a deployment halfway.
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

    /// Returns whether `--verbose` is given.
    pub(super) fn is_verbose(self) -> bool {
        self.verbose
    }

    /// Returns whether progress bars can be drawn: stderr is a terminal, and no log lines would break them.
    pub(super) fn has_bars(self) -> bool {
        std::io::stderr().is_terminal() && !self.logging
    }

    /// Prints a part of the report, unless the report is JSON.
    pub(super) fn print(self, text: &str) {
        if !self.json {
            let _ = writeln!(anstream::stdout(), "{}", text.trim_end());
        }
    }

    /// Prints a part of the report that the user must see before a confirmation: to stderr, if the report is JSON.
    pub(super) fn print_always(self, text: &str) {
        if self.json {
            note(text.trim_end());
        } else {
            self.print(text);
        }
    }

    /// Prints only a secret to stdout. With `--json`, it is part of an object.
    pub(super) fn reveal(self, value: &SecretValue, object: impl FnOnce(&str) -> Value) {
        if self.json {
            self.json(&object(value.expose()));
        } else {
            // Not through anstream, which would interpret the value as styled text.
            let _ = writeln!(std::io::stdout(), "{}", value.expose());
        }
    }

    /// Prints the report, if it is JSON.
    pub(super) fn json(self, value: &Value) {
        if self.json {
            let _ = writeln!(anstream::stdout(), "{value:#}");
        }
    }
}

/// Prints progress, a warning or an error to stderr.
pub(super) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints one of many lines to stdout. Returns false if stdout is closed.
pub(super) fn line(text: &str) -> bool {
    writeln!(anstream::stdout(), "{text}").is_ok()
}
