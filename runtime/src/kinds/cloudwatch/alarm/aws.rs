//! Alarms.

use super::super::aws::Owner;
use super::Alarm;
use crate::aws::answer::whole;
use crate::aws::listing::gather;
use crate::aws::request::int;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, not_owned};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Ref;
use aws_sdk_cloudwatch::operation::put_metric_alarm::builders::PutMetricAlarmFluentBuilder;
use aws_sdk_cloudwatch::types::{AlarmType, ComparisonOperator, Dimension, MetricAlarm, Statistic};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const DESCRIBE: &str = "cloudwatch:DescribeAlarms";
const PUT: &str = "cloudwatch:PutMetricAlarm";

impl Alarm {
    /// Returns the call that creates or changes the alarm.
    fn put(&self, cx: &Cx<'_>) -> PutMetricAlarmFluentBuilder {
        let dimensions = self.dimensions.iter();
        let dimensions = dimensions.map(|(name, value)| Dimension::builder().name(name).value(value.value()).build());
        let topic = || self.topic.as_ref().map(|topic| vec![topic.value().to_owned()]);
        #[expect(clippy::cast_precision_loss, reason = "no threshold comes near 2^53")]
        let threshold = self.threshold as f64;
        cx.cloudwatch()
            .put_metric_alarm()
            .alarm_name(&cx.target.name)
            .alarm_description(&self.description)
            .namespace(&self.namespace)
            .metric_name(&self.metric)
            .set_dimensions(Some(dimensions.collect()))
            .statistic(Statistic::from(self.statistic.as_str()))
            .period(int(self.period))
            .evaluation_periods(int(self.periods))
            .threshold(threshold)
            .comparison_operator(ComparisonOperator::from(self.comparison.as_str()))
            .treat_missing_data(&self.missing)
            .actions_enabled(true)
            .set_alarm_actions(topic())
            .set_ok_actions(topic())
    }

    /// Returns what [`actions`] returns for the alarm as it is set.
    fn actions(&self) -> Value {
        let topic: Vec<&str> = self.topic.iter().map(Ref::value).collect();
        json!({ "alarm": topic, "ok": topic, "insufficient_data": [] })
    }
}

/// Returns who is notified.
fn actions(one: &MetricAlarm) -> Value {
    json!({
        "alarm": one.alarm_actions(),
        "ok": one.ok_actions(),
        "insufficient_data": one.insufficient_data_actions(),
    })
}

async fn describe(cx: &Cx<'_>, name: &str) -> Result<Option<MetricAlarm>, ApiError> {
    // One name, so one page.
    let call = cx.cloudwatch().describe_alarms().alarm_names(name);
    let answer = call.alarm_types(AlarmType::MetricAlarm).send().await;
    let mut all = answer
        .map_err(api_error(DESCRIBE))?
        .metric_alarms
        .unwrap_or_default()
        .into_iter();
    Ok(all.find(|one| one.alarm_name() == Some(name)))
}

impl Adapter for Alarm {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        let Some(one) = describe(cx, name).await? else {
            return Ok(None);
        };
        if cx.cloudwatch_owner(one.alarm_arn().unwrap_or_default()).await? == Owner::Us {
            return Ok(Some(name.clone()));
        }
        Err(not_owned(DESCRIBE, &format!("the alarm `{name}`")))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.cloudwatch().describe_alarms().alarm_name_prefix(lx.prefix());
        let pages = call.alarm_types(AlarmType::MetricAlarm).into_paginator().send();
        let named = gather(DESCRIBE, pages, |page| {
            let all = page.metric_alarms.unwrap_or_default().into_iter();
            let named = all.filter_map(|one| {
                Some((
                    one.alarm_name.filter(|name| lx.is_named_for_stack(name))?,
                    one.alarm_arn?,
                ))
            });
            named.collect::<Vec<_>>()
        });
        lx.owned_cloudwatch(named.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = self.put(cx).set_tags(Some(cx.cloudwatch_tags()));
        call.send().await.map_err(api_error(PUT))?;
        Ok(cx.target.name.clone())
    }

    async fn configure(&self, cx: &Cx<'_>, _id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        // A put replaces everything: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        let put = [
            "description",
            "namespace",
            "metric",
            "dimensions",
            "statistic",
            "period",
            "periods",
            "threshold",
            "comparison",
            "missing",
            "topic",
            "actions_enabled",
            "actions",
            "datapoints",
        ];
        if !changed.is_new() && changed.take(&put) {
            self.put(cx).send().await.map_err(api_error(PUT))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = describe(cx, id).await? else {
            return Ok(None);
        };
        let dimensions = one.dimensions().iter();
        let dimensions: BTreeMap<&str, &str> = dimensions.filter_map(|one| Some((one.name()?, one.value()?))).collect();
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", one.alarm_arn.clone())
                .reported("description", one.alarm_description())
                .reported("namespace", one.namespace())
                .reported("metric", one.metric_name())
                .field("dimensions", dimensions)
                .reported("statistic", one.statistic().map(Statistic::as_str))
                .reported("period", one.period)
                .reported("periods", one.evaluation_periods)
                .reported("threshold", one.threshold.map(whole))
                .reported("comparison", one.comparison_operator().map(ComparisonOperator::as_str))
                .reported("missing", one.treat_missing_data())
                .field("topic", one.alarm_actions().first())
                .constant("actions_enabled", true, one.actions_enabled)
                .constant("actions", self.actions(), actions(&one))
                // Without a number, all periods count:
                // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
                .constant(
                    "datapoints",
                    int(self.periods),
                    one.datapoints_to_alarm.unwrap_or(int(self.periods)),
                ),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.cloudwatch().delete_alarms().alarm_names(id).send().await;
        absent(sent.map_err(api_error("cloudwatch:DeleteAlarms")))?;
        Ok(Deletion::Accepted)
    }
}
