//! The steps of a resource's lifecycle through the provider, which the tests of the kinds combine.

use crate::fixtures::HERE;
use crate::listing::{as_listed, check_listed, check_not_listed};
use crate::real_account;
use crate::recorded_calls::RecordingClient;
use crate::reported_fields::{check_reported_fields, fields_to_set_again};
use moodle_stack::aws::Aws;
use moodle_stack::provider::{Deletion, Owner, Provider, State, Target};
use moodle_stack::resource::Kind;
use serde_json::Value;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The account of both emulators in `.ci/emulators`, which the example `campus` declares, or the real one of `.ci/real-aws`.
pub const ACCOUNT: &str = match option_env!("REAL_AWS_ACCOUNT") {
    Some(account) => account,
    None => "111122223333",
};

/// How often to look whether a resource is ready or gone. On AWS, each takes minutes.
const LOOKS: u32 = if real_account::IS_BUILT_FOR { 1200 } else { 120 };
/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// Panics unless the endpoint is on this machine, or the test may run on a real account and was asked to.
pub fn require_emulators() {
    if real_account::allows_this_test() {
        return;
    }
    let endpoint = std::env::var("AWS_ENDPOINT_URL").unwrap_or_default();
    assert!(
        endpoint.starts_with("http://127.0.0.1:"),
        "AWS_ENDPOINT_URL is `{endpoint}`: these tests run against emulators on this machine only; see CONTRIBUTING.md"
    );
}

/// Returns a client for the emulators of the environment.
pub async fn emulators() -> RecordingClient {
    require_emulators();
    RecordingClient::new(Aws::load(HERE).await)
}

/// A resource that a test created.
#[derive(Clone, Debug)]
pub struct Created {
    pub target: Target,
    pub id: String,
    /// The fields as applied.
    pub fields: Value,
    pub outputs: BTreeMap<String, String>,
}

impl Created {
    /// Returns an output, and panics if there is none.
    pub fn output(&self, name: &str) -> &str {
        self.outputs
            .get(name)
            .unwrap_or_else(|| panic!("{} has no output {name}", self.target.address))
    }
}

/// The stack of the tests.
static STACK: LazyLock<String> = LazyLock::new(|| format!("{}-a", *STACK_OF_A_PREFIX));

/// Another stack, whose name is a prefix of the tests' resources.
pub static STACK_OF_A_PREFIX: LazyLock<String> = LazyLock::new(|| {
    let of_the_run = std::env::var("AWS_REAL_STACK");
    of_the_run.unwrap_or_else(|_| format!("life{:x}", std::process::id()))
});

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Returns a name that is unique in the emulators, which all tests share, and which keep the state of earlier runs.
pub fn unique(name: &str) -> String {
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{name}-{n}", *STACK)
}

/// Hashes a name to 32 hexadecimal digits.
pub fn token(name: &str) -> String {
    let mut hash = DefaultHasher::new();
    name.hash(&mut hash);
    format!("{:032x}", hash.finish())
}

/// Returns the target for a new resource of a kind.
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
        dependents: Vec::new(),
    }
}

/// Creates a resource as the executor does, and checks what the executor relies on: that nothing is found before, that the same
/// resource is found after, that it gets ready, and that it has all outputs.
pub async fn create<K: Kind>(aws: &Aws, target: Target, resource: &K) -> Created {
    let fields = serde_json::to_value(resource).expect("fields are JSON");
    let before = aws.find(&target, &fields).await.expect("find before create");
    assert_eq!(before, None, "{} was found before it was created", target.address);
    let id = aws.create(&target, &fields).await.expect("create");
    let found = real_account::shown(async || aws.find(&target, &fields).await, Option::is_some).await;
    let found = found.expect("find after create");
    assert_eq!(
        found.as_deref(),
        Some(id.as_str()),
        "find and create must return the same id"
    );
    let configured = real_account::shown(async || aws.configure(&target, &id, &fields, &[]).await, |()| true).await;
    configured.expect("configure");
    // Again, as the executor does after a crash.
    aws.configure(&target, &id, &fields, &[])
        .await
        .expect("configure again");
    let outputs = ready(aws, &target, &id, &fields).await;
    for output in K::INFO.outputs {
        assert!(outputs.contains_key(*output), "{} has no output {output}", K::INFO.name);
    }
    let mut created = Created {
        target,
        id,
        fields,
        outputs,
    };
    set_again(aws, &mut created).await;
    check_tagged_again(aws, &created).await;
    check_listed(aws, &created).await;
    created
}

/// Checks that a resource whose tags are not the right ones gets them, if AWS reports the tags when the resource is read.
async fn check_tagged_again(aws: &Aws, created: &Created) {
    let other = Target {
        spec_hash: "0e0e0".into(),
        ..created.target.clone()
    };
    let owner = async |target: &Target| {
        let live = aws.read(target, &created.id, &created.fields).await.expect("read");
        live.expect("it exists").owner
    };
    if owner(&other).await == Owner::Stack {
        // The tags are not read.
        return;
    }
    for target in [&other, &created.target] {
        assert!(matches!(owner(target).await, Owner::Nobody(_)), "{}", target.address);
        let tagged = aws.tag(target, &created.id, &created.fields).await;
        tagged.unwrap_or_else(|error| panic!("{} cannot be tagged: {error}", created.target.address));
        assert_eq!(owner(target).await, Owner::Stack, "{}", target.address);
    }
}

