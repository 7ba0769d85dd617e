//! Keys. A key has no name: its alias has, and its tags say whose it is. AWS deletes a key some days after it was asked to, and
//! until then the key counts as deleted: it costs nothing, and a new key does everything that it did.
//! <https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html>

mod describe;
mod search;

use super::Key;
use crate::aws::policy::{as_applied, parse};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_owned};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, STACK_TAG, State};
use aws_sdk_kms::Client;
use aws_sdk_kms::types::{KeyState, Tag};
use describe::{alias, describe, tags};

const CREATE_ALIAS: &str = "kms:CreateAlias";
/// The name of a key's policy. There is no other: <https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html>.
const POLICY: &str = "default";
/// The days that AWS waits before it deletes a key. No fewer are possible:
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html>.
const WINDOW_DAYS: i32 = 7;

/// Converts the answer of a call that changes a key. AWS shows a new key's tags at once, and takes up to five minutes until they
/// allow something: <https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html>.
fn allowed_soon<T>(answer: Result<T, ApiError>, is_new: bool) -> Result<(), ApiError> {
    match answer {
        Err(refusal) if is_new && refusal.kind == ApiErrorKind::Denied => Err(ApiError {
            kind: ApiErrorKind::NotReady,
            ..refusal
        }),
        answer => answer.map(drop),
    }
}

/// Gives a key its alias. If the alias is that of a key of the stack that is going to be deleted, it is moved.
async fn name(cx: &Cx<'_>, id: &str, is_new: bool) -> Result<(), ApiError> {
    let name = alias(&cx.target.name);
    let kms = cx.kms();
    let create = async || {
        let call = kms.create_alias().alias_name(&name).target_key_id(id);
        let sent = call.send().await.map_err(api_error(CREATE_ALIAS));
        allowed_soon(sent, is_new)
    };
    match create().await {
        Err(refusal) if refusal.kind == ApiErrorKind::AlreadyExists => {}
        answer => return answer,
    }
    let Some(holder) = search::key_of(&kms, &name).await? else {
        return create().await;
    };
    if holder == id {
        return Ok(());
    }
    let tags = tags(&kms, &holder).await?;
    if !pairs(&tags).any(|tag| tag == (STACK_TAG, &*cx.target.stack)) {
        return Err(not_owned(
            CREATE_ALIAS,
            &format!("the alias `{name}` of the key {holder}"),
        ));
    }
    unname(&kms, &name).await?;
    create().await
}

async fn unname(client: &Client, alias: &str) -> Result<(), ApiError> {
    let sent = client.delete_alias().alias_name(alias).send().await;
    absent(sent.map_err(api_error("kms:DeleteAlias"))).map(drop)
}

impl Adapter for Key {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        search::find(cx).await
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        search::list(lx).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "kms:CreateKey";
        let tag = |key, value| Tag::builder().tag_key(key).tag_value(value).build();
        let call = cx
            .kms()
            .create_key()
            .description(&self.description)
            .policy(self.policy.to_string())
            .set_tags(Some(cx.checked_tags(CALL, tag)?));
        let created = call.send().await.map_err(api_error(CALL))?;
        let key = created.key_metadata.ok_or_else(|| missing(CALL, "key"))?;
        Ok(key.key_id)
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let (kms, is_new) = (cx.kms(), changed.is_new());
        if !is_new && changed.take(&["policy"]) {
            let call = kms.put_key_policy().key_id(id).policy_name(POLICY);
            let call = call.policy(self.policy.to_string());
            call.send().await.map_err(api_error("kms:PutKeyPolicy"))?;
        }
        // The other settings of a key that is disabled cannot be changed:
        // https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
        if !is_new && changed.take(&["enabled"]) {
            let sent = kms.enable_key().key_id(id).send().await;
            sent.map_err(api_error("kms:EnableKey"))?;
        }
        if !is_new && changed.take(&["description"]) {
            let call = kms.update_key_description().key_id(id).description(&self.description);
            call.send().await.map_err(api_error("kms:UpdateKeyDescription"))?;
        }
        if changed.take(&["rotation"]) {
            let sent = kms.enable_key_rotation().key_id(id).send().await;
            allowed_soon(sent.map_err(api_error("kms:EnableKeyRotation")), is_new)?;
        }
        if changed.take(&["alias"]) {
            name(cx, id, is_new).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let kms = cx.kms();
        let Some(key) = describe(&kms, id).await? else {
            return Ok(None);
        };
        let state = match &key.key_state {
            Some(state @ (KeyState::Creating | KeyState::Updating)) => State::Pending(state.as_str().into()),
            _ => State::Ready,
        };
        let policy = kms.get_key_policy().key_id(id).policy_name(POLICY).send().await;
        let policy = absent(policy.map_err(api_error("kms:GetKeyPolicy")))?.and_then(|answer| answer.policy);
        let rotation = kms.get_key_rotation_status().key_id(id).send().await;
        let rotation = absent(rotation.map_err(api_error("kms:GetKeyRotationStatus")))?;
        let name = alias(&cx.target.name);
        let named = search::aliases(&kms, Some(id)).await?.contains_key(&name);
        Ok(Some(
            Live::new(state)
                .output("arn", key.arn)
                .reported("description", key.description)
                .field("policy", policy.map(|policy| as_applied(parse(&policy), &self.policy)))
                .constant("alias", name.clone(), if named { name } else { String::new() })
                .constant("enabled", true, key.enabled)
                .constant("rotation", true, rotation.is_some_and(|one| one.key_rotation_enabled)),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let kms = cx.kms();
        if describe(&kms, id).await?.is_none() {
            return Ok(Deletion::NotFound);
        }
        // A key that is going to be deleted keeps its alias, which the next one needs.
        let name = alias(&cx.target.name);
        if search::key_of(&kms, &name).await?.as_deref() == Some(id) {
            unname(&kms, &name).await?;
        }
        let call = kms.schedule_key_deletion().key_id(id);
        let call = call.pending_window_in_days(WINDOW_DAYS);
        absent(call.send().await.map_err(api_error("kms:ScheduleKeyDeletion")))?;
        Ok(Deletion::Accepted)
    }
}

#[cfg(test)]
mod tests;
