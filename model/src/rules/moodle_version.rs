//! Rules on `moodle.version`.

use super::{after, part};
use crate::facts::moodle::{AS_OF, AS_OF_DATE, BRANCHES, Branch, ReleaseStatus, release_status};
use crate::text::parse;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS620" moodle_version_form {
        statement: "Moodle's version is a branch, such as `5.2`, or a release, such as `5.2.1`.",
        why: "The branch determines which PHP and database versions Moodle needs.",
        source: "https://moodledev.io/general/releases",
        reads: ["moodle.version"],
        wrong: "version: \"v5.2\"",
        right: "version: \"5.2\"",
    }
    "MS621" moodle_version_maintained {
        statement: "Moodle's branch still receives security fixes.",
        why: "Published vulnerabilities in older branches stay unpatched, and they expose a university's grades and personal data.",
        source: "https://moodledev.io/general/releases",
        reads: ["moodle.version"],
        unless: ["MS620"],
        as_of: AS_OF,
        wrong: "version: \"5.0\"",
        right: "version: \"5.2\"",
    }
    "MS622" moodle_version_known: Warned {
        statement: "Moodle's branch is known to this release of moodle-stack.",
        why: "The PHP and database versions that a newer branch needs are not checked.",
        source: "https://moodledev.io/general/releases",
        reads: ["moodle.version"],
        unless: ["MS620"],
        as_of: AS_OF,
        wrong: "version: \"5.9\"",
        right: "version: \"5.3\"",
    }
}

/// Moodle's version is a branch, or a release of one.
#[must_use]
pub const fn moodle_version_form(stack: &Architecture) -> Option<Problem> {
    let version = stack.moodle.version;
    if is_release(version) {
        return None;
    }
    let what = Text::new("").quoted(version).push(" is not a version of Moodle");
    let help = match inner(version) {
        Some(inner) => Text::new("write `version: \"").push(inner).push("\"`"),
        None => Text::new("write a branch, such as `version: \"")
            .push(newest())
            .push("\"`, or a release, such as `version: \"5.2.1\"`"),
    };
    Problem::at(Subject::at("moodle.version"), what, help)
}

/// Moodle's branch still receives security fixes.
#[must_use]
pub const fn moodle_version_maintained(stack: &Architecture) -> Option<Problem> {
    let version = stack.moodle.version;
    let what = Text::new("Moodle ").push(version);
    let what = match release_status(version) {
        ReleaseStatus::Known(branch) if branch.has_ended(AS_OF_DATE) => branch
            .security_ends
            .write(what.push(" has had no security fixes since ")),
        ReleaseStatus::Older => what.push(" is older than every branch that still receives security fixes"),
        _ => return None,
    };
    let help = Text::new("write `version: \"")
        .push(newest())
        .push("\"` with an image for it; to move an existing site unchanged, write `version: unchecked!(\"")
        .push(version)
        .push("\")`");
    Problem::at(Subject::at("moodle.version"), what, help)
}

/// Moodle's branch is in the table.
#[must_use]
pub const fn moodle_version_known(stack: &Architecture) -> Option<Problem> {
    let version = stack.moodle.version;
    if !matches!(release_status(version), ReleaseStatus::Newer) {
        return None;
    }
    let what = Text::new("Moodle ")
        .push(version)
        .push(" did not exist in ")
        .push(AS_OF);
    let help = Text::new("write `version: \"")
        .push(newest())
        .push("\"`; if it has been released since, write `version: unchecked!(\"")
        .push(version)
        .push("\")`");
    Problem::at(Subject::at("moodle.version"), what, help)
}

/// Returns the branch of the declared version if the version is valid and its branch is known.
pub(super) const fn branch(stack: &Architecture) -> Option<Branch> {
    if is_release(stack.moodle.version) {
        Branch::of(stack.moodle.version)
    } else {
        None
    }
}

/// Returns whether a text is two or three numbers separated by dots, the form of Moodle's and PHP's branches and releases.
pub(super) const fn is_release(text: &str) -> bool {
    let mut n = 0;
    while let Some(number) = part(text, b'.', n) {
        if parse(number).is_none() {
            return false;
        }
        n += 1;
    }
    n == 2 || n == 3
}

/// Returns the newest branch that receives security fixes.
const fn newest() -> &'static str {
    let mut i = BRANCHES.len() - 1;
    while i > 0 && BRANCHES[i].has_ended(AS_OF_DATE) {
        i -= 1;
    }
    BRANCHES[i].name
}

/// Returns the version inside common spellings of it: `v5.2`, `5.2+`, `5.2.1.3`, `Moodle 5.2`.
const fn inner(text: &str) -> Option<&str> {
    let text = match (after(text, "v"), after(text, "Moodle "), after(text, "moodle-")) {
        (Some(rest), ..) | (None, Some(rest), _) | (None, None, Some(rest)) => rest,
        (None, None, None) => text.trim_ascii(),
    };
    // The longest prefix that is a version and does not cut a number in two.
    let mut end = text.len();
    while end > 0 {
        if text.is_char_boundary(end) && (end == text.len() || !text.as_bytes()[end].is_ascii_digit()) {
            let (head, _) = text.split_at(end);
            if is_release(head) && matches!(release_status(head), ReleaseStatus::Known(_)) {
                return Some(head);
            }
        }
        end -= 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_versions_lead_to_the_intended_one() {
        for (misspelled, meant) in [
            ("v5.2", "5.2"),
            ("5.2+", "5.2"),
            ("5.2.1.3", "5.2.1"),
            ("Moodle 5.1", "5.1"),
            (" 4.5.2 ", "4.5.2"),
            ("5.2-rc1", "5.2"),
            ("5.2.x", "5.2"),
        ] {
            assert!(!is_release(misspelled), "{misspelled}");
            assert_eq!(inner(misspelled), Some(meant), "{misspelled}");
        }
        for none in [
            "",
            "5",
            "2026",
            "latest",
            "MOODLE_502_STABLE",
            "5.02",
            "05.2",
            "v",
            "5.٢",
        ] {
            assert!(!is_release(none), "{none}");
            assert_eq!(inner(none), None, "{none}");
        }
    }
}