/// Sets every field that can change in place again, as the executor does after an interrupted update. The provider fails if the
/// adapter does not apply one of them.
async fn set_again(aws: &Aws, created: &mut Created) {
    let all = fields_to_set_again(created.target.kind);
    if !all.is_empty() {
        let set = aws.configure(&created.target, &created.id, &created.fields, &all).await;
        set.expect("configure all that can change");
        created.outputs = ready(aws, &created.target, &created.id, &created.fields).await;
    }
}

/// Returns the retention of a log group in days, if the group exists.
pub async fn retention(log_group: &str) -> Option<i32> {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config);
    let call = logs.describe_log_groups().log_group_name_prefix(log_group);
    let found = call.send().await.expect("log groups");
    let mut found = found.log_groups().iter();
    let group = found.find(|one| one.log_group_name() == Some(log_group))?;
    Some(group.retention_in_days().expect("a retention"))
}

/// Waits until a resource is ready, for at most a minute, and ten on AWS.
async fn ready(aws: &Aws, target: &Target, id: &str, fields: &Value) -> BTreeMap<String, String> {
    for _ in 0..LOOKS {
        let live = real_account::shown(async || aws.read(target, id, fields).await, Option::is_some).await;
        let live = live.expect("read").expect("it exists");
        match live.state {
            State::Ready => {
                check_reported_fields(target.kind, &target.address, &live);
                return live.outputs;
            }
            State::Failed(cause) => panic!("{} failed: {cause}", target.address),
            State::Pending(_) | State::Deleting(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    panic!("{} did not get ready within {:?}", target.address, PAUSE * LOOKS);
}

/// Compares the fields that AWS returns with those that were applied. `wrong` lists the fields that the emulator returns
/// wrongly, each with the reason. A field in this list that is right fails the test too, so that the list stays current.
pub async fn compare(aws: &Aws, created: &Created, wrong: &[(&str, &str)]) {
    let live = aws
        .read(&created.target, &created.id, &created.fields)
        .await
        .expect("read")
        .expect("it exists");
    for (field, value) in &live.fields {
        let known = wrong.iter().find(|(name, _)| name == field);
        match known {
            None => assert_eq!(value, &created.fields[field], "{} of {}", field, created.target.address),
            Some((_, why)) => assert_ne!(
                value, &created.fields[field],
                "{field} is right now: remove it from the list ({why})"
            ),
        }
    }
    // What AWS reports about a resource that is not ready is read in the same way if it is.
    let lines = aws.explain(&created.target, &created.id, &created.fields).await;
    assert!(lines.iter().all(|line| !line.trim().is_empty()), "{lines:?}");
}

/// Checks that a read finds exactly these constants changed, sets them back as the executor does, and checks that a read
/// finds no difference.
pub async fn set_back(aws: &Aws, created: &Created, constants: &[&str]) {
    assert_eq!(drifted(aws, created).await, constants, "{}", created.target.address);
    let constants: Vec<String> = constants.iter().map(|&name| name.to_owned()).collect();
    let set = aws.configure(&created.target, &created.id, &created.fields, &constants);
    set.await.expect("configure the constants");
    assert_eq!(drifted(aws, created).await, [""; 0], "{}", created.target.address);
}

/// Lists the constants that have another value than the adapter sets.
async fn drifted(aws: &Aws, created: &Created) -> Vec<&'static str> {
    let live = aws.read(&created.target, &created.id, &created.fields).await;
    let live = live.expect("read").expect("it exists");
    let drifted = live.constants.iter().filter(|(_, one)| one.live != one.expected);
    drifted.map(|(name, _)| *name).collect()
}

/// Updates a resource as the executor does.
pub async fn change<K: Kind>(aws: &Aws, created: &mut Created, resource: &K) {
    let fields = serde_json::to_value(resource).expect("fields are JSON");
    let changed: Vec<String> = fields
        .as_object()
        .expect("an object")
        .iter()
        .filter(|(name, value)| &created.fields[name.as_str()] != *value)
        .map(|(name, _)| name.clone())
        .collect();
    assert!(!changed.is_empty(), "the test changes nothing");
    aws.configure(&created.target, &created.id, &fields, &changed)
        .await
        .expect("configure the change");
    created.fields = fields;
    created.outputs = ready(aws, &created.target, &created.id, &created.fields).await;
}

/// Deletes a resource as the executor does if it only knows the resource from a list. Checks that the resource is deleted, and
/// that deleting it again is not an error.
pub async fn delete(aws: &Aws, created: &Created) {
    let (whole, created) = (created, &as_listed(aws, created).await);
    for look in 0..LOOKS {
        match aws
            .delete(&created.target, &created.id, &created.fields)
            .await
            .expect("delete")
        {
            Deletion::NotFound => {
                assert!(look > 0, "{} was not found", created.target.address);
                break;
            }
            Deletion::Accepted | Deletion::Kept(_) => break,
            Deletion::Abandoned(_) => return,
            Deletion::NotYet(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    for _ in 0..LOOKS {
        match aws
            .read(&created.target, &created.id, &created.fields)
            .await
            .expect("read")
        {
            None => {
                aws.delete(&created.target, &created.id, &created.fields)
                    .await
                    .expect("delete again");
                check_not_listed(aws, whole).await;
                return;
            }
            Some(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    panic!(
        "{} still exists {:?} after its deletion",
        created.target.address,
        PAUSE * LOOKS
    );
}
