//! Tests of everything that a kind gets from its folder and its line in the registry.

use super::Queue;
use crate::blueprint::{Graph, ResourceMeta};
use crate::clock::Clock;
use crate::kinds::{advice, info};
use crate::policy::of_resources;
use crate::provider::{Deletion, Provider as _, Scope, State, Target};
use crate::resource::Kind as _;
use crate::sandbox::Sandbox;
use serde_json::{Value, json};
use std::time::Duration;

const KIND: &str = "AWS::SQS::Queue";

fn target() -> Target {
    Target {
        stack: "campus".into(),
        account: "111122223333".into(),
        address: "moodle.queue".into(),
        kind: info(KIND).unwrap(),
        region: "ap-southeast-1".into(),
        name: "campus-queue".into(),
        spec_hash: "0f0f0".into(),
        deployment: "1".into(),
        token: "0".repeat(32),
        references: Vec::new(),
        dependents: Vec::new(),
    }
}

fn fields(visibility_timeout: u32) -> Value {
    serde_json::to_value(Queue { visibility_timeout }).unwrap()
}

#[test]
fn kind_is_found_by_its_name_with_its_facets() {
    let kind = info(KIND).unwrap();
    assert_eq!((kind.noun, kind.name_limit, kind.outputs), ("queue", 80, &["arn"][..]));
    assert_eq!(kind.name, Queue::INFO.name);
    assert_eq!(advice(kind, "whatever AWS says"), None);
}

#[test]
fn policy_allows_what_the_kind_needs_on_what_it_names() {
    let mut graph = Graph::new("campus", "111122223333", "ap-southeast-1");
    let meta = ResourceMeta {
        address: "moodle.queue",
        name: "campus-queue".into(),
        key: "moodle",
    };
    graph.add(meta, &Queue { visibility_timeout: 30 });
    let statements = of_resources(&graph).statements;
    let creation = statements.iter().find(|one| one.actions.contains("sqs:CreateQueue"));
    let creation = creation.unwrap();
    let arns: Vec<&str> = creation.resources.iter().map(String::as_str).collect();
    assert_eq!(arns, ["arn:aws:sqs:ap-southeast-1:111122223333:campus-*"]);
    assert_eq!(
        creation.json()["Condition"]["StringEquals"],
        json!({ "aws:RequestTag/moodle-stack:stack": "campus" })
    );
}

#[tokio::test(start_paused = true)]
async fn sandbox_creates_reads_changes_lists_and_deletes_it() {
    let sandbox = Sandbox::empty(Clock::start(1.0));
    let target = target();
    let later = async |seconds| tokio::time::advance(Duration::from_secs(seconds)).await;
    let read = async |id: &str| sandbox.read(&target, id, &fields(30)).await.unwrap();

    assert_eq!(sandbox.find(&target, &fields(30)).await.unwrap(), None);
    let id = sandbox.create(&target, &fields(30)).await.unwrap();
    assert_eq!(id, "arn:aws:sqs:ap-southeast-1:111122223333:campus-queue");
    assert_eq!(read(&id).await.unwrap().state, State::Pending("creating".into()));
    sandbox.configure(&target, &id, &fields(30), &[]).await.unwrap();
    later(2).await;
    let live = read(&id).await.unwrap();
    assert_eq!((live.state, &live.outputs["arn"]), (State::Ready, &id));
    assert_eq!(live.fields["visibility_timeout"], 30);

    let changed = ["visibility_timeout".to_owned()];
    sandbox.configure(&target, &id, &fields(60), &changed).await.unwrap();
    assert_eq!(read(&id).await.unwrap().fields["visibility_timeout"], 60);

    let scope = Scope {
        stack: &target.stack,
        account: &target.account,
        home: &target.region,
        region: &target.region,
        kind: target.kind,
        known: &[],
    };
    let listed = sandbox.list(&scope).await.unwrap();
    assert_eq!(listed.iter().map(|one| &one.id).collect::<Vec<_>>(), [&id]);

    assert_eq!(
        sandbox.delete(&target, &id, &fields(60)).await.unwrap(),
        Deletion::Accepted
    );
    later(60).await;
    assert_eq!(read(&id).await, None);
}

#[tokio::test]
async fn sandbox_refuses_what_aws_refuses_with_its_code() {
    let sandbox = Sandbox::empty(Clock::start(1.0));
    let error = sandbox.create(&target(), &fields(43_201)).await.unwrap_err();
    assert_eq!(
        (&*error.call, &*error.code),
        ("sqs:CreateQueue", "InvalidAttributeValue")
    );
    sandbox.create(&target(), &fields(43_200)).await.unwrap();
    let other = Target {
        token: "1".repeat(32),
        ..target()
    };
    let error = sandbox.create(&other, &fields(30)).await.unwrap_err();
    assert_eq!(error.code, "QueueNameExists");
}
