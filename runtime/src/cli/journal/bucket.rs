//! A journal in a bucket, and whether the bucket is fit for one.

use super::super::args::Command;
use super::super::console::note;
use super::super::error::CliError;
use super::super::job::Job;
use super::super::journal_place::JournalPlace;
use crate::aws::{Aws, Bucket, JournalObject, LEASE};
use crate::journal::Location;
use crate::provider::ApiErrorKind;
use crate::report::place;
use crate::report::style::{YELLOW, paint};
use std::env;
use std::time::Duration;

/// The setting of how many seconds a lock is good for that is not renewed.
const LEASE_SETTING: &str = "MOODLE_STACK_LEASE_SECONDS";

/// Finds the journal of the stack in a bucket, and looks at the bucket where that is going to matter.
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
    let is_worth_a_look = matches!(
        job.args.command(),
        Command::Deploy | Command::Plan | Command::Restore { .. }
    );
    if is_worth_a_look {
        look_at(&journal, &at).await.map_err(|refusal| {
            let key = declared.map(|_| "journal.bucket");
            refusal.at(key.and_then(|key| place(job.stack, key)))
        })?;
    }
    Ok(journal)
}

/// Refuses to begin a journal in a bucket while there is one in this folder: the one knows what the other does not.
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
        "there is no journal in {shared} yet, and there is one in {file}"
    ))
    .why("A new one would not know all that the old one knows. Nothing was changed.")
    .hint(format!("Move it: `{}`.", job.moving(&to)))
    .hint(format!("If nobody needs it, put it aside: `mv {file} {file}.old`.")))
}

/// Sees that the bucket is there and keeps what is overwritten.
async fn look_at(journal: &JournalObject, at: &Bucket<'_>) -> Result<(), CliError> {
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
                "{} the bucket {name} keeps no earlier versions, so that a journal that is deleted there by mistake has to be \
                 rebuilt\n  To have it keep them: {turn_on}\n",
                paint(YELLOW, "warning:")
            ));
            return Ok(());
        }
        Err(error) => error,
    };
    match error.kind {
        ApiErrorKind::NotFound => Err(CliError::new(format!(
            "there is no bucket {name}, which the journal is to be kept in"
        ))
        .why("The bucket is yours: it outlives every stack, so that no stack makes it. Nothing was changed.")
        .hint(format!(
            "Make it: `aws s3 mb s3://{name} --region {region}`, and {turn_on}."
        ))),
        _ if REDIRECTS.contains(&error.code.as_str()) => {
            Err(CliError::new(format!("the bucket {name} is not in {region}: {error}"))
                .why("The region is part of the address that a bucket answers under. Nothing was changed.")
                .hint(format!(
                    "Write its region into the declaration: `journal: S3 {{ bucket: \"{name}\", region: \"…\" }}`."
                ))
                .hint(format!(
                    "This prints it: `aws s3api get-bucket-location --bucket {name} --expected-bucket-owner {account}`."
                )))
        }
        ApiErrorKind::Credentials => Err(CliError::api("looking at the bucket of the journal", &error)),
        // Whoever may read and write the journal need not be allowed to look at the bucket's settings.
        _ => {
            note(&format!(
                "{} nobody knows whether the bucket {name} keeps earlier versions: {error}\n",
                paint(YELLOW, "warning:")
            ));
            Ok(())
        }
    }
}

/// What S3 answers where a bucket is in another region:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.
const REDIRECTS: [&str; 3] = [
    "PermanentRedirect",
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
];

/// Returns for how long a lock is good that is not renewed.
fn lease() -> Result<Duration, CliError> {
    let Ok(setting) = env::var(LEASE_SETTING) else {
        return Ok(LEASE);
    };
    match setting.parse() {
        Ok(seconds @ 2..=3600) => Ok(Duration::from_secs(seconds)),
        _ => Err(CliError::usage(format!(
            "{LEASE_SETTING} is `{setting}`, and a lease has 2 to 3600 seconds"
        ))),
    }
}
