//! The place of a journal, as the user writes it: `file`, or `s3://BUCKET/PREFIX`.

use moodle_stack_model::rules::{bucket_fault, prefix_fault};
use std::fmt;
use std::str::FromStr;

/// The default prefix of the keys, the same as in the declaration.
const PREFIX: &str = "moodle-stack";

/// The place of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JournalPlace {
    /// A file in the deployer's folder.
    File,
    /// A bucket.
    S3 {
        /// Its name.
        bucket: String,
        /// The prefix of the keys in it.
        prefix: String,
    },
}

impl fmt::Display for JournalPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("file"),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

impl FromStr for JournalPlace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "file" {
            return Ok(Self::File);
        }
        let Some(rest) = text.strip_prefix("s3://") else {
            return Err("write `file`, or `s3://BUCKET/PREFIX` for a bucket".into());
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = match prefix.trim_end_matches('/') {
            "" => PREFIX,
            prefix => prefix,
        };
        if let Some(error) = bucket_fault(bucket) {
            return Err(format!("`{bucket}` is not a bucket name: {error}"));
        }
        if let Some(error) = prefix_fault(prefix) {
            return Err(format!("`{prefix}` is not a prefix of keys: {error}"));
        }
        Ok(Self::S3 {
            bucket: bucket.into(),
            prefix: prefix.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moodle_stack_model::S3;

    #[test]
    fn default_prefix_is_that_of_the_declaration() {
        let prefix = S3::TYPE.keys.iter().find(|key| key.name == "prefix").unwrap();
        assert_eq!(prefix.default, Some(format!("{PREFIX:?}").as_str()));
    }

    #[test]
    fn place_is_parsed_and_displayed() {
        for (text, written) in [
            ("file", "file"),
            ("s3://moodle-journals", "s3://moodle-journals/moodle-stack"),
            ("s3://moodle-journals/", "s3://moodle-journals/moodle-stack"),
            ("s3://moodle-journals/it/moodle", "s3://moodle-journals/it/moodle"),
        ] {
            assert_eq!(text.parse::<JournalPlace>().unwrap().to_string(), written);
        }
        for wrong in [
            "",
            "moodle-journals",
            "s3://",
            "s3://Moodle",
            "s3://moodle-journals//it",
            "S3://moodle",
        ] {
            assert!(wrong.parse::<JournalPlace>().is_err(), "{wrong}");
        }
    }
}
