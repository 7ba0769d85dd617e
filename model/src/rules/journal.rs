//! Rules on `journal`.

use super::identity::is_region;
use super::{after, ends_with, part, starts_with};
use crate::facts::regions::{self, near};
use crate::strings::{has, is_digits};
use crate::{Architecture, Problem, Subject, Text};

rules! {
    "MS910" journal_bucket_form {
        statement: "The journal's bucket has a valid S3 bucket name.",
        why: "No bucket can have another name.",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
        reads: ["journal.bucket"],
        wrong: "bucket: \"Moodle_Journals\"",
        right: "bucket: \"moodle-journals\"",
    }
    "MS911" journal_bucket_outlives_stack {
        statement: "The journal is not in a bucket that a stack creates.",
        why: "`destroy` deletes the stack's buckets with everything in them, and audit records or logs would fill the bucket that holds the journal.",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
        reads: ["journal.bucket", "account"],
        unless: ["MS101"],
        wrong: "bucket: \"campus-111122223333-ap-southeast-1-trail\"",
        right: "bucket: \"campus-111122223333-ap-southeast-1-journals\"",
    }
    "MS912" journal_prefix_form {
        statement: "The prefix of the journal's key consists of names separated by slashes.",
        why: "Other characters have a special meaning in some programs that list or copy a bucket, and most cannot open a folder with an empty name.",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html",
        reads: ["journal.prefix"],
        wrong: "prefix: \"/moodle\"",
        right: "prefix: \"moodle\"",
    }
    "MS913" journal_region {
        statement: "The journal's bucket is in an AWS region.",
        why: "The region is part of the bucket's address.",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingBucket.html",
        reads: ["journal.region"],
        as_of: regions::AS_OF,
        wrong: "region: \"ap-southeast1\"",
        right: "region: \"ap-southeast-1\"",
    }
}

/// The journal's bucket has a valid S3 bucket name.
#[must_use]
pub const fn journal_bucket_form(stack: &Architecture) -> Option<Problem> {
    let Some(journal) = stack.journal else {
        return None;
    };
    let Some(fault) = bucket_fault(journal.bucket) else {
        return None;
    };
    let what = Text::new("")
        .quoted(journal.bucket)
        .push(" is not a bucket name: ")
        .push(fault);
    let help = match after(journal.bucket, "s3://") {
        Some(rest) => match (part(rest, b'/', 0), part(rest, b'/', 1)) {
            (Some(bucket), Some(_)) => Text::new("write `bucket: \"")
                .push(bucket)
                .push("\"`, and the part after the slash as `prefix`"),
            _ => Text::new("write `bucket: \"").push(rest).push("\"`"),
        },
        None => Text::new("write the name of an existing bucket, as `aws s3 ls` prints it"),
    };
    Problem::at(Subject::at("journal.bucket"), what, help)
}

/// The journal is not in a bucket that a stack creates.
#[must_use]
pub const fn journal_bucket_outlives_stack(stack: &Architecture) -> Option<Problem> {
    let Some(journal) = stack.journal else {
        return None;
    };
    if !is_stacks_own(journal.bucket, stack.account) {
        return None;
    }
    let what = Text::new("")
        .quoted(journal.bucket)
        .push(" has the name of a bucket that a stack creates");
    let help = Text::new("create a bucket for journals: `aws s3 mb s3://moodle-journals-")
        .push(stack.account)
        .push("`");
    Problem::at(Subject::at("journal.bucket"), what, help)
}

/// The prefix of the journal's key consists of names separated by slashes.
#[must_use]
pub const fn journal_prefix_form(stack: &Architecture) -> Option<Problem> {
    let Some(journal) = stack.journal else {
        return None;
    };
    let Some(fault) = prefix_fault(journal.prefix) else {
        return None;
    };
    let what = Text::new("")
        .quoted(journal.prefix)
        .push(" is not a prefix for keys: ")
        .push(fault);
    let help = Text::new("write names separated by slashes, such as `prefix: \"it/moodle\"`");
    Problem::at(Subject::at("journal.prefix"), what, help)
}

/// The bucket is in an AWS region.
#[must_use]
pub const fn journal_region(stack: &Architecture) -> Option<Problem> {
    let Some(journal) = stack.journal else {
        return None;
    };
    let Some(region) = journal.region else {
        return None;
    };
    if is_region(region) {
        return None;
    }
    let what = Text::new("").quoted(region).push(" is not an AWS region");
    let help = match near(region) {
        Some(near) => Text::new("write `region: \"").push(near).push("\"`"),
        None => Text::new(
            "remove it if the bucket is in the stack's region, or write a region such as `region: \"ap-southeast-1\"`",
        ),
    };
    Problem::at(Subject::at("journal.region"), what, help)
}

