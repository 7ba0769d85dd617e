//! Diagnostic logs on stderr, for finding the cause of a failure. They are off by default.
//!
//! Only events of this program are logged. Those of the AWS SDK would quote requests, which may contain secrets.

use super::error::CliError;
use crate::execute::{Event, EventKind};
use std::env;
use tracing::{info, warn};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt, registry};

/// The environment variable with the filter.
const VARIABLE: &str = "MOODLE_STACK_LOG";
/// The filter of `-vv`.
const VERY_VERBOSE: &str = "moodle_stack=debug";
/// The crate whose events are logged.
const CRATE: &str = "moodle_stack";
/// The words for a level in a filter.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// Starts to log, if the environment or `-vv` asks for it. Returns whether it does.
pub(super) fn start(verbosity: u8) -> Result<bool, CliError> {
    let filter = match env::var(VARIABLE) {
        Ok(filter) if !filter.trim().is_empty() => filter,
        _ if verbosity > 1 => VERY_VERBOSE.into(),
        _ => return Ok(false),
    };
    let layer = fmt::layer()
        .with_writer(std::io::stderr)
        .with_filter(parse(&filter)?)
        .with_filter(filter_fn(|metadata| metadata.target().starts_with(CRATE)));
    // A program that has a subscriber of its own keeps it.
    let _ = registry().with(layer).try_init();
    Ok(true)
}

/// Reads a filter, such as `moodle_stack=trace`, and refuses one that could not match any event.
fn parse(filter: &str) -> Result<EnvFilter, CliError> {
    let wrong = |why: &str| {
        CliError::usage(format!("`{VARIABLE}` is `{filter}`, which is not a log filter: {why}"))
            .why("Nothing was changed.")
            .hint(format!("Write a level, such as `{VARIABLE}=debug`, or a part of this program, such as `{VARIABLE}={CRATE}::journal=trace`."))
            .hint("The syntax: <https://docs.rs/tracing-subscriber/0.3/tracing_subscriber/filter/struct.EnvFilter.html>.")
    };
    let directives = filter
        .split(',')
        .map(str::trim)
        .filter(|directive| !directive.is_empty());
    let directives: Vec<&str> = directives.collect();
    for directive in &directives {
        let (target, level) = directive.rsplit_once('=').unwrap_or((*directive, ""));
        let target = target.split('[').next().unwrap_or_default();
        let is_level = LEVELS.iter().any(|level| target.eq_ignore_ascii_case(level));
        if !(is_level && level.is_empty() || target.is_empty() || target.starts_with(CRATE)) {
            return Err(wrong(&format!("`{target}` is neither a level nor a part of `{CRATE}`")));
        }
    }
    EnvFilter::builder()
        .parse(directives.join(","))
        .map_err(|error| wrong(&error.to_string()))
}

/// Logs what happened to one resource. The output of Moodle's tasks is left out, because it may contain
/// anything.
pub(super) fn log_event(event: &Event) {
    let address = &event.address;
    match &event.what {
        EventKind::Started(doing) => info!(%address, ?doing, "started"),
        EventKind::Waiting(waiting_for) => info!(%address, %waiting_for, "waiting"),
        EventKind::Retrying(error, pause) => {
            let (pause_ms, code) = (pause.as_millis(), &error.code);
            warn!(%address, call = %error.call, kind = ?error.kind, %code, pause_ms, "retrying");
        }
        EventKind::Said(_) => {}
        EventKind::Done(doing, duration) => {
            let duration_ms = duration.as_millis();
            info!(%address, ?doing, duration_ms, "done");
        }
        EventKind::Failed => warn!(%address, "failed"),
        EventKind::Interrupted => warn!(%address, "interrupted"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filter_is_a_level_or_a_part_of_this_program() {
        for filter in [
            "debug",
            "TRACE",
            "moodle_stack=trace",
            "moodle_stack::aws=debug,moodle_stack::journal=trace",
            "info, moodle_stack::execute=trace",
            "moodle_stack[step{address=database.instance}]=debug",
            "[step]=debug",
        ] {
            assert!(parse(filter).is_ok(), "{filter}");
        }
        for filter in [
            "verbose",
            "moodle_stack=loud",
            "aws_sigv4=trace",
            "hyper",
            "moodle_stack=debug,h2",
        ] {
            assert!(parse(filter).is_err(), "{filter}");
        }
    }
}
