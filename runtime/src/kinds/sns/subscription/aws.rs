//! Subscriptions by e-mail. They have no tags on AWS, and no ARN until they are confirmed: the topic and the e-mail
//! address identify them, and the e-mail address is the ID.

use super::Subscription;
use crate::aws::{Adapter, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};

const LIST: &str = "sns:ListSubscriptionsByTopic";
const EMAIL: &str = "email";
/// The text that AWS reports instead of an ARN until a subscription is confirmed:
/// <https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html>
const PENDING: &str = "PendingConfirmation";
/// The text that AWS reports instead of an ARN for a while after the deletion.
const DELETED: &str = "Deleted";

impl Adapter for Subscription {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        Ok(self.arn(cx).await?.map(|_| self.email.clone()))
    }

    /// Lists nothing: without tags, a subscription that is no longer declared looks like a colleague's. The topic's
    /// deletion deletes it.
    async fn list(_: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        Ok(Vec::new())
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx.sns().subscribe().topic_arn(self.topic.value());
        let call = call.protocol(EMAIL).endpoint(&self.email);
        call.send().await.map_err(api_error("sns:Subscribe"))?;
        Ok(self.email.clone())
    }

    async fn read(&self, cx: &Cx<'_>, _id: &str) -> Result<Option<Live>, ApiError> {
        let Some(arn) = self.arn(cx).await? else {
            return Ok(None);
        };
        // The site does not wait for the subscriber to confirm it.
        Ok(Some(Live::new(State::Ready).output("arn", arn)))
    }

    async fn delete(&self, cx: &Cx<'_>, _id: &str) -> Result<Deletion, ApiError> {
        match self.arn(cx).await? {
            None => Ok(Deletion::NotFound),
            // AWS refuses to delete it, but drops it after two days, or at once with its topic:
            // https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
            Some(arn) if arn == PENDING => Ok(Deletion::Abandoned(
                "the subscription was never confirmed; AWS deletes it with its topic, or after some time".into(),
            )),
            Some(arn) => {
                let call = cx.sns().unsubscribe().subscription_arn(arn);
                absent(call.send().await.map_err(api_error("sns:Unsubscribe")))?;
                Ok(Deletion::Accepted)
            }
        }
    }
}

impl Subscription {
    /// Finds its ARN, or the text that AWS reports instead, among the topic's subscriptions.
    async fn arn(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let topic = self.topic.value();
        let mut pages = cx
            .sns()
            .list_subscriptions_by_topic()
            .topic_arn(topic)
            .into_paginator()
            .items()
            .send();
        while let Some(found) = pages.next().await {
            let found = match found.map_err(api_error(LIST)) {
                Ok(found) => found,
                // Its topic is gone.
                Err(error) if error.kind == ApiErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            };
            let same = found.protocol() == Some(EMAIL) && found.endpoint() == Some(&self.email);
            if let (true, Some(arn)) = (same, found.subscription_arn)
                && arn != DELETED
            {
                return Ok(Some(arn));
            }
        }
        Ok(None)
    }
}
