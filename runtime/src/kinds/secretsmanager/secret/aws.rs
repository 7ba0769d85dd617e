//! AWS Secrets Manager: secrets whose value AWS generates.

use super::Secret;
use crate::aws::listing::gather;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::secret::SecretValue;
use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::types::{Filter, FilterNameStringType, Tag};
use aws_smithy_types::date_time::Format;
use jiff::Timestamp;

const DESCRIBE: &str = "secretsmanager:DescribeSecret";

/// Punctuation that has a meaning in a shell, a URL or a configuration file.
const CONFUSING: &str = "\"'`\\$&@/:%#";

impl Cx<'_> {
    fn secret_tags(&self) -> Vec<Tag> {
        self.tags(|key, value| Tag::builder().key(key).value(value).build())
    }
}

impl Adapter for Secret {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match secret(cx, &cx.target.name).await? {
            Some(found) if found.deleted_date.is_none() => {
                let arn = found.arn.clone().ok_or_else(|| missing(DESCRIBE, "ARN"))?;
                cx.claim(DESCRIBE, arn, pairs(found.tags()))
            }
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        // A secret that is scheduled for deletion is not listed by default:
        // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
        let named = Filter::builder().key(FilterNameStringType::Name).values(lx.scope.stack);
        let pages = lx
            .secretsmanager()
            .list_secrets()
            .filters(named.build())
            .into_paginator()
            .send();
        gather("secretsmanager:ListSecrets", pages, |page| {
            let living = page.secret_list.unwrap_or_default().into_iter();
            let living = living.filter(|one| one.deleted_date.is_none());
            let owned = living.filter_map(|one| lx.owned(one.arn()?, pairs(one.tags())));
            owned.collect::<Vec<_>>()
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const RANDOM: &str = "secretsmanager:GetRandomPassword";
        const CREATE: &str = "secretsmanager:CreateSecret";
        let call = cx
            .secretsmanager()
            .get_random_password()
            .password_length(i64::from(self.length))
            .exclude_punctuation(!self.punctuation)
            .exclude_characters(CONFUSING)
            .include_space(false)
            .require_each_included_type(true);
        let value = call.send().await.map_err(api_error(RANDOM))?.random_password;
        let value = value.map(SecretValue::new).ok_or_else(|| missing(RANDOM, "password"))?;
        // The token has 32 to 64 characters:
        // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
        let call = cx
            .secretsmanager()
            .create_secret()
            .name(&cx.target.name)
            .description(&self.description)
            .secret_string(value.expose())
            .client_request_token(&cx.target.token)
            .set_tags(Some(cx.secret_tags()));
        let created = call.send().await.map_err(api_error(CREATE));
        match created.map_err(|error| value.redact(error)) {
            Ok(created) => created.arn.ok_or_else(|| missing(CREATE, "ARN")),
            Err(refusal) if refusal.message.contains("scheduled for deletion") => Err(blocked(cx, refusal).await),
            Err(refusal) => Err(refusal),
        }
    }

    /// The value is kept as generated, even if the declared length changes, because its users already have it.
    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() || !changed.take(&["description"]) {
            return Ok(());
        }
        let call = cx
            .secretsmanager()
            .update_secret()
            .secret_id(id)
            .description(&self.description);
        call.send().await.map_err(api_error("secretsmanager:UpdateSecret"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(found) = secret(cx, id).await? else {
            return Ok(None);
        };
        let owner = cx.target.owner(pairs(found.tags()));
        let state = match found.deleted_date {
            Some(_) => State::Deleting("scheduled for deletion".into()),
            None => State::Ready,
        };
        Ok(Some(
            Live::new(state)
                .owned_by(owner)
                .output("arn", found.arn)
                .reported("description", found.description),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        let call = cx.secretsmanager().tag_resource().secret_id(id);
        let sent = call.set_tags(Some(cx.secret_tags())).send().await;
        sent.map(drop).map_err(api_error("secretsmanager:TagResource"))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        // Without a recovery window, so the name can be used again.
        let call = cx
            .secretsmanager()
            .delete_secret()
            .secret_id(id)
            .force_delete_without_recovery(true);
        absent(call.send().await.map_err(api_error("secretsmanager:DeleteSecret")))?;
        Ok(Deletion::Accepted)
    }
}

/// Explains that a deleted secret blocks the name. One that this program deleted is gone in a moment. One that a person deleted
/// stays for its recovery window, of at least seven days, so nothing is gained by waiting:
/// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html>
async fn blocked(cx: &Cx<'_>, refusal: ApiError) -> ApiError {
    const MOMENT: i64 = 10 * 60;
    let found = secret(cx, &cx.target.name).await.ok().flatten();
    let Some(date) = found.and_then(|found| found.deleted_date) else {
        return refusal;
    };
    // AWS documents the date as that of the deletion, which is ahead, and examples show the date of the request.
    if date.secs().abs_diff(Timestamp::now().as_second()) < MOMENT.unsigned_abs() {
        return refusal;
    }
    let date = date.fmt(Format::DateTime).unwrap_or_default();
    ApiError {
        kind: ApiErrorKind::Invalid,
        message: format!("{} (its deletion is dated {date})", refusal.message),
        ..refusal
    }
}

async fn secret(cx: &Cx<'_>, id: &str) -> Result<Option<DescribeSecretOutput>, ApiError> {
    let call = cx.secretsmanager().describe_secret().secret_id(id);
    absent(call.send().await.map_err(api_error(DESCRIBE)))
}