/// Returns why a text is not the name of a general purpose bucket, if it is not:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.
#[must_use]
pub const fn bucket_fault(name: &str) -> Option<&'static str> {
    let bytes = name.as_bytes();
    if bytes.len() < 3 || bytes.len() > 63 {
        return Some("a name has 3 to 63 characters");
    }
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'-' | b'.' if i == 0 || i + 1 == bytes.len() => {
                return Some("a name begins and ends with a letter or a digit");
            }
            b'.' if bytes[i + 1] == b'.' => return Some("a name does not have two dots in a row"),
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' => {}
            b'A'..=b'Z' => return Some("a name has no capital letters"),
            _ => return Some("a name has only lower-case letters, digits, dots and hyphens"),
        }
        i += 1;
    }
    if is_address(name) {
        return Some("a name does not have the form of an IP address");
    }
    i = 0;
    while i < RESERVED_STARTS.len() {
        if starts_with(name, RESERVED_STARTS[i]) {
            return Some("S3 reserves its prefix");
        }
        i += 1;
    }
    i = 0;
    while i < RESERVED_ENDS.len() {
        if ends_with(name, RESERVED_ENDS[i]) {
            return Some("S3 reserves its suffix for buckets of another type");
        }
        i += 1;
    }
    None
}

/// The beginnings of bucket names that S3 reserves:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>, 2026-11.
pub(crate) const RESERVED_STARTS: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_ENDS: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// Returns why a text cannot be the prefix of a key, if it cannot. The safe characters are those of
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>; a key has at most 1024 bytes, including
/// the account, the stack's name and the suffix for copies that are set aside.
#[must_use]
pub const fn prefix_fault(prefix: &str) -> Option<&'static str> {
    if prefix.len() > 800 {
        return Some("it has more than 800 characters");
    }
    let mut n = 0;
    while let Some(name) = part(prefix, b'/', n) {
        match name.as_bytes() {
            [] => return Some("it contains an empty name"),
            [b'.'] | [b'.', b'.'] => return Some("it contains `.` or `..`, which many programs treat as a folder"),
            bytes => {
                let mut i = 0;
                while i < bytes.len() {
                    if !matches!(bytes[i], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'-' | b'_' | b'.' | b'*' | b'\'' | b'(' | b')')
                    {
                        return Some("it contains a character that some programs do not accept");
                    }
                    i += 1;
                }
            }
        }
        n += 1;
    }
    None
}

/// Returns whether a name is four numbers separated by dots.
const fn is_address(name: &str) -> bool {
    let mut n = 0;
    while let Some(number) = part(name, b'.', n) {
        if !is_digits(number) {
            return false;
        }
        n += 1;
    }
    n == 4
}

/// Returns whether a name has the form that the blueprint gives buckets: `campus-111122223333-ap-southeast-1-trail`.
const fn is_stacks_own(name: &str, account: &str) -> bool {
    if !has(name, b'-') || !(ends_with(name, "-trail") || ends_with(name, "-alb-logs")) {
        return false;
    }
    let mut n = 1;
    while let Some(word) = part(name, b'-', n) {
        if crate::strings::same(word, account) {
            return true;
        }
        n += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{bucket_fault, prefix_fault};

    #[test]
    fn only_valid_bucket_names_are_accepted() {
        for good in [
            "abc",
            "moodle-journals",
            "example.com",
            "a1.b2",
            "1.2.3",
            "1.2.3.4.5",
            &"a".repeat(63),
        ] {
            assert_eq!(bucket_fault(good), None, "{good}");
        }
        for bad in [
            "",
            "ab",
            "Moodle",
            "moodle_journals",
            "-moodle",
            "moodle-",
            "mo..dle",
            "192.168.5.4",
            "xn--moodle",
            "sthree-x",
            "amzn-s3-demo-x",
            "moodle-s3alias",
            "moodle--x-s3",
            "s3://moodle",
            &"a".repeat(64),
        ] {
            assert!(bucket_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn prefix_consists_of_names_separated_by_slashes() {
        for good in ["moodle-stack", "it/moodle", "a.b/(c)"] {
            assert_eq!(prefix_fault(good), None, "{good}");
        }
        for bad in [
            "",
            "/moodle",
            "moodle/",
            "it//moodle",
            "it/../moodle",
            "a b",
            "ä",
            &"a".repeat(801),
        ] {
            assert!(prefix_fault(bad).is_some(), "{bad}");
        }
    }
}
