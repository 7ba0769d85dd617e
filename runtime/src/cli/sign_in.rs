//! Signing in to AWS: who the credentials belong to, and why AWS does not accept them.
//!
//! Three mistakes get the same answer, that the credentials are not valid: the credentials themselves, a clock that is wrong, and a
//! region that the account has not enabled.

use super::console::note;
use super::error::CliError;
use super::job::Job;
use crate::aws::{Aws, Identity};
use crate::diagnosis::{SET_CLOCK, clock_text, is_about_clock};
use crate::provider::{ApiError, ApiErrorKind, Place};
use crate::report::place;
use moodle_stack_model::rules::preflight::enable;

/// How far a clock may be off before it is worth a word, in seconds. AWS refuses requests that are off by more than five
/// minutes: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>.
const TOLERATED: i64 = 60;

/// Signs in, and returns the account that the credentials belong to.
pub(super) async fn sign_in(job: &Job<'_>, aws: &Aws) -> Result<String, CliError> {
    let region = job.stack.architecture.region;
    let Identity { account, clock_ahead } = aws.identity(region).await;
    let account = match account {
        Ok(account) => account,
        Err(error) => return Err(refused(job, aws, &error).await),
    };
    let mut checks = job.checks.borrow_mut();
    checks.fits(
        "account",
        format!("AWS accepts the credentials in {region}; they belong to account {account}"),
    );
    match clock_ahead {
        Some(ahead) if ahead.abs() > TOLERATED => {
            let off = clock_text(ahead);
            checks.warn("account", &off, format!("set it: {SET_CLOCK}"));
            note(&format!(
                "Beware: {off}. AWS refuses requests that are off by more than five minutes. Set it: {SET_CLOCK}."
            ));
        }
        Some(_) => checks.fits("account", "the clock of this machine is right"),
        None => {}
    }
    Ok(account)
}

/// Explains why AWS does not accept the credentials.
async fn refused(job: &Job<'_>, aws: &Aws, error: &ApiError) -> CliError {
    let here = || Place {
        account: job.stack.architecture.account.into(),
        region: job.stack.architecture.region.into(),
        name: String::new(),
    };
    let asking = CliError::api("asking AWS who you are", &error.clone().at(here));
    if error.kind != ApiErrorKind::Credentials || is_about_clock(error) {
        return asking;
    }
    let region = job.stack.architecture.region;
    let place = place(job.stack, "region");
    let answer = error.to_string();
    let answer = answer.trim_end_matches('.');
    match aws.opt_in_status(region).await {
        Ok(Some(status)) if status == "not-opted-in" => {
            let help = enable(region);
            CliError::new(format!("the account has not enabled the region {region}"))
                .at(place)
                .why("AWS refuses all credentials in a region that the account has not enabled. Nothing was changed.")
                .hint(format!("{}.", capitalized(help.as_str())))
                .hint("Or deploy to a region that every account has, such as by `region: \"eu-west-1\"`.")
        }
        // The credentials are valid elsewhere. STS's global endpoint signs tokens that not every region accepts:
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html
        Ok(Some(_)) => CliError::new(format!("AWS accepts the credentials elsewhere, but not in {region}"))
            .at(place)
            .why(format!("{answer}. Tokens of STS's global endpoint are not valid in all regions. Nothing was changed."))
            .hint("Sign in again with `AWS_STS_REGIONAL_ENDPOINTS=regional`."),
        Err(other) if other.kind == ApiErrorKind::Denied => {
            CliError::new(format!("AWS accepts the credentials elsewhere, but not in {region}"))
                .at(place)
                .why(format!("{answer}. Perhaps the account has not enabled the region; the credentials do not allow {}. Nothing was changed.", other.call))
                .hint(format!("See whether it has: `aws account get-region-opt-status --region-name {region}`."))
        }
        _ => asking,
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
