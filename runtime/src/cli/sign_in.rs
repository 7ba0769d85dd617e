//! Signing in to AWS: who the credentials belong to, and why AWS does not accept them.
//!
//! Three mistakes get the same answer, that the credentials are not valid: the credentials themselves, a clock that is wrong, and a
//! region that the account has not enabled.

use super::console::note;
use super::error::CliError;
use super::job::Job;
use crate::aws::{Aws, Identity};
use crate::provider::{ApiError, ApiErrorKind, Place};
use crate::report::place;
use moodle_stack_model::rules::preflight::enable;

/// How far a clock may be off before it is worth a word, in seconds. AWS refuses requests that are off by more than five
/// minutes: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>.
const TOLERATED: i64 = 60;

/// The commands that set the clock.
const SET_CLOCK: &str = "`sudo timedatectl set-ntp true` on Linux, `sudo sntp -sS time.apple.com` on macOS, `w32tm /resync` on \
                         Windows; in a virtual machine or WSL, restart it";

/// Signs in, and returns the account that the credentials belong to.
pub(super) async fn sign_in(job: &Job<'_>, aws: &Aws) -> Result<String, CliError> {
    let region = job.stack.architecture.region;
    let Identity { account, clock_ahead } = aws.identity(region).await;
    let account = match account {
        Ok(account) => account,
        Err(error) => return Err(refused(job, aws, &error, clock_ahead).await),
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
async fn refused(job: &Job<'_>, aws: &Aws, error: &ApiError, clock_ahead: Option<i64>) -> CliError {
    let here = || Place {
        account: job.stack.architecture.account.into(),
        region: job.stack.architecture.region.into(),
        name: String::new(),
    };
    let asking = CliError::api("asking AWS who you are", &error.clone().at(here));
    if is_about_time(error) {
        let off = clock_ahead.filter(|ahead| ahead.abs() > TOLERATED);
        let off = off.map_or_else(|| "the clock of this machine is wrong".to_owned(), clock_text);
        return CliError::new(off)
            .why(format!(
                "AWS answers “{}”, because a request expires minutes after it is signed. Nothing was changed.",
                error.message
            ))
            .hint(format!("Set it: {SET_CLOCK}."));
    }
    if error.kind != ApiErrorKind::Credentials {
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

/// Returns whether AWS refuses a signature because of its time.
fn is_about_time(error: &ApiError) -> bool {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    const CODES: [&str; 3] = ["RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"];
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
    const WORDS: [&str; 2] = ["Signature expired", "Signature not yet current"];
    CODES.contains(&error.code.as_str()) || WORDS.iter().any(|words| error.message.contains(words))
}

/// Describes how far the clock is off.
fn clock_text(ahead: i64) -> String {
    let way = if ahead > 0 { "ahead of" } else { "behind" };
    let off = match ahead.abs() {
        seconds if seconds < 120 => format!("{seconds} seconds"),
        seconds if seconds < 7200 => format!("{} minutes", seconds / 60),
        seconds if seconds < 172_800 => format!("{} hours", seconds / 3600),
        seconds => format!("{} days", seconds / 86_400),
    };
    format!("the clock of this machine is {off} {way} AWS's")
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_clock_is_told_from_wrong_credentials() {
        let error = |code: &str, message: &str| {
            ApiError::new(ApiErrorKind::Credentials, "sts:GetCallerIdentity", code, message)
        };
        for (code, message, is_clock) in [
            (
                "SignatureDoesNotMatch",
                "Signature expired: 20261129T050000Z is now earlier than 20261129T052000Z",
                true,
            ),
            (
                "SignatureDoesNotMatch",
                "Signature not yet current: 20261129T060000Z is still later than 20261129T052000Z",
                true,
            ),
            (
                "InvalidSignatureException",
                "Signature expired: 20261129T050000Z is now earlier than …",
                true,
            ),
            (
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
                true,
            ),
            (
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.",
                false,
            ),
            (
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
                false,
            ),
            (
                "ExpiredToken",
                "The security token included in the request is expired",
                false,
            ),
        ] {
            assert_eq!(is_about_time(&error(code, message)), is_clock, "{code} {message}");
        }
    }

    #[test]
    fn clock_is_described_in_the_largest_whole_unit() {
        assert_eq!(clock_text(90), "the clock of this machine is 90 seconds ahead of AWS's");
        assert_eq!(
            clock_text(-1500),
            "the clock of this machine is 25 minutes behind AWS's"
        );
        assert_eq!(clock_text(-7300), "the clock of this machine is 2 hours behind AWS's");
        assert_eq!(
            clock_text(200_000),
            "the clock of this machine is 2 days ahead of AWS's"
        );
    }
}
