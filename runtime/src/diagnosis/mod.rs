//! Explains AWS's refusals: what an answer means, and what to do next.
//!
//! An explanation follows from the operation, the code and the words of the message together. The code alone misleads:
//! `AccessDenied` is also CloudFront's answer to a new account, and `AuthFailure` that of a region which is not enabled.

mod explanation;
mod fill;
mod opt_in;
mod quota;
mod row;
mod service_code;
mod tables;

use crate::provider::{ApiError, ApiErrorKind, Place};
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

/// Explains an error by its kind, if no row explains it.
const fn general(kind: ApiErrorKind) -> (&'static str, &'static str) {
    match kind {
        ApiErrorKind::NotFound => (
            "something that it refers to does not exist",
            "check whether the declaration names something that does not exist at the line above; the same command creates again \
             what was deleted by hand",
        ),
        ApiErrorKind::AlreadyExists => (
            "a resource of this name exists, but cannot be found by its tags",
            "rename the stack, or delete the other resource if nobody needs it",
        ),
        ApiErrorKind::NotOwned => (
            "a resource of this name exists, and this stack did not create it",
            "rename the stack, or delete the other resource if nobody needs it",
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
