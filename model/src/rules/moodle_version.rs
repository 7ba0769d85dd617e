//! Rules on Moodle's version.

use super::{after, part};
use crate::facts::moodle::{AS_OF, AS_OF_DATE, BRANCHES, Branch, ReleaseStatus, release_status};
use crate::text::parse;
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS620" moodle_version_form {
        statement: "Moodle's version is a branch, as `5.2`, or a release of one, as `5.2.1`.",
        why: "What Moodle needs of PHP and of the database is told by its branch.",
        source: "https://moodledev.io/general/releases",
        reads: ["moodle.version"],
        wrong: "version: \"v5.2\"",
        right: "version: \"5.2\"",
    }
    "MS621" moodle_version_maintained {
        statement: "Moodle's branch still gets security fixes.",
        why: "Holes in older branches are published and stay open; a university's grades and personal data are behind them.",
        source: "https://moodledev.io/general/releases",
        reads: ["moodle.version"],
        unless: ["MS620"],
        as_of: AS_OF,
        wrong: "version: \"5.0\"",
        right: "version: \"5.2\"",
    }
    "MS622" moodle_version_known: Warned {
        statement: "Moodle's branch is one that this release of moodle-stack knows.",
        why: "What a newer branch needs of PHP and of the database is not checked.",
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
    let what = Text::new("").quoted(version).push(" is no version of Moodle");
    let help = match inner(version) {
        Some(inner) => Text::new("write `version: \"").push(inner).push("\"`"),
        None => Text::new("write the branch, as `version: \"")
            .push(newest())
            .push("\"`, or a release, as `version: \"5.2.1\"`"),
    };
    Problem::at(Subject::at("moodle.version"), what, help)
}

/// Moodle's branch still gets security fixes.
#[must_use]
pub const fn moodle_version_maintained(stack: &Architecture) -> Option<Problem> {
    let version = stack.moodle.version;
    let what = Text::new("Moodle ").push(version);
    let what = match release_status(version) {
        ReleaseStatus::Known(branch) if branch.has_ended(AS_OF_DATE) => branch
            .security_ends
            .write(what.push(" has had no security fixes since ")),
        ReleaseStatus::Older => what.push(" is older than every branch that gets security fixes"),
        _ => return None,
    };
    let help = Text::new("write `version: \"")
        .push(newest())
        .push("\"` with an image of it; for a site that is being moved as it is, write `version: unchecked!(\"")
        .push(version)
        .push("\")`");
    Problem::at(Subject::at("moodle.version"), what, help)
}

/// Moodle's branch is one that is known here.
#[must_use]
pub const fn moodle_version_known(stack: &Architecture) -> Option<Problem> {
    let version = stack.moodle.version;
    if !matches!(release_status(version), ReleaseStatus::Newer) {
        return None;
    }
    let what = Text::new("Moodle ")
        .push(version)
        .push(" was not there in ")
        .push(AS_OF);
    let help = Text::new("write `version: \"")
        .push(newest())
        .push("\"`; if Moodle has it by now, write `version: unchecked!(\"")
        .push(version)
        .push("\")`");
    Problem::at(Subject::at("moodle.version"), what, help)
}

/// Returns the branch of the declared version, if that is one and is known.
pub(super) const fn branch(stack: &Architecture) -> Option<Branch> {
    if is_release(stack.moodle.version) {
        Branch::of(stack.moodle.version)
    } else {
        None
    }
}

/// Tells whether a text is two or three numbers with dots between, as Moodle and PHP write their branches and releases.
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

/// Returns the newest branch that gets security fixes.
const fn newest() -> &'static str {
    let mut i = BRANCHES.len() - 1;
    while i > 0 && BRANCHES[i].has_ended(AS_OF_DATE) {
        i -= 1;
    }
    BRANCHES[i].name
}

/// Returns the version inside what people write for one: `v5.2`, `5.2+`, `5.2.1.3`, `Moodle 5.2`.
const fn inner(text: &str) -> Option<&str> {
    let text = match (after(text, "v"), after(text, "Moodle "), after(text, "moodle-")) {
        (Some(rest), ..) | (None, Some(rest), _) | (None, None, Some(rest)) => rest,
        (None, None, None) => text.trim_ascii(),
    };
    // The longest beginning that is a version, and cuts no number.
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
    fn slips_lead_to_the_version_that_was_meant() {
        for (slip, meant) in [
            ("v5.2", "5.2"),
            ("5.2+", "5.2"),
            ("5.2.1.3", "5.2.1"),
            ("Moodle 5.1", "5.1"),
            (" 4.5.2 ", "4.5.2"),
            ("5.2-rc1", "5.2"),
            ("5.2.x", "5.2"),
        ] {
            assert!(!is_release(slip), "{slip}");
            assert_eq!(inner(slip), Some(meant), "{slip}");
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
