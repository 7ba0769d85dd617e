//! Topics. Their own policy, as AWS makes it, lets the services of the account publish, RDS and CloudWatch among them:
//! <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html>

use crate::aws::{Adapter, Changed, Cx, absent, fault, missing};
use crate::provider::{Deletion, Fault, FaultKind, Live, State};
use crate::resource::sns::Topic;
use aws_sdk_sns::types::Tag;

const DISPLAY_NAME: &str = "DisplayName";

impl Adapter for Topic {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, Fault> {
        let mut pages = cx.sns().list_topics().into_paginator().items().send();
        while let Some(topic) = pages.next().await {
            let topic = topic.map_err(fault("sns:ListTopics"))?;
            let Some(arn) = topic.topic_arn else { continue };
            // A topic's ARN ends in its name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
            if arn.rsplit(':').next() != Some(cx.target.name.as_str()) {
                continue;
            }
            let call = cx.sns().list_tags_for_resource().resource_arn(&arn);
            let tags = match call.send().await.map_err(fault("sns:ListTagsForResource")) {
                Ok(tags) => tags,
                // The list of topics lags behind deletions.
                Err(fault) if fault.kind == FaultKind::NotFound => continue,
                Err(fault) => return Err(fault),
            };
            return cx.claim(
                "sns:ListTopics",
                arn,
                tags.tags().iter().map(|tag| (tag.key(), tag.value())),
            );
        }
        Ok(None)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, Fault> {
        const CALL: &str = "sns:CreateTopic";
        let tags = cx.checked_tags(CALL, |key, value| Tag::builder().key(key).value(value).build())?;
        let call = cx
            .sns()
            .create_topic()
            .name(&cx.target.name)
            .attributes(DISPLAY_NAME, &self.display_name)
            .set_tags(Some(tags));
        let made = call.send().await.map_err(fault(CALL))?;
        made.topic_arn.ok_or_else(|| missing(CALL, "ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: Changed<'_>) -> Result<(), Fault> {
        if changed.is_new() || !changed.any(&["display_name"]) {
            return Ok(());
        }
        let call = cx.sns().set_topic_attributes().topic_arn(id);
        let call = call.attribute_name(DISPLAY_NAME).attribute_value(&self.display_name);
        call.send().await.map_err(fault("sns:SetTopicAttributes"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, Fault> {
        let call = cx.sns().get_topic_attributes().topic_arn(id);
        let Some(found) = absent(call.send().await.map_err(fault("sns:GetTopicAttributes")))? else {
            return Ok(None);
        };
        let attributes = found.attributes.unwrap_or_default();
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", id.to_owned())
                .told("display_name", attributes.get(DISPLAY_NAME)),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, Fault> {
        absent(
            cx.sns()
                .delete_topic()
                .topic_arn(id)
                .send()
                .await
                .map_err(fault("sns:DeleteTopic")),
        )?;
        Ok(Deletion::Accepted)
    }
}
