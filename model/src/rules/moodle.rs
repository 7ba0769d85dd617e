//! Rules on `moodle`.

use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS605" moodle_port {
        statement: "The container listens on a port from 1 to 65535.",
        why: "A target group with any other is refused.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["moodle.port"],
        wrong: "port: 70000",
        right: "port: 8080",
    }
}

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
