//! Subscriptions of a topic to the events of databases.

use super::EventSubscription;
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::request::{list, values};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};

const DESCRIBE: &str = "rds:DescribeEventSubscriptions";

impl Adapter for EventSubscription {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match subscription(cx, &cx.target.name).await? {
            Some(subscription) if subscription.status.as_deref() != Some("deleting") => {
                cx.claim_rds(DESCRIBE, subscription.event_subscription_arn).await
            }
            _ => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.rds().describe_event_subscriptions().into_paginator().items().send();
        let named = gather(DESCRIBE, pages, |one| {
            let name = one.cust_subscription_id.filter(|name| lx.is_named_for_stack(name))?;
            if one.status.as_deref() == Some("deleting") {
                return None;
            }
            Some((name, one.event_subscription_arn?))
        });
        lx.owned_rds(named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .rds()
            .create_event_subscription()
            .subscription_name(&cx.target.name)
            .sns_topic_arn(self.topic.value())
            .source_type(&self.source_type)
            .set_event_categories(Some(self.categories.clone()))
            .set_source_ids(Some(list(&self.sources)))
            .enabled(true)
            .set_tags(Some(cx.rds_tags()));
        call.send().await.map_err(api_error("rds:CreateEventSubscription"))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() {
            return Ok(());
        }
        if changed.take(&["topic", "categories", "enabled"]) {
            // Categories belong to a source type, so both are sent together.
            let call = cx
                .rds()
                .modify_event_subscription()
                .subscription_name(id)
                .sns_topic_arn(self.topic.value())
                .source_type(&self.source_type)
                .set_event_categories(Some(self.categories.clone()))
                .enabled(true);
            call.send().await.map_err(api_error("rds:ModifyEventSubscription"))?;
        }
        if changed.take(&["sources"]) {
            let live = subscription(cx, id).await?.and_then(|live| live.source_ids_list);
            let live = live.unwrap_or_default();
            // One source per call, and new ones first: a subscription without sources gets the events of all databases.
            // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html
            for source in values(&self.sources).filter(|source| !live.iter().any(|one| one == source)) {
                let call = cx.rds().add_source_identifier_to_subscription().subscription_name(id);
                let call = call.source_identifier(source);
                call.send()
                    .await
                    .map_err(api_error("rds:AddSourceIdentifierToSubscription"))?;
            }
            for source in live
                .iter()
                .filter(|one| !values(&self.sources).any(|source| source == *one))
            {
                let call = cx
                    .rds()
                    .remove_source_identifier_from_subscription()
                    .subscription_name(id);
                let call = call.source_identifier(source);
                call.send()
                    .await
                    .map_err(api_error("rds:RemoveSourceIdentifierFromSubscription"))?;
            }
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(live) = subscription(cx, id).await? else {
            return Ok(None);
        };
        // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_EventSubscription.html
        let state = match live.status.as_deref() {
            Some("deleting") => State::Deleting("deleting".into()),
            Some("no-permission") => State::Failed("no-permission: RDS may not publish to the topic".into()),
            Some("topic-not-exist") => State::Failed("topic-not-exist: the topic does not exist".into()),
            Some(word @ ("creating" | "modifying")) => State::Pending(word.into()),
            _ => State::Ready,
        };
        let categories = self.categories.iter().map(String::as_str);
        let categories = in_order(categories, live.event_categories_list.unwrap_or_default());
        let sources = in_order(values(&self.sources), live.source_ids_list.unwrap_or_default());
        Ok(Some(
            Live::new(state)
                .output("name", id.to_owned())
                .reported("topic", live.sns_topic_arn)
                .reported("source_type", live.source_type)
                .field("sources", sources)
                .field("categories", categories)
                .constant("enabled", true, live.enabled),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let call = cx.rds().delete_event_subscription().subscription_name(id);
        absent(call.send().await.map_err(api_error("rds:DeleteEventSubscription")))?;
        Ok(Deletion::Accepted)
    }
}

async fn subscription(cx: &Cx<'_>, name: &str) -> Result<Option<aws_sdk_rds::types::EventSubscription>, ApiError> {
    let call = cx.rds().describe_event_subscriptions().subscription_name(name);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.event_subscriptions_list?.into_iter().next()))
}
