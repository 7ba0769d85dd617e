//! A journal in a bucket, and checks of the bucket.

use super::super::args::Command;
use super::super::console::note;
use super::super::error::CliError;
use super::super::job::Job;
use crate::aws::{Aws, Bucket, JournalObject, LEASE};
use crate::journal::Location;
use crate::provider::ApiErrorKind;
use crate::report::place;
use crate::report::style::{YELLOW, paint};
use std::env;
use std::time::Duration;

/// The environment variable with the length of a lease, in seconds.
const LEASE_SETTING: &str = "MOODLE_STACK_LEASE_SECONDS";

/// Returns the journal of the stack in a bucket. Checks the bucket first, for commands to which it matters.
pub(in crate::cli) async fn in_bucket(
    job: &Job<'_>,
    aws: &Aws,
    name: &str,
    prefix: &str,
) -> Result<JournalObject, CliError> {
    let architecture = &job.stack.architecture;
    let declared = architecture.journal.filter(|journal| journal.bucket == name);
    let at = Bucket {
        account: architecture.account,
        region: declared
            .and_then(|journal| journal.region)
            .unwrap_or(architecture.region),
        name,
        prefix,
    };
    let words = job.args.command().words();
    let journal = JournalObject::new(aws, &at, job.stack.name, &words, lease()?);
    let needs_check = matches!(
        job.args.command(),
        Command::Deploy | Command::Plan | Command::Restore { .. }
    );
    if needs_check {
        check(&journal, &at).await.map_err(|error| {
            let key = declared.map(|_| "journal.bucket");
            error.at(key.and_then(|key| place(job.stack, key)))
        })?;
    }
    Ok(journal)
}

/// Fails if there is a journal in this folder but none in the bucket yet: a new journal would lack the records of the
/// old one.
pub(in crate::cli) async fn no_file_left(
    job: &Job<'_>,
    shared: &dyn Location,
    file: &dyn Location,
) -> Result<(), CliError> {
    let begins = matches!(
        job.args.command(),
        Command::Deploy | Command::Plan | Command::Restore { .. } | Command::Destroy
    );
    if !begins || file.read().await?.is_none() || shared.read().await?.is_some() {
        return Ok(());
    }
    let to = job.journal_place();
    Err(CliError::new(format!(
        "there is no journal in {shared} yet, but there is one in {file}"
    ))
    .why("A new journal would not know everything that the old one knows. Nothing was changed.")
    .hint(format!("Move it: `{}`.", job.moving(&to)))
    .hint(format!("If nobody needs it, rename it: `mv {file} {file}.old`.")))
}

/// Checks that the bucket exists and that versioning is enabled.
async fn check(journal: &JournalObject, at: &Bucket<'_>) -> Result<(), CliError> {
    let Bucket {
        account, region, name, ..
    } = at;
    let turn_on = format!(
        "`aws s3api put-bucket-versioning --bucket {name} --region {region} --versioning-configuration Status=Enabled`"
    );
    let error = match journal.is_versioned().await {
        Ok(true) => return Ok(()),
        Ok(false) => {
            note(&format!(
                "{} the bucket {name} does not keep earlier versions, so a journal that is deleted there by mistake must be \
                 rebuilt\n  To enable versioning: {turn_on}\n",
                paint(YELLOW, "warning:")
            ));
            return Ok(());
        }
        Err(error) => error,
    };
    match error.kind {
        ApiErrorKind::NotFound => Err(CliError::new(format!("there is no bucket {name} for the journal"))
            .why("The bucket is yours: it outlives every stack, so no stack creates it. Nothing was changed.")
            .hint(format!(
                "Create it: `aws s3 mb s3://{name} --region {region}`, and {turn_on}."
            ))),
        _ if REDIRECTS.contains(&error.code.as_str()) => {
            Err(CliError::new(format!("the bucket {name} is not in {region}: {error}"))
                .why("The region is part of a bucket's address. Nothing was changed.")
                .hint(format!(
                    "Add its region to the declaration: `journal: S3 {{ bucket: \"{name}\", region: \"…\" }}`."
                ))
                .hint(format!(
                    "To look it up: `aws s3api get-bucket-location --bucket {name} --expected-bucket-owner {account}`."
                )))
        }
        ApiErrorKind::Credentials => Err(CliError::api("checking the bucket of the journal", &error)),
        // A user who may read and write the journal is not necessarily allowed to read the bucket's settings.
        _ => {
            note(&format!(
                "{} it is unknown whether the bucket {name} keeps earlier versions: {error}\n",
                paint(YELLOW, "warning:")
            ));
            Ok(())
        }
    }
}

/// The error codes of S3 for a bucket in another region:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.
const REDIRECTS: [&str; 3] = [
    "PermanentRedirect",
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
];

/// Returns the length of a lease.
fn lease() -> Result<Duration, CliError> {
    let Ok(setting) = env::var(LEASE_SETTING) else {
        return Ok(LEASE);
    };
    match setting.parse() {
        Ok(seconds @ 2..=3600) => Ok(Duration::from_secs(seconds)),
        _ => Err(CliError::usage(format!(
            "{LEASE_SETTING} is `{setting}`, but a lease must be 2 to 3600 seconds long"
        ))),
    }
}
