//! The life of one resource, step by step, through the provider: what every test of a kind is made of.

use crate::listing::{as_listed, is_listed, is_not_listed};
use crate::told::{in_place, is_told};
use crate::watched::Watched;
use moodle_stack::aws::Aws;
use moodle_stack::provider::{Deletion, Provider, State, Target};
use moodle_stack::resource::Kind;
use serde_json::Value;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The account that `.ci/emulators` has both emulators pretend to be, and that the example `campus` declares.
pub const ACCOUNT: &str = "111122223333";

/// Refuses anything that is not this machine.
pub fn require_emulators() {
    let endpoint = std::env::var("AWS_ENDPOINT_URL").unwrap_or_default();
    assert!(
        endpoint.starts_with("http://127.0.0.1:"),
        "AWS_ENDPOINT_URL is `{endpoint}`: these tests run against emulators on this machine only; see CONTRIBUTING.md"
    );
}

/// The emulators, reached as the environment says.
pub async fn emulators() -> Watched {
    require_emulators();
    Watched::new(Aws::load("ap-southeast-1").await)
}

/// A resource that a test has made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Which.
    pub target: Target,
    /// Its id.
    pub id: String,
    /// Its fields as applied.
    pub fields: Value,
    /// Its outputs.
    pub outputs: BTreeMap<String, String>,
}

impl Made {
    /// Returns an output.
    pub fn output(&self, name: &str) -> &str {
        self.outputs
            .get(name)
            .unwrap_or_else(|| panic!("{} has no output {name}", self.target.address))
    }
}

/// The stack of the tests.
static STACK: LazyLock<String> = LazyLock::new(|| format!("{}-a", *STACK_OF_A_PREFIX));

/// A stack whose name the names of the tests' resources begin with, too.
pub static STACK_OF_A_PREFIX: LazyLock<String> = LazyLock::new(|| format!("life{:x}", std::process::id()));

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Makes a name that nothing has in the emulators' worlds, which tests share, and which remember earlier runs.
pub fn unique(name: &str) -> String {
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{name}-{n}", *STACK)
}

/// Makes 32 hexadecimal digits of a name.
pub fn token(name: &str) -> String {
    let mut hash = DefaultHasher::new();
    name.hash(&mut hash);
    format!("{:032x}", hash.finish())
}

/// Names a new resource of a kind.
pub fn target<K: Kind>(region: &str, name: &str) -> Target {
    let name = unique(name);
    Target {
        stack: STACK.clone(),
        account: ACCOUNT.into(),
        address: format!("test.{name}"),
        kind: &K::INFO,
        region: region.into(),
        spec_hash: "0f0f0".into(),
        deployment: "1".into(),
        token: token(&name),
        name,
        references: Vec::new(),
    }
}

/// Makes a resource as the executor does, and checks on the way what the executor relies on: that nothing is found
/// before, that the same is found after, that it gets ready, and that all its outputs are there.
pub async fn make<K: Kind>(aws: &Aws, target: Target, resource: &K) -> Made {
    let fields = serde_json::to_value(resource).expect("fields are JSON");
    let before = aws.find(&target, &fields).await.expect("find before create");
    assert_eq!(before, None, "{} was found before it was made", target.address);
    let id = aws.create(&target, &fields).await.expect("create");
    let found = aws.find(&target, &fields).await.expect("find after create");
    assert_eq!(
        found.as_deref(),
        Some(id.as_str()),
        "find must return what create returned"
    );
    aws.configure(&target, &id, &fields, &[]).await.expect("configure");
    // Once more: the executor does so after a crash.
    aws.configure(&target, &id, &fields, &[])
        .await
        .expect("configure again");
    let outputs = ready(aws, &target, &id, &fields).await;
    for output in K::INFO.outputs {
        assert!(outputs.contains_key(*output), "{} has no output {output}", K::INFO.name);
    }
    let mut made = Made {
        target,
        id,
        fields,
        outputs,
    };
    set_again(aws, &mut made).await;
    is_listed(aws, &made).await;
    made
}

