//! Topics. The policy that AWS gives them lets the services of the account publish, including RDS and CloudWatch:
//! <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html>

use super::Topic;
use crate::aws::listing::gather;
use crate::aws::policy::{parse, public_statements, without_public_statements};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Ref;
use aws_sdk_sns::Client;
use aws_sdk_sns::types::Tag;
use serde_json::{Value, json};
use std::collections::HashMap;

const LIST: &str = "sns:ListTopics";
const DISPLAY_NAME: &str = "DisplayName";
const KEY: &str = "KmsMasterKeyId";
const POLICY: &str = "Policy";

/// Reads the attributes of a topic; `None` if it does not exist.
async fn attributes(cx: &Cx<'_>, arn: &str) -> Result<Option<HashMap<String, String>>, ApiError> {
    let answer = cx.sns().get_topic_attributes().topic_arn(arn).send().await;
    let answer = absent(answer.map_err(api_error("sns:GetTopicAttributes")))?;
    Ok(answer.map(|answer| answer.attributes.unwrap_or_default()))
}

async fn set(cx: &Cx<'_>, arn: &str, name: &str, value: &str) -> Result<(), ApiError> {
    let call = cx.sns().set_topic_attributes().topic_arn(arn);
    let call = call.attribute_name(name).attribute_value(value);
    call.send().await.map_err(api_error("sns:SetTopicAttributes"))?;
    Ok(())
}

/// Returns the policy that AWS gives a new topic: everything in the account that IAM allows to may use it.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html>
fn default_policy(account: &str, arn: &str) -> Value {
    let actions = [
        "SNS:GetTopicAttributes",
        "SNS:SetTopicAttributes",
        "SNS:AddPermission",
        "SNS:RemovePermission",
        "SNS:DeleteTopic",
        "SNS:Subscribe",
        "SNS:ListSubscriptionsByTopic",
        "SNS:Publish",
    ];
    json!({
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [{
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": { "AWS": "*" },
            "Action": actions,
            "Resource": arn,
            "Condition": { "StringEquals": { "AWS:SourceOwner": account } },
        }],
    })
}

/// Returns the name of a topic, which is the end of its ARN:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html>
fn name(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or_default()
}

/// Reads the tags of a topic; `None` if it does not exist.
async fn tags(client: &Client, arn: &str) -> Result<Option<Vec<Tag>>, ApiError> {
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await;
    let answer = absent(answer.map_err(api_error("sns:ListTagsForResource")))?;
    Ok(answer.map(|answer| answer.tags.unwrap_or_default()))
}

impl Adapter for Topic {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx.sns().list_topics().into_paginator().items().send();
        while let Some(topic) = pages.next().await {
            let topic = topic.map_err(api_error(LIST))?;
            let Some(arn) = topic.topic_arn else { continue };
            if name(&arn) != cx.target.name {
                continue;
            }
            // The list of topics lags behind deletions.
            let Some(tags) = tags(&cx.sns(), &arn).await? else {
                continue;
            };
            return cx.claim(LIST, arn, pairs(&tags));
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.sns().list_topics().into_paginator().items().send();
        let arns = gather(LIST, pages, |topic| {
            topic.topic_arn.filter(|arn| lx.is_named_for_stack(name(arn)))
        });
        let tags = async |arn: &str| Ok(tags(&lx.sns(), arn).await?.unwrap_or_default());
        lx.owned_by_tags(arns.await?, tags).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "sns:CreateTopic";
        let tags = cx.checked_tags(CALL, |key, value| Tag::builder().key(key).value(value).build())?;
        let call = cx
            .sns()
            .create_topic()
            .name(&cx.target.name)
            .attributes(DISPLAY_NAME, &self.display_name)
            .set_tags(Some(tags));
        let call = match &self.key {
            Some(key) => call.attributes(KEY, key.value()),
            None => call,
        };
        let created = call.send().await.map_err(api_error(CALL))?;
        created.topic_arn.ok_or_else(|| missing(CALL, "ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.is_new() && changed.take(&["display_name"]) {
            set(cx, id, DISPLAY_NAME, &self.display_name).await?;
        }
        if !changed.is_new() && changed.take(&["key"]) {
            // An empty name turns encryption off: https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
            set(cx, id, KEY, self.key.as_ref().map_or("", Ref::value)).await?;
        }
        if !changed.is_new() && changed.take(&["public_statements"]) {
            let policy = attributes(cx, id).await?.and_then(|mut found| found.remove(POLICY));
            let policy = policy.and_then(|policy| without_public_statements(parse(&policy)));
            let policy = policy.unwrap_or_else(|| default_policy(&cx.target.account, id));
            set(cx, id, POLICY, &policy.to_string()).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(attributes) = attributes(cx, id).await? else {
            return Ok(None);
        };
        let public = attributes.get(POLICY).map(|policy| public_statements(&parse(policy)));
        let key = attributes.get(KEY).filter(|key| !key.is_empty());
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", id.to_owned())
                .reported("display_name", attributes.get(DISPLAY_NAME))
                .field("key", key)
                .constant("public_statements", Vec::new(), public.unwrap_or_default()),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        absent(
            cx.sns()
                .delete_topic()
                .topic_arn(id)
                .send()
                .await
                .map_err(api_error("sns:DeleteTopic")),
        )?;
        Ok(Deletion::Accepted)
    }
}
