//! Rules on `moodle`.

use super::email::email_problem;
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
    "MS606" admin_email_form {
        statement: "The administrator's e-mail address is one address and nothing else.",
        why: "Moodle's installation stops at an address that no mail server would take, after the database is made.",
        source: "https://docs.moodle.org/en/Administration_via_command_line",
        reads: ["moodle.admin_email"],
        wrong: "admin_email: \"moodle-admin\"",
        right: "admin_email: \"moodle-admin@example.edu\"",
    }
    "MS607" admin_email_length {
        statement: "The administrator's e-mail address has at most 100 characters.",
        why: "Moodle's table of users has room for no more, and the installation stops there.",
        source: "https://github.com/moodle/moodle/blob/main/public/lib/db/install.xml",
        reads: ["moodle.admin_email"],
        wrong: "admin_email: \"the.administrators.of.the.learning.platform@….example.edu\"",
        right: "admin_email: \"moodle-admin@example.edu\"",
    }
}

/// The column `email` of Moodle's table `user`.
///
/// Source: <https://github.com/moodle/moodle/blob/main/public/lib/db/install.xml>, 2026-10.
const LONGEST_EMAIL: usize = 100;

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

/// The administrator's e-mail address is one address and nothing else.
#[must_use]
pub const fn admin_email_form(stack: &Architecture) -> Option<Problem> {
    email_problem("moodle.admin_email", "admin_email", stack.moodle.admin_email)
}

/// The administrator's e-mail address fits Moodle's table of users.
#[must_use]
pub const fn admin_email_length(stack: &Architecture) -> Option<Problem> {
    let address = stack.moodle.admin_email;
    if address.len() <= LONGEST_EMAIL || admin_email_form(stack).is_some() {
        return None;
    }
    let what = Text::new("the address has ").number(address.len() as u64);
    let what = what.push(" characters, and Moodle keeps ").number(LONGEST_EMAIL as u64);
    let help = Text::new("write a shorter address, as `admin_email: \"moodle-admin@example.edu\"`");
    Problem::at(Subject::at("moodle.admin_email"), what, help)
}
