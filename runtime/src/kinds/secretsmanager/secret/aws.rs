//! AWS Secrets Manager: secrets whose value AWS generates.

use super::Secret;
use crate::aws::listing::gather;
use crate::aws::policy::parse;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::secret::SecretValue;
use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::types::{Filter, FilterNameStringType, Tag};
use aws_smithy_types::date_time::Format;
use jiff::Timestamp;
use serde_json::Value;

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
        if changed.is_new() {
            return Ok(());
        }
        // What gives access to the secret comes first.
        if changed.take(&["policy"]) {
            withdraw_access(cx, id).await?;
        }
        // AWS refuses to end a rotation that never began.
        if changed.take(&["rotation"])
            && secret(cx, id)
                .await?
                .is_some_and(|found| found.rotation_enabled == Some(true))
        {
            let sent = cx.secretsmanager().cancel_rotate_secret().secret_id(id).send().await;
            sent.map_err(api_error("secretsmanager:CancelRotateSecret"))?;
        }
        if changed.take(&["description"]) {
            let call = cx.secretsmanager().update_secret().secret_id(id);
            let sent = call.description(&self.description).send().await;
            sent.map_err(api_error("secretsmanager:UpdateSecret"))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        // One that somebody has deleted counts as deleted during its recovery window, in which it cannot be used or changed:
        // https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
        let Some(found) = secret(cx, id).await?.filter(|found| found.deleted_date.is_none()) else {
            return Ok(None);
        };
        let owner = cx.target.owner(pairs(found.tags()));
        let access = policy(cx, id).await?.map(|policy| allowed_by(&policy));
        Ok(Some(
            Live::new(State::Ready)
                .owned_by(owner)
                .output("arn", found.arn)
                .reported("description", found.description)
                .constant("policy", Vec::new(), access.unwrap_or_default())
                .constant("rotation", false, found.rotation_enabled == Some(true)),
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

/// Reads the policy that is attached to a secret; `None` if there is none. The stack attaches none: roles have access by
/// their own policies.
async fn policy(cx: &Cx<'_>, id: &str) -> Result<Option<Value>, ApiError> {
    let sent = cx.secretsmanager().get_resource_policy().secret_id(id).send().await;
    let answer = absent(sent.map_err(api_error("secretsmanager:GetResourcePolicy")))?;
    Ok(answer
        .and_then(|answer| answer.resource_policy)
        .map(|policy| parse(&policy)))
}

fn statements(policy: &Value) -> Vec<Value> {
    match &policy["Statement"] {
        Value::Array(all) => all.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

/// Returns the statements that give somebody access. Those that deny it are kept: they take nothing from the secret.
fn allowed_by(policy: &Value) -> Vec<Value> {
    let mut statements = statements(policy);
    statements.retain(|statement| statement["Effect"] == "Allow");
    statements
}

/// Removes the statements that give somebody access from the secret's policy.
async fn withdraw_access(cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
    let Some(mut policy) = policy(cx, id).await? else {
        return Ok(());
    };
    let mut rest = statements(&policy);
    rest.retain(|statement| statement["Effect"] != "Allow");
    if rest.is_empty() {
        let sent = cx.secretsmanager().delete_resource_policy().secret_id(id).send().await;
        absent(sent.map_err(api_error("secretsmanager:DeleteResourcePolicy")))?;
        return Ok(());
    }
    policy["Statement"] = rest.into();
    let call = cx.secretsmanager().put_resource_policy().secret_id(id);
    let sent = call.resource_policy(policy.to_string()).send().await;
    sent.map(drop).map_err(api_error("secretsmanager:PutResourcePolicy"))
}

async fn secret(cx: &Cx<'_>, id: &str) -> Result<Option<DescribeSecretOutput>, ApiError> {
    let call = cx.secretsmanager().describe_secret().secret_id(id);
    absent(call.send().await.map_err(api_error(DESCRIBE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::responder::{Call, Responder, drifted, target};
    use crate::provider::Provider as _;
    use serde_json::json;
    use std::sync::{Arc, Mutex};

    /// Puts a secret with a policy right, and returns what differed and the policy that is left.
    async fn put_right(policy: Value, rotation: bool) -> (Vec<String>, Option<String>) {
        let state = Arc::new(Mutex::new((Some(policy.to_string()), rotation)));
        let shared = Arc::clone(&state);
        let responder = Responder::new(move |call: &Call| {
            let mut state = shared.lock().unwrap();
            match call.operation.as_str() {
                "PutResourcePolicy" => state.0 = call.json["ResourcePolicy"].as_str().map(str::to_owned),
                "DeleteResourcePolicy" => state.0 = None,
                "CancelRotateSecret" => state.1 = false,
                _ => {}
            }
            let answer = json!({
                "ARN": "arn", "Description": "administrator", "RotationEnabled": state.1, "ResourcePolicy": state.0,
            });
            (200, answer.to_string())
        });
        let (aws, target) = (responder.aws(), target::<Secret>());
        let fields = json!({ "description": "administrator", "length": 32, "punctuation": true });
        let changed = drifted(&aws, &target, "arn", &fields).await;
        if !changed.is_empty() {
            aws.configure(&target, "arn", &fields, &changed).await.unwrap();
        }
        assert_eq!(drifted(&aws, &target, "arn", &fields).await, [""; 0]);
        let left = state.lock().unwrap().0.clone();
        (changed, left)
    }

    fn statement(effect: &str, principal: &Value) -> Value {
        json!({ "Effect": effect, "Principal": principal, "Action": "secretsmanager:GetSecretValue", "Resource": "*" })
    }

    #[tokio::test]
    async fn access_that_a_policy_gives_is_withdrawn_and_what_it_denies_is_kept() {
        let allow = statement("Allow", &json!("*"));
        let (changed, left) = put_right(json!({ "Statement": [allow] }), false).await;
        assert_eq!((changed, left), (vec!["policy".to_owned()], None));
        let (changed, left) = put_right(json!({ "Statement": allow }), true).await;
        assert_eq!(
            (changed, left),
            (vec!["policy".to_owned(), "rotation".to_owned()], None)
        );
        let deny = statement("Deny", &json!("*"));
        let other = statement("Allow", &json!({ "AWS": "arn:aws:iam::444455556666:root" }));
        let (changed, left) = put_right(json!({ "Statement": [other, deny] }), false).await;
        let left: Value = serde_json::from_str(&left.unwrap()).unwrap();
        assert_eq!(
            (changed, left),
            (vec!["policy".to_owned()], json!({ "Statement": [deny] }))
        );
        let (changed, left) = put_right(json!({ "Statement": [deny] }), false).await;
        assert!(changed.is_empty() && left.is_some());
    }
}
