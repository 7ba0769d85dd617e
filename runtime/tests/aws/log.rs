//! Log groups, and what writes into them.

use crate::ground::{delete_all, here, is_foreign, to};
use crate::life::{change, compare, delete, emulators, make, target};
use crate::network::vpc;
use crate::role::trust;
use moodle_stack::resource::Ref;
use moodle_stack::resource::ec2::FlowLog;
use moodle_stack::resource::iam::Role;
use moodle_stack::resource::logs::{LogDelivery, LogGroup};
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
    is_foreign(&aws, &group).await;
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
    is_foreign(&aws, &made).await;
    delete_all(&aws, [&made, &group]).await;
}
