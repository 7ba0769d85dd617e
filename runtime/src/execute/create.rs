//! Creating one resource.

use super::configure::configure_and_wait;
use super::context::Context;
use super::error::StepError;
use super::subject::Subject;
use super::{resolve, schema};
use crate::journal::{Entry, Phase};
use crate::operations::Cloud;
use crate::plan::{Action, Reason};
use crate::provider::{ApiError, ApiErrorKind, NOT_SENT, Provider, Target};
use crate::retry::creation_lag;
use crate::spec::Desired;
use crate::token::creation_token;
use serde_json::Value;
use std::time::Duration;

/// Creates a resource, or adopts it if an interrupted run created it.
pub(super) async fn create<P: Cloud>(
    cx: &Context<'_, P>,
    subject: &Subject,
    desired: &Desired,
    reason: &Reason,
) -> Result<Action, StepError> {
    cx.report_start(subject, Action::Create);
    let fields = resolve::fields(cx, subject, desired)?;
    let is_intent = |entry: &Entry| entry.address == subject.address && entry.id.is_none() && entry.is_of(desired);
    let (deployment, token, in_doubt) = cx.journal(|journal| {
        // An interrupted creation continues with its own token, so AWS recognizes it. The same applies to a creation
        // that was cancelled because an earlier declaration was deployed again.
        let intent = journal.entries().find(|entry| is_intent(entry));
        let new_token = || creation_token(&[&subject.address, &desired.name, &desired.spec_hash]);
        let token = intent.map_or_else(new_token, |entry| entry.token.clone());
        (journal.deployment.to_string(), token, intent.is_some())
    });
    let entry = Entry::intend(&subject.address, desired, fields.clone(), &deployment, token);
    let mut target = cx.target(subject, &entry)?;
    target.references = resolve::references(cx, desired);
    cx.record(|journal| {
        journal.deposed.retain(|old| !is_intent(old));
        let before = journal.resources.insert(subject.address.clone(), entry);
        // The resource that this one replaces still exists, unless it is missing or was never created.
        if let Some(before) = before.filter(|before| before.id.is_some() && *reason != Reason::Missing) {
            journal.deposed.push(before);
        }
    })
    .await?;
    if schema::is_schema(subject.kind) {
        schema::prepare(cx, subject, &fields, Action::Create).await?;
    }
    let (id, action) = find_or_create(cx, subject, &target, &fields, in_doubt).await?;
    cx.set_new(subject);
    cx.record(|journal| {
        // If the resource was deposed before, it must no longer be deleted.
        let is_it =
            |old: &Entry| old.id.as_ref() == Some(&id) && old.kind == subject.kind.name && old.region == target.region;
        journal.deposed.retain(|old| !is_it(old));
        if let Some(entry) = journal.resources.get_mut(&subject.address) {
            entry.id = Some(id.clone());
            entry.phase = Phase::Configuring;
        }
    })
    .await?;
    configure_and_wait(cx, subject, &target, &id, &fields, &[]).await?;
    Ok(action)
}

/// Finds the resource or creates it, and never creates a second one: after each response that leaves it unknown whether
/// the resource was created, it is looked for.
///
/// `in_doubt` means that an earlier run may have created it without receiving the response.
async fn find_or_create<P: Provider>(
    cx: &Context<'_, P>,
    subject: &Subject,
    target: &Target,
    fields: &Value,
    mut in_doubt: bool,
) -> Result<(String, Action), StepError> {
    let start = cx.clock.elapsed();
    let lag = creation_lag(subject.kind);
    // Until then, a resource that is being deleted may use its name.
    let until_free = lag + 2 * subject.kind.delete.typical();
    let mut last_try = start;
    let mut is_first = true;
    cx.call(subject, subject.deadline(), async || {
        let found = match cx.provider.find(target, fields).await {
            // AWS may show what an earlier try created before it shows the tags.
            Err(error) if error.kind == ApiErrorKind::NotOwned && in_doubt => {
                return Err(not_ready_for(cx, last_try, lag, error));
            }
            found => found?,
        };
        if let Some(id) = found {
            // If it is found after a failed try, that try created it.
            let action = if is_first { Action::Adopt } else { Action::Create };
            return Ok((id, action));
        }
        // A repeated call would create a second resource if AWS does not recognize it as a repetition.
        let since_last = cx.clock.elapsed().saturating_sub(last_try);
        if in_doubt && !subject.kind.repeatable && since_last < lag {
            return Err(ApiError::new(
                ApiErrorKind::NotReady,
                subject.kind.name,
                NOT_SENT,
                "an earlier try may have created it, and AWS may not list it yet",
            ));
        }
        is_first = false;
        last_try = cx.clock.elapsed();
        match cx.provider.create(target, fields).await {
            Ok(id) => Ok((id, Action::Create)),
            Err(error) if error.kind == ApiErrorKind::OutcomeUnknown => {
                in_doubt = true;
                Err(error)
            }
            // Either an earlier try created it, the response was lost, and the list does not show it yet; or another
            // resource with its name, which is not in the journal, is still being deleted.
            Err(error) if error.kind == ApiErrorKind::AlreadyExists => Err(not_ready_for(cx, start, until_free, error)),
            Err(error) if is_unseen(&error) => Err(not_ready_for(cx, start, lag, error)),
            Err(error) => Err(error),
        }
    })
    .await
}

/// Makes an error retryable for some time after `start`.
fn not_ready_for<P: Provider>(cx: &Context<'_, P>, start: Duration, time: Duration, error: ApiError) -> ApiError {
    if cx.clock.elapsed().saturating_sub(start) < time {
        ApiError {
            kind: ApiErrorKind::NotReady,
            ..error
        }
    } else {
        error
    }
}

/// Returns whether the error may only mean that AWS does not see a new resource yet. AWS then also denies passing a
/// role: <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html>, "Changes that I make are not always
/// immediately visible".
fn is_unseen(error: &ApiError) -> bool {
    error.kind == ApiErrorKind::NotFound
        || (error.kind == ApiErrorKind::Denied && error.message.contains("iam:PassRole"))
}
