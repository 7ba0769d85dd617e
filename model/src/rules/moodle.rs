//! Rules on `moodle`.

use super::email::email_problem;
use super::same;
use crate::{Architecture, Problem, Subject, Text, secret_fault};

rules! {
    "MS605" moodle_port {
        statement: "The container listens on a port from 1 to 65535.",
        why: "Elastic Load Balancing refuses a target group with any other port.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["moodle.port"],
        wrong: "port: 70000",
        right: "port: 8080",
    }
    "MS606" admin_email_form {
        statement: "The administrator's e-mail address is a single valid address.",
        why: "Moodle's installer stops at an invalid address, after the database has been created.",
        source: "https://docs.moodle.org/en/Administration_via_command_line",
        reads: ["moodle.admin_email"],
        wrong: "admin_email: \"moodle-admin\"",
        right: "admin_email: \"moodle-admin@example.edu\"",
    }
    "MS607" admin_email_length {
        statement: "The administrator's e-mail address has at most 100 characters.",
        why: "The column in Moodle's user table holds no more, and the installer stops there.",
        source: "https://github.com/moodle/moodle/blob/main/public/lib/db/install.xml",
        reads: ["moodle.admin_email"],
        unless: ["MS606"],
        wrong: "admin_email: \"the.administrators.of.the.learning.platform@….example.edu\"",
        right: "admin_email: \"moodle-admin@example.edu\"",
    }
    "MS608" admin_user {
        statement: "The administrator's user name is one that can log in to Moodle.",
        why: "The installer stores the name unchanged, but the login page converts it to lower case and strips other \
              characters, so a name that it changes is never found. `guest` is a built-in user.",
        source: "https://docs.moodle.org/en/error/moodle/invalidusername",
        reads: ["moodle.admin_user"],
        wrong: "admin_user: \"MoodleAdmin\"",
        right: "admin_user: \"moodleadmin\"",
    }
    "MS609" site_name {
        statement: "The site's name has 1 to 254 characters.",
        why: "It is the title of every page and e-mail, and the database column in older Moodle branches holds no more.",
        source: "https://github.com/moodle/moodle/blob/MOODLE_405_STABLE/lib/db/install.xml",
        reads: ["moodle.site_name"],
        wrong: "site_name: \"\"",
        right: "site_name: \"Moodle\"",
    }
    "MS637" upload_fits_on_disk {
        statement: "The largest upload is 1 to 20000 MiB.",
        why: "PHP buffers an upload on the task's disk, which has 20 GiB for everything. Nothing in front of the task sets a \
              lower limit: AWS WAF inspects only the beginning of a request body.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html",
        reads: ["moodle.upload_mb"],
        wrong: "upload_mb: 20480",
        right: "upload_mb: 2048",
    }
}

/// The column `email` of Moodle's table `user`.
///
/// Source: <https://github.com/moodle/moodle/blob/main/public/lib/db/install.xml>, 2026-10.
const LONGEST_EMAIL: usize = 100;

/// The column `username` of the same table.
const LONGEST_USER: usize = 100;

/// The column `fullname` of the table `course`, in the branch where it is shortest.
///
/// Source: <https://github.com/moodle/moodle/blob/MOODLE_405_STABLE/lib/db/install.xml>, 2026-10.
const LONGEST_SITE_NAME: usize = 254;

/// The container listens on a port from 1 to 65535.
#[must_use]
pub const fn moodle_port(stack: &Architecture) -> Option<Problem> {
    let port = stack.moodle.port;
    if port >= 1 && port <= 65535 {
        return None;
    }
    let what = Text::new("port must be 1 to 65535, got ").number(port as u64);
    Problem::at(
        Subject::at("moodle.port"),
        what,
        Text::new("write `port: 8080`, or another port up to 65535"),
    )
}

/// The largest upload fits on a task's disk.
#[must_use]
pub const fn upload_fits_on_disk(stack: &Architecture) -> Option<Problem> {
    let size = stack.moodle.upload_mb;
    let help = match size {
        0 => "write `upload_mb: 200`",
        1..=20_000 => return None,
        _ => "write `upload_mb: 2048`, or a size that leaves room on the disk for several uploads at once",
    };
    let what = match size {
        0 => Text::new("an upload limit of 0 MiB allows no uploads"),
        _ => Text::new("an upload of ")
            .number(size as u64)
            .push(" MiB does not fit on a task's disk, which has 20 GiB for everything"),
    };
    Problem::at(Subject::at("moodle.upload_mb"), what, Text::new(help))
}

/// The administrator's e-mail address is a single valid address.
#[must_use]
pub const fn admin_email_form(stack: &Architecture) -> Option<Problem> {
    email_problem("moodle.admin_email", "admin_email", stack.moodle.admin_email)
}

