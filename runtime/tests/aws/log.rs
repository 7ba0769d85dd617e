//! Log groups, flow logs and log deliveries.

use crate::fixtures::{HERE, check_not_owned, config, delete_all, here, strings, to};
use crate::lifecycle::{change, compare, create, delete, emulators, target};
use crate::network::vpc;
use crate::role::trust;
use moodle_stack::kinds::ec2::FlowLog;
use moodle_stack::kinds::iam::Role;
use moodle_stack::kinds::logs::{LogDelivery, LogGroup};
use moodle_stack::kinds::rds::DbInstance;
use moodle_stack::operations::{Log, Operations as _};
use moodle_stack::provider::{Provider as _, Scope};
use moodle_stack::resource::{Kind as _, Ref};
use std::collections::BTreeMap;

#[tokio::test]
async fn flow_log_lifecycle() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let group = create(&aws, here::<LogGroup>("flow"), &LogGroup { retention_days: 30 }).await;
    let role = Role {
        description: "Writes the flow log".into(),
        trust: trust("vpc-flow-logs.amazonaws.com"),
        policies: BTreeMap::new(),
        managed: Vec::new(),
    };
    let role = create(&aws, here::<Role>("flow"), &role).await;
    let log = FlowLog {
        vpc: to(&vpc, "id"),
        log_group: to(&group, "name"),
        role: to(&role, "arn"),
    };
    let log = create(&aws, here::<FlowLog>("flow"), &log).await;
    compare(&aws, &log, &[]).await;
    delete_all(&aws, [&log, &role, &group, &vpc]).await;
}

#[tokio::test]
async fn log_group_changes_its_retention_in_place() {
    let aws = emulators().await;
    let mut group = create(&aws, here::<LogGroup>("group"), &LogGroup { retention_days: 30 }).await;
    assert!(!group.output("arn").ends_with(":*"));
    compare(&aws, &group, &[]).await;
    check_not_owned(&aws, &group).await;
    change(&aws, &mut group, &LogGroup { retention_days: 90 }).await;
    compare(&aws, &group, &[]).await;
    delete(&aws, &group).await;
}

#[tokio::test]
async fn log_delivery_consists_of_three_parts_and_leaves_none() {
    let aws = emulators().await;
    let region = "us-east-1";
    let group = create(
        &aws,
        target::<LogGroup>(region, "access"),
        &LogGroup { retention_days: 30 },
    )
    .await;
    let target = target::<LogDelivery>(region, "access");
    let mut delivery = LogDelivery {
        source: Ref::known(format!(
            "arn:aws:cloudfront::{}:distribution/E2QWRUHAPOMQZL",
            target.account
        )),
        destination: to(&group, "arn"),
        record_fields: strings(&["date", "time", "cs(Cookie)"]),
    };
    let mut created = create(&aws, target, &delivery).await;
    compare(&aws, &created, &[]).await;
    delivery.record_fields = strings(&["date", "time", "sc-status"]);
    change(&aws, &mut created, &delivery).await;
    compare(&aws, &created, &[]).await;
    check_not_owned(&aws, &created).await;
    delete_all(&aws, [&created, &group]).await;
}

/// Writes log lines of a task, each with its age in seconds.
async fn write(group: &str, task: &str, lines: &[(i64, &str)]) {
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config(HERE).await);
    let stream = format!("web/moodle/{task}");
    let call = logs.create_log_stream().log_group_name(group).log_stream_name(&stream);
    call.send().await.expect("a stream");
    let now = emulators().await.now();
    let events = lines.iter().map(|(ago, text)| {
        let event = aws_sdk_cloudwatchlogs::types::InputLogEvent::builder();
        event
            .timestamp(now - ago * 1000)
            .message(*text)
            .build()
            .expect("an event")
    });
    let call = logs.put_log_events().log_group_name(group).log_stream_name(&stream);
    let call = call.set_log_events(Some(events.collect()));
    call.send().await.expect("put log events");
}

#[tokio::test]
async fn followed_log_includes_lines_that_arrive_late() {
    let aws = emulators().await;
    let group = create(&aws, here::<LogGroup>("lines"), &LogGroup { retention_days: 30 }).await;
    let name = group.output("name");
    let log = Log {
        region: HERE.into(),
        group: name.into(),
        stream: String::new(),
        since: aws.now() - 600_000,
    };
    let mut next = None;
    let mut read = async || {
        let page = aws.read_log(&log, next.as_deref()).await.expect("a page");
        next = page.next;
        page.lines.into_iter().map(|line| line.text).collect::<Vec<_>>()
    };
    assert!(read().await.is_empty());
    write(name, "0a0a", &[(900, "long ago"), (50, "one"), (10, "two")]).await;
    assert_eq!(read().await, ["one", "two"]);
    assert!(read().await.is_empty());
    write(name, "1b1b", &[(20, "late"), (5, "three")]).await;
    assert_eq!(read().await, ["late", "three"]);
    assert!(read().await.is_empty());
    delete(&aws, &group).await;
}

#[tokio::test]
async fn log_group_of_a_deleted_database_is_listed() {
    let aws = emulators().await;
    let database = here::<DbInstance>("deleted");
    let name = format!("/aws/rds/instance/{}/error", database.name);
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config(HERE).await);
    let call = logs.create_log_group().log_group_name(&name);
    let call = call.set_tags(Some(database.tags().into_iter().collect()));
    call.send().await.expect("a log group");
    let list = async |stack: &str| {
        let scope = Scope {
            stack,
            account: &database.account,
            home: HERE,
            region: HERE,
            kind: &LogGroup::INFO,
            known: &[],
        };
        let mut listed = aws.list(&scope).await.expect("list");
        listed.retain(|one| one.id == name);
        listed.into_iter().map(|one| one.address).collect::<Vec<_>>()
    };
    assert_eq!(list(&database.stack).await, [format!("{}-log-error", database.address)]);
    assert!(list("unrelated").await.is_empty());

    let rds = aws_sdk_rds::Client::new(&config(HERE).await);
    let call = rds
        .create_db_instance()
        .db_instance_identifier(&database.name)
        .engine("mysql");
    let call = call.db_instance_class("db.t4g.small").allocated_storage(20);
    let call = call.master_username("moodle").master_user_password("moodle-moodle");
    call.send().await.expect("a database");
    assert!(
        list(&database.stack).await.is_empty(),
        "the database exists, and must be deleted before its logs"
    );
    let call = rds
        .delete_db_instance()
        .db_instance_identifier(&database.name)
        .skip_final_snapshot(true);
    call.send().await.expect("delete");
    logs.delete_log_group()
        .log_group_name(&name)
        .send()
        .await
        .expect("delete");
}
