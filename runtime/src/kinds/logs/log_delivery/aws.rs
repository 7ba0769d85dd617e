//! Log deliveries: a source, a destination, and the delivery between them.
//!
//! The resource is found and read by its source, which is created first and deleted last. A distribution's access logs
//! are delivered from us-east-1, which is the resource's region:
//! <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html>

use super::LogDelivery;
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use aws_sdk_cloudwatchlogs::types::{
    Delivery, DeliveryDestination, DeliveryDestinationConfiguration, DeliverySource, OutputFormat,
};

async fn source(cx: &Cx<'_>, name: &str) -> Result<Option<DeliverySource>, ApiError> {
    let answer = cx.logs().get_delivery_source().name(name).send().await;
    let answer = absent(answer.map_err(api_error("logs:GetDeliverySource")))?;
    Ok(answer.and_then(|answer| answer.delivery_source))
}

async fn delivery(cx: &Cx<'_>, source: &str) -> Result<Option<Delivery>, ApiError> {
    let mut pages = cx.logs().describe_deliveries().into_paginator().items().send();
    while let Some(delivery) = pages.next().await {
        let delivery = delivery.map_err(api_error("logs:DescribeDeliveries"))?;
        if delivery.delivery_source_name() == Some(source) {
            return Ok(Some(delivery));
        }
    }
    Ok(None)
}

async fn destination(cx: &Cx<'_>, name: &str) -> Result<Option<DeliveryDestination>, ApiError> {
    let answer = cx.logs().get_delivery_destination().name(name).send().await;
    let answer = absent(answer.map_err(api_error("logs:GetDeliveryDestination")))?;
    Ok(answer.and_then(|answer| answer.delivery_destination))
}

impl LogDelivery {
    /// Creates the destination, or uses the one that an interrupted attempt created, and returns its ARN. An existing
    /// destination refuses tags, even the same ones, so it cannot be put again:
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestination.html>
    async fn put_destination(&self, cx: &Cx<'_>, name: &str) -> Result<String, ApiError> {
        const CALL: &str = "logs:PutDeliveryDestination";
        if let Some(arn) = destination(cx, name).await?.and_then(|there| there.arn) {
            return Ok(arn);
        }
        let group = DeliveryDestinationConfiguration::builder()
            .destination_resource_arn(self.destination.value())
            .build()
            .map_err(|_| missing(CALL, "destination to be sent"))?;
        let call = cx
            .logs()
            .put_delivery_destination()
            .name(name)
            .output_format(OutputFormat::Json)
            .delivery_destination_configuration(group)
            .set_tags(Some(cx.logs_tags()));
        let new = call.send().await.map_err(api_error(CALL))?.delivery_destination;
        new.and_then(|new| new.arn).ok_or_else(|| missing(CALL, "ARN"))
    }
}

impl Adapter for LogDelivery {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        match source(cx, &cx.target.name).await? {
            Some(source) => cx.claim_logs("logs:GetDeliverySource", source.tags()),
            None => Ok(None),
        }
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.logs().describe_delivery_sources().into_paginator().items().send();
        gather("logs:DescribeDeliverySources", pages, |source| {
            let name = source.name().filter(|name| lx.is_named_for_stack(name))?;
            lx.owned(name, pairs(source.tags()?))
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let name = &cx.target.name;
        let call = cx
            .logs()
            .put_delivery_source()
            .name(name)
            .resource_arn(self.source.value())
            .log_type("ACCESS_LOGS")
            .set_tags(Some(cx.logs_tags()));
        call.send().await.map_err(api_error("logs:PutDeliverySource"))?;
        Ok(name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if !changed.take(&["record_fields"]) {
            return Ok(());
        }
        if let Some(delivery) = delivery(cx, id).await?.and_then(|delivery| delivery.id) {
            let call = cx.logs().update_delivery_configuration().id(delivery);
            let call = call.set_record_fields(Some(self.record_fields.clone()));
            let sent = call.send().await.map(drop);
            return sent.map_err(api_error("logs:UpdateDeliveryConfiguration"));
        }
        let arn = self.put_destination(cx, id).await?;
        let call = cx
            .logs()
            .create_delivery()
            .delivery_source_name(id)
            .delivery_destination_arn(arn)
            .set_record_fields(Some(self.record_fields.clone()))
            .set_tags(Some(cx.logs_tags()));
        match call.send().await.map_err(api_error("logs:CreateDelivery")) {
            // It was created a moment ago, and the describe call did not show it yet.
            Err(refusal) if refusal.kind == ApiErrorKind::AlreadyExists => Ok(()),
            other => other.map(drop),
        }
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(source) = source(cx, id).await? else {
            return Ok(None);
        };
        let delivery = delivery(cx, id).await?;
        let group = destination(cx, id)
            .await?
            .and_then(|there| there.delivery_destination_configuration)
            // Without the delivery nothing arrives there: the field differs, and a plan shows that.
            .filter(|_| delivery.is_some())
            .map(|to| to.destination_resource_arn);
        let fields = delivery
            .as_ref()
            .and_then(|delivery| delivery.record_fields.clone())
            .map(|fields| in_order(self.record_fields.iter().map(String::as_str), fields));
        Ok(Some(
            Live::new(State::Ready)
                .field("record_fields", fields)
                .output("id", delivery.and_then(|delivery| delivery.id))
                .field("source", source.resource_arns().first())
                .field("destination", group),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        // Neither a source nor a destination can be deleted while a delivery uses it:
        // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliverySource.html
        if let Some(delivery) = delivery(cx, id).await?.and_then(|delivery| delivery.id) {
            let call = cx.logs().delete_delivery().id(delivery);
            absent(call.send().await.map_err(api_error("logs:DeleteDelivery")))?;
        }
        let call = cx.logs().delete_delivery_destination().name(id);
        absent(call.send().await.map_err(api_error("logs:DeleteDeliveryDestination")))?;
        let call = cx.logs().delete_delivery_source().name(id);
        absent(call.send().await.map_err(api_error("logs:DeleteDeliverySource")))?;
        Ok(Deletion::Accepted)
    }
}
