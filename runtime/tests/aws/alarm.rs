//! Alarms and dashboards.

use crate::fixtures::{HERE, config};
use crate::lifecycle::{change, compare, create, delete, emulators, set_back, target};
use moodle_stack::kinds::cloudwatch;
use moodle_stack::resource::{Joined, Ref};
use serde_json::json;
use std::collections::BTreeMap;

#[tokio::test]
async fn alarm_lifecycle() {
    let aws = emulators().await;
    let mut fields = cloudwatch::Alarm {
        description: "The database is short of memory.".into(),
        namespace: "AWS/RDS".into(),
        metric: "FreeableMemory".into(),
        dimensions: BTreeMap::from([("DBInstanceIdentifier".into(), Joined::text("campus-database"))]),
        statistic: "Average".into(),
        period: 300,
        periods: 3,
        threshold: 268_435_456,
        comparison: "LessThanThreshold".into(),
        missing: "breaching".into(),
        topic: Some(Ref::known("arn:aws:sns:ap-southeast-1:123456789012:campus-alarms")),
    };
    let mut created = create(&aws, target::<cloudwatch::Alarm>(HERE, "memory"), &fields).await;
    compare(&aws, &created, &[]).await;
    let cloudwatch = aws_sdk_cloudwatch::Client::new(&config(HERE).await);
    let call = cloudwatch.disable_alarm_actions().alarm_names(&created.id);
    call.send().await.expect("disabled");
    set_back(&aws, &created, &["actions_enabled"]).await;
    let live = cloudwatch.describe_alarms().alarm_names(&created.id).send().await;
    let live = live.expect("alarms").metric_alarms()[0].clone();
    let call = cloudwatch
        .put_metric_alarm()
        .set_alarm_name(live.alarm_name)
        .set_alarm_description(live.alarm_description)
        .set_namespace(live.namespace)
        .set_metric_name(live.metric_name)
        .set_dimensions(live.dimensions)
        .set_statistic(live.statistic)
        .set_period(live.period)
        .set_evaluation_periods(live.evaluation_periods)
        .set_threshold(live.threshold)
        .set_comparison_operator(live.comparison_operator)
        .set_treat_missing_data(live.treat_missing_data)
        .set_alarm_actions(live.alarm_actions);
    // No message reports that the alarm is over.
    call.send().await.expect("put");
    set_back(&aws, &created, &["actions"]).await;
    fields.threshold = 536_870_912;
    fields.topic = None;
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}

#[tokio::test]
async fn dashboard_lifecycle() {
    let aws = emulators().await;
    let widget = |text: &str| json!({ "widgets": [{ "type": "text", "properties": { "markdown": text } }] });
    let mut fields = cloudwatch::Dashboard { body: widget("one") };
    let mut created = create(&aws, target::<cloudwatch::Dashboard>(HERE, "board"), &fields).await;
    compare(&aws, &created, &[]).await;
    fields.body = widget("two");
    change(&aws, &mut created, &fields).await;
    compare(&aws, &created, &[]).await;
    delete(&aws, &created).await;
}
