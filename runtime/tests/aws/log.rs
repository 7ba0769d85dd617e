//! Log groups, and what writes into them.

use crate::ground::{HERE, config, delete_all, here, is_not_owned, to};
use crate::life::{change, compare, delete, emulators, make, target};
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
async fn a_flow_log_is_written_to_a_log_group_by_a_role() {
    let aws = emulators().await;
    let vpc = vpc(&aws).await;
    let group = make(&aws, here::<LogGroup>("flow"), &LogGroup { retention_days: 30 }).await;
    let role = Role {
        description: "Writes the flow log".into(),
        trust: trust("vpc-flow-logs.amazonaws.com"),
        policies: BTreeMap::new(),
        managed: Vec::new(),
    };
    let role = make(&aws, here::<Role>("flow"), &role).await;
    let log = FlowLog {
        vpc: to(&vpc, "id"),
        log_group: to(&group, "name"),
        role: to(&role, "arn"),
    };
    let log = make(&aws, here::<FlowLog>("flow"), &log).await;
    compare(&aws, &log, &[]).await;
    delete_all(&aws, [&log, &role, &group, &vpc]).await;
}

#[tokio::test]
async fn a_log_group_changes_its_retention_in_place() {
    let aws = emulators().await;
    let mut group = make(&aws, here::<LogGroup>("group"), &LogGroup { retention_days: 30 }).await;
    assert!(!group.output("arn").ends_with(":*"));
    compare(&aws, &group, &[]).await;
    is_not_owned(&aws, &group).await;
    change(&aws, &mut group, &LogGroup { retention_days: 90 }).await;
    compare(&aws, &group, &[]).await;
    delete(&aws, &group).await;
}

#[tokio::test]
async fn a_log_delivery_is_made_of_three_parts_and_leaves_none() {
    let aws = emulators().await;
    let there = "us-east-1";
    let group = make(
        &aws,
        target::<LogGroup>(there, "access"),
        &LogGroup { retention_days: 30 },
    )
    .await;
    let target = target::<LogDelivery>(there, "access");
    let delivery = LogDelivery {
        source: Ref::known(format!(
            "arn:aws:cloudfront::{}:distribution/E2QWRUHAPOMQZL",
            target.account
        )),
        destination: to(&group, "arn"),
    };
    let made = make(&aws, target, &delivery).await;
    compare(&aws, &made, &[]).await;
    is_not_owned(&aws, &made).await;
    delete_all(&aws, [&made, &group]).await;
}

/// Writes lines of a task into a log group, each so many seconds ago.
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
    call.send().await.expect("lines are taken");
}

#[tokio::test]
async fn a_log_is_read_on_and_what_comes_in_late_is_not_lost() {
    let aws = emulators().await;
    let group = make(&aws, here::<LogGroup>("lines"), &LogGroup { retention_days: 30 }).await;
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
async fn what_a_service_has_logged_of_what_is_gone_is_listed_beside_it() {
    let aws = emulators().await;
    let database = here::<DbInstance>("gone");
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
    assert!(list("stranger").await.is_empty());

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
        "the database is there, and goes before its logs"
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