/// The administrator's e-mail address fits into Moodle's user table.
#[must_use]
pub const fn admin_email_length(stack: &Architecture) -> Option<Problem> {
    let address = stack.moodle.admin_email;
    if address.len() <= LONGEST_EMAIL {
        return None;
    }
    let what = Text::new("the address has ").number(address.len() as u64);
    let what = what
        .push(" characters, but Moodle stores at most ")
        .number(LONGEST_EMAIL as u64);
    let help = Text::new("write a shorter address, such as `admin_email: \"moodle-admin@example.edu\"`");
    Problem::at(Subject::at("moodle.admin_email"), what, help)
}

/// The administrator's user name is one that can log in to Moodle.
#[must_use]
pub const fn admin_user(stack: &Architecture) -> Option<Problem> {
    let user = stack.moodle.admin_user;
    let Some(fault) = user_fault(user) else {
        return None;
    };
    // MS009 reports a secret in its place, without repeating it.
    if secret_fault(user).is_some() {
        return None;
    }
    let what = Text::new("")
        .quoted(user)
        .push(" cannot log in to Moodle: ")
        .push(fault);
    let mut help = Text::new("write `admin_user: \"");
    let (bytes, mut i, mut letters) = (user.as_bytes(), 0, 0);
    while i < bytes.len() && letters < LONGEST_USER {
        if let Some(letter) = user_letter(bytes[i].to_ascii_lowercase()) {
            help = help.push(letter);
            letters += 1;
        }
        i += 1;
    }
    // Little is left of a name in another script, and `guest` cannot be fixed.
    if letters < 3 || same(user, "guest") {
        help = Text::new("write `admin_user: \"moodleadmin");
    }
    Problem::at(Subject::at("moodle.admin_user"), what, help.push("\"`"))
}

/// Returns why Moodle does not accept a text as a user name, if it does not.
///
/// Source: `PARAM_USERNAME` in <https://github.com/moodle/moodle/blob/main/public/lib/classes/param.php>, and the column
/// `username` in <https://github.com/moodle/moodle/blob/main/public/lib/db/install.xml>, 2026-10.
const fn user_fault(user: &str) -> Option<&'static str> {
    let bytes = user.as_bytes();
    if bytes.is_empty() {
        return Some("it is empty");
    }
    if bytes.len() > LONGEST_USER {
        return Some("it has more than 100 characters");
    }
    if same(user, "guest") {
        return Some("it is the built-in user for visitors who are not logged in");
    }
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i].is_ascii_uppercase() {
            return Some("it contains a capital letter");
        }
        if user_letter(bytes[i]).is_none() {
            return Some("it contains characters other than lower-case letters, digits, `-`, `_`, `.` and `@`");
        }
        i += 1;
    }
    None
}

/// Returns a character as text if a user name may contain it.
const fn user_letter(byte: u8) -> Option<&'static str> {
    const LEGAL: &str = "abcdefghijklmnopqrstuvwxyz0123456789-_.@";
    let mut i = 0;
    while i < LEGAL.len() {
        if LEGAL.as_bytes()[i] == byte {
            return Some(LEGAL.split_at(i).1.split_at(1).0);
        }
        i += 1;
    }
    None
}

/// The site's name has 1 to 254 characters.
#[must_use]
pub const fn site_name(stack: &Architecture) -> Option<Problem> {
    let name = stack.moodle.site_name;
    let (mut characters, mut i) = (0, 0);
    while i < name.len() {
        if name.is_char_boundary(i) {
            characters += 1;
        }
        i += 1;
    }
    let help = Text::new("write `site_name: \"Moodle\"`, or your university's name for the site");
    let at = Subject::at("moodle.site_name");
    if name.trim_ascii().is_empty() {
        return Problem::at(at, Text::new("the site has no name"), help);
    }
    if characters <= LONGEST_SITE_NAME {
        return None;
    }
    let what = Text::new("the site's name has ")
        .number(characters as u64)
        .push(" characters, but Moodle stores at most ")
        .number(LONGEST_SITE_NAME as u64);
    Problem::at(at, what, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_the_login_page_does_not_change_are_accepted() {
        for good in ["moodleadmin", "admin", "m-a_1.b@example.edu", "7"] {
            assert_eq!(user_fault(good), None, "{good}");
        }
        for bad in [
            "",
            "guest",
            "Admin",
            "moodle admin",
            "ädmin",
            "admin!",
            &"a".repeat(101),
        ] {
            assert!(user_fault(bad).is_some(), "{bad}");
        }
    }
}