/// Sets every field again that can change in place, as the executor does after a change that was cut off: the provider
/// refuses one that its adapter does not apply.
async fn set_again(aws: &Aws, made: &mut Made) {
    let all = in_place(made);
    if !all.is_empty() {
        let set = aws.configure(&made.target, &made.id, &made.fields, &all).await;
        set.expect("configure all that can change");
        made.outputs = ready(aws, &made.target, &made.id, &made.fields).await;
    }
}

/// Says for how many days a log group keeps what it has; nothing if there is none.
pub async fn retention(log_group: &str) -> Option<i32> {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config);
    let call = logs.describe_log_groups().log_group_name_prefix(log_group);
    let found = call.send().await.expect("log groups");
    let mut found = found.log_groups().iter();
    let group = found.find(|one| one.log_group_name() == Some(log_group))?;
    Some(group.retention_in_days().expect("a retention"))
}

/// Waits until a resource is ready, a minute at most.
async fn ready(aws: &Aws, target: &Target, id: &str, fields: &Value) -> BTreeMap<String, String> {
    for _ in 0..120 {
        let live = aws.read(target, id, fields).await.expect("read").expect("it is there");
        match live.state {
            State::Ready => {
                is_told(target.kind, &target.address, &live);
                return live.outputs;
            }
            State::Failed(cause) => panic!("{} failed: {cause}", target.address),
            State::Pending(_) | State::Deleting(_) => tokio::time::sleep(Duration::from_millis(500)).await,
        }
    }
    panic!("{} did not get ready within a minute", target.address);
}

/// Compares what AWS tells of a resource with what was applied, field by field. `wrong` names the fields that the
/// emulator answers wrongly, each with the reason; a field named there that is right fails the test too, so that the
/// list cannot grow stale.
pub async fn compare(aws: &Aws, made: &Made, wrong: &[(&str, &str)]) {
    let live = aws
        .read(&made.target, &made.id, &made.fields)
        .await
        .expect("read")
        .expect("it is there");
    for (field, value) in &live.fields {
        let known = wrong.iter().find(|(name, _)| name == field);
        match known {
            None => assert_eq!(value, &made.fields[field], "{} of {}", field, made.target.address),
            Some((_, why)) => assert_ne!(
                value, &made.fields[field],
                "{field} is right now; remove it from the list: {why}"
            ),
        }
    }
}

/// Changes fields of a resource as the executor does.
pub async fn change<K: Kind>(aws: &Aws, made: &mut Made, resource: &K) {
    let fields = serde_json::to_value(resource).expect("fields are JSON");
    let changed: Vec<String> = fields
        .as_object()
        .expect("an object")
        .iter()
        .filter(|(name, value)| &made.fields[name.as_str()] != *value)
        .map(|(name, _)| name.clone())
        .collect();
    assert!(!changed.is_empty(), "the test changes nothing");
    aws.configure(&made.target, &made.id, &fields, &changed)
        .await
        .expect("configure the change");
    made.fields = fields;
    made.outputs = ready(aws, &made.target, &made.id, &made.fields).await;
}

/// Deletes a resource as the executor does, on what a list knows of it, and checks that it is gone, and that deleting it
/// again is no error.
pub async fn delete(aws: &Aws, made: &Made) {
    let made = &as_listed(aws, made).await;
    for _ in 0..120 {
        match aws.delete(&made.target, &made.id, &made.fields).await.expect("delete") {
            Deletion::Accepted => break,
            Deletion::Abandoned(_) => return,
            Deletion::NotYet(_) => tokio::time::sleep(Duration::from_millis(500)).await,
        }
    }
    for _ in 0..120 {
        match aws.read(&made.target, &made.id, &made.fields).await.expect("read") {
            None => {
                aws.delete(&made.target, &made.id, &made.fields)
                    .await
                    .expect("delete what is gone");
                is_not_listed(aws, made).await;
                return;
            }
            Some(_) => tokio::time::sleep(Duration::from_millis(500)).await,
        }
    }
    panic!("{} is still there a minute after its deletion", made.target.address);
}
