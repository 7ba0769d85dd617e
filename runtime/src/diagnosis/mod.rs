//! Explains AWS's refusals: what an answer means, and what to do next.
//!
//! An explanation follows from the operation, the code and the words of the message together. The code alone misleads:
//! `AccessDenied` is also CloudFront's answer to a new account, and `AuthFailure` that of a region which is not enabled.

mod clock;
mod explanation;
mod fill;
mod opt_in;
mod quota;
mod row;
mod service_code;
mod tables;

use crate::provider::{ApiError, ApiErrorKind, Place};
#[cfg(feature = "aws")]
pub(crate) use clock::{SET_CLOCK, clock_text};
pub(crate) use explanation::Diagnosis;
use fill::Fill;
use opt_in::is_opt_in;
use row::Row;

/// Explains an error.
pub(crate) fn diagnose(error: &ApiError) -> Diagnosis {
    let nowhere = Place::default();
    let place = error.place.as_deref().unwrap_or(&nowhere);
    let fill = Fill { error, place };
    let (meaning, advice) = match known(error, place) {
        Some(row) => (row.meaning, row.advice),
        None => match quota::find(error) {
            Some(quota) => return quota.diagnosis(&fill),
            None => general(error.kind),
        },
    };
    Diagnosis {
        meaning: fill.fill(meaning),
        advice: fill.fill(advice),
    }
}

/// Finds the first row that explains an error.
fn known(error: &ApiError, place: &Place) -> Option<&'static Row> {
    let message = error.message.to_lowercase();
    let is_opt_in = is_opt_in(&place.region);
    tables::all().find(|row| row.matches(&error.call, &error.code, &message, is_opt_in))
}

/// What to do about something in the place of a resource, if the resource is unknown here. It may be the stack's own, without
/// its tags; and a stack that is deployed would be another one under another name.
const TAKEN: &str = "run `plan`, which names it and says what to do; do not delete it before, as it may be this stack's own, without \
                     its tags";

/// Returns whether something else is in the place of the resource that a call was to create, and no row says more.
pub(crate) fn is_taken(error: &ApiError) -> bool {
    let place = error.place.as_deref().cloned().unwrap_or_default();
    matches!(error.kind, ApiErrorKind::AlreadyExists | ApiErrorKind::NotOwned) && known(error, &place).is_none()
}

/// Returns whether AWS does not accept the credentials because the clock of this machine is wrong.
#[cfg(any(test, feature = "aws"))]
pub(crate) fn is_about_clock(error: &ApiError) -> bool {
    let place = error.place.as_deref().cloned().unwrap_or_default();
    known(error, &place).is_some_and(|row| row.advice == clock::ADVICE)
}

/// Explains an error by its kind, if no row explains it.
const fn general(kind: ApiErrorKind) -> (&'static str, &'static str) {
    match kind {
        ApiErrorKind::NotFound => (
            "something that it refers to does not exist",
            "check whether the declaration names something that does not exist at the line above; the same command creates again \
             what was deleted by hand",
        ),
        ApiErrorKind::AlreadyExists => ("a resource of this name exists, but cannot be found by its tags", TAKEN),
        ApiErrorKind::NotOwned => (
            "a resource of this name exists, and nothing on it says that this stack owns it",
            TAKEN,
        ),
        ApiErrorKind::InUse => (
            "another resource still uses it",
            "delete what uses it, if it is not part of this stack, and run the same command again; it continues where it stopped",
        ),
        ApiErrorKind::NotReady => (
            "the resource, or something that it needs, is not in a state that allows this",
            "run the same command again; it continues where it stopped",
        ),
        ApiErrorKind::Throttled => (
            "the account makes more calls than AWS allows",
            "run the same command again in a few minutes; it finds what was created and continues from there",
        ),
        ApiErrorKind::Unavailable => (
            "AWS has a problem with this service",
            "run the same command again in a few minutes; it finds what was created and continues from there. \
             https://health.aws.amazon.com/health/status shows what AWS knows about the service in {region}",
        ),
        ApiErrorKind::OutcomeUnknown => (
            "AWS did not answer, so it is unknown whether the call took effect",
            "run the same command again in a few minutes; it finds what was created and continues from there",
        ),
        ApiErrorKind::Credentials => (
            "AWS does not accept the credentials",
            "sign in again, for example with `aws sso login`, and run the same command again; \
             `aws sts get-caller-identity` shows who you are",
        ),
        ApiErrorKind::Denied => (
            "no policy allows `{action}` for your role, or one denies it",
            "allow `{action}` for your role, and run the same command again; `policy` prints all that this stack needs",
        ),
        ApiErrorKind::Quota => (
            "account {account} has reached a quota of {service} in {region}",
            "find the quota: `aws service-quotas list-service-quotas --service-code {service} --region {region}`; raise it in the \
             Service Quotas console or delete what is not needed, and run the same command again",
        ),
        ApiErrorKind::Invalid => (
            "AWS does not accept these values",
            "change the declaration at the line named above, and deploy again",
        ),
        ApiErrorKind::Internal => (
            "this is a bug in moodle-stack",
            "report it with the output of this command",
        ),
    }
}

#[cfg(test)]
mod tests;
