//! Alarms and dashboards.

use crate::fixtures::HERE;
use crate::lifecycle::{change, compare, create, delete, emulators, target};
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
