//! Rules on `moodle`.

use crate::{Architecture, Problem, Subject, Text};

/// The container listens on a port that there is.
#[must_use]
pub const fn moodle_port(stack: &Architecture) -> Option<Problem> {
    let port = stack.moodle.port;
    if port >= 1 && port <= 65535 {
        return None;
    }
    let what = Text::new("there is no port ").number(port as u64);
    Problem::at(
        Subject::at("moodle.port"),
        what,
        Text::new("write `port: 8080`, or another up to 65535"),
    )
}
