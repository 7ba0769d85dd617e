//! A journal in S3, with conditional writes and a lock with a lease.

use crate::fixtures::{HERE, config};
use crate::lifecycle::{ACCOUNT, require_emulators, unique};
use crate::redirect::Redirect;
use aws_sdk_s3::types::{
    BucketLocationConstraint, BucketVersioningStatus, CreateBucketConfiguration, VersioningConfiguration,
};
use moodle_stack::aws::{Aws, Bucket, JournalObject, LEASE};
use moodle_stack::journal::{Journal, JournalError, Location, OpenJournal};
use std::time::Duration;
use tokio::time::timeout;

const STACK: &str = "campus";
const PREFIX: &str = "it/moodle";
/// The shortest lease that works with S3's timestamps, which are whole seconds.
const SHORT: Duration = Duration::from_secs(2);

/// The user's bucket for journals.
struct JournalBucket {
    s3: aws_sdk_s3::Client,
    name: String,
    /// The emulator that has it.
    endpoint: String,
}

/// The variables with the endpoints of the two emulators.
const BOTH: [&str; 2] = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EFS"];

impl JournalBucket {
    async fn new() -> Self {
        Self::on("AWS_ENDPOINT_URL").await
    }

    /// Creates a bucket on the emulator that a variable of `.ci/emulators` names.
    async fn on(emulator: &str) -> Self {
        require_emulators();
        let endpoint = std::env::var(emulator).expect("an endpoint");
        let s3 = aws_sdk_s3::config::Builder::from(&config(HERE).await).force_path_style(true);
        let s3 = aws_sdk_s3::Client::from_conf(s3.endpoint_url(&endpoint).build());
        let name = unique("journals");
        let place = CreateBucketConfiguration::builder()
            .location_constraint(BucketLocationConstraint::from(HERE))
            .build();
        let created = s3
            .create_bucket()
            .bucket(&name)
            .create_bucket_configuration(place)
            .send();
        created.await.expect("a bucket");
        Self { s3, name, endpoint }
    }

    /// Enables versioning, as the book advises.
    async fn version(&self) {
        let on = VersioningConfiguration::builder()
            .status(BucketVersioningStatus::Enabled)
            .build();
        let call = self.s3.put_bucket_versioning().bucket(&self.name);
        call.versioning_configuration(on).send().await.expect("versions");
    }

    /// Returns the journal's location for one deployer.
    async fn journal(&self, lease: Duration) -> JournalObject {
        let at = Bucket {
            account: ACCOUNT,
            region: HERE,
            name: &self.name,
            prefix: PREFIX,
        };
        let aws = Aws::load_with(HERE, Redirect::to(&self.endpoint)).await;
        JournalObject::new(&aws, &at, STACK, "deploy", lease)
    }

    async fn keys(&self) -> Vec<String> {
        let listed = self
            .s3
            .list_objects_v2()
            .bucket(&self.name)
            .send()
            .await
            .expect("a list");
        let keys = listed.contents().iter().filter_map(|object| object.key());
        keys.map(str::to_owned).collect()
    }

    /// Deletes an object without the deployer.
    async fn delete(&self, end: &str) {
        let key = format!("{PREFIX}/{ACCOUNT}/{STACK}.{end}");
        let delete = self.s3.delete_object().bucket(&self.name).key(key);
        delete.send().await.expect("a delete marker");
    }

    /// Writes an object without the deployer.
    async fn put(&self, end: &str, text: &str) {
        let key = format!("{PREFIX}/{ACCOUNT}/{STACK}.{end}");
        let put = self.s3.put_object().bucket(&self.name).key(key);
        put.body(text.as_bytes().to_vec().into())
            .send()
            .await
            .expect("an object");
    }
}

async fn open(at: &JournalObject) -> Result<OpenJournal, JournalError> {
    OpenJournal::open(at, STACK, ACCOUNT).await
}

async fn peek(at: &JournalObject) -> Option<Journal> {
    Journal::peek(at, STACK, ACCOUNT).await.expect("a journal")
}

#[tokio::test]
async fn journal_is_written_read_and_removed_and_the_lock_released() {
    let bucket = JournalBucket::new().await;
    let (one, other) = (bucket.journal(LEASE).await, bucket.journal(LEASE).await);
    assert_eq!(
        one.to_string(),
        format!("s3://{}/{PREFIX}/{ACCOUNT}/{STACK}.json", bucket.name)
    );
    assert_eq!(peek(&one).await, None);
    let mut journal = open(&one).await.unwrap();
    for n in 1..=3 {
        journal.journal.deployment = n;
        journal.save().await.unwrap();
        assert_eq!(peek(&other).await.as_ref(), Some(&journal.journal));
    }
    // Opened again by the same command, as a restore does.
    drop(journal);
    assert_eq!(open(&one).await.unwrap().journal.deployment, 3);
    assert!(one.observe_lock().await.unwrap().is_some());
    one.release().await.unwrap();
    assert_eq!(other.observe_lock().await.unwrap(), None);
    open(&other).await.unwrap().remove().await.unwrap();
    other.release().await.unwrap();
    assert_eq!(peek(&one).await, None);
    // A journal without resources remains, which counts as none.
    let keys = ["json", "lock"].map(|end| format!("{PREFIX}/{ACCOUNT}/{STACK}.{end}"));
    assert_eq!(bucket.keys().await, keys);
    // A new journal can be started.
    let mut journal = open(&one).await.unwrap();
    assert_eq!(journal.journal.deployment, 0);
    journal.save().await.unwrap();
    one.release().await.unwrap();
}

/// Saves a new journal, and returns it.
async fn start(at: &JournalObject) -> OpenJournal {
    assert_eq!(peek(at).await, None);
    let mut journal = open(at).await.unwrap();
    assert_eq!(journal.journal.deployment, 0);
    journal.journal.deployment = 1;
    journal.save().await.unwrap();
    journal
}

#[tokio::test]
async fn journal_in_a_versioned_bucket_starts_again_after_a_destroy_or_a_deletion() {
    for emulator in BOTH {
        let bucket = JournalBucket::on(emulator).await;
        bucket.version().await;
        for _ in 0..2 {
            let journal = bucket.journal(LEASE).await;
            start(&journal).await.remove().await.unwrap();
            journal.release().await.unwrap();
        }
        let journal = bucket.journal(LEASE).await;
        start(&journal).await;
        journal.release().await.unwrap();
        // As an earlier version of this program removed a journal, or as a lifecycle rule does.
        bucket.delete("json").await;
        bucket.delete("lock").await;
        let journal = bucket.journal(LEASE).await;
        start(&journal).await;
        journal.release().await.unwrap();
    }
}

#[tokio::test]
async fn second_deployer_is_refused_and_sees_who_holds_the_lock() {
    let bucket = JournalBucket::new().await;
    let (one, other) = (bucket.journal(LEASE).await, bucket.journal(LEASE).await);
    let journal = open(&one).await.unwrap();
    let refused = open(&other).await.unwrap_err().to_string();
    let process = std::process::id();
    for part in [
        "/campus.json is locked by ",
        &format!("(process {process}, `deploy`) since "),
        " UTC, expires ",
    ] {
        assert!(refused.contains(part), "{refused}");
    }
    drop(journal);
    one.release().await.unwrap();
    open(&other).await.unwrap();
    other.release().await.unwrap();
}

#[tokio::test]
async fn lock_is_renewed_while_the_deployer_is_blocked() {
    let bucket = JournalBucket::new().await;
    let (one, other) = (bucket.journal(SHORT).await, bucket.journal(SHORT).await);
    let mut journal = open(&one).await.unwrap();
    // The thread is blocked, as by a question to the user.
    std::thread::sleep(SHORT * 4);
    assert!(matches!(open(&other).await, Err(JournalError::LeaseHeld { .. })));
    journal.save().await.unwrap();
    one.release().await.unwrap();
}

#[tokio::test]
async fn deployer_that_lost_the_lock_is_notified_and_cannot_write() {
    let bucket = JournalBucket::new().await;
    let (one, other) = (bucket.journal(SHORT).await, bucket.journal(SHORT).await);
    let mut first = open(&one).await.unwrap();
    first.journal.deployment = 1;
    first.save().await.unwrap();
    let lost = first.lost();
    let lock = other.observe_lock().await.unwrap().unwrap().lease.unwrap();
    assert!(lock.is_active);
    assert!(!other.unlock("another").await.unwrap());
    assert!(other.unlock(&lock.id).await.unwrap());
    let mut second = open(&other).await.unwrap();
    second.journal.deployment = 2;
    second.save().await.unwrap();
    // The next renewal detects the loss.
    timeout(SHORT * 5, lost).await.expect("it is notified");
    first.journal.deployment = 3;
    let refused = first.save().await.unwrap_err();
    assert!(matches!(refused, JournalError::LockLost { .. }), "{refused}");
    assert_eq!(peek(&other).await.unwrap().deployment, 2);
    // The other's lock is unchanged.
    one.release().await.unwrap();
    assert!(other.observe_lock().await.unwrap().is_some());
    second.save().await.unwrap();
    other.release().await.unwrap();
}

#[tokio::test]
async fn journal_written_by_another_deployer_is_not_overwritten() {
    let bucket = JournalBucket::new().await;
    let one = bucket.journal(LEASE).await;
    let mut journal = open(&one).await.unwrap();
    journal.save().await.unwrap();
    let mut other = journal.journal.clone();
    other.deployment = 99;
    bucket.put("json", &serde_json::to_string(&other).unwrap()).await;
    for _ in 0..2 {
        let refused = journal.save().await.unwrap_err();
        assert!(matches!(refused, JournalError::LockLost { .. }), "{refused}");
    }
    assert!(journal.remove().await.is_err());
    assert_eq!(peek(&one).await.unwrap().deployment, 99);
    one.release().await.unwrap();
}

#[tokio::test]
async fn expired_lock_is_taken_over_and_a_valid_one_is_not() {
    let bucket = JournalBucket::new().await;
    let lock = r#"{ "id": "4f1c", "holder": "ana@laptop", "process": 4242, "command": "deploy",
        "since": "2026-09-01 08:30:00 UTC", "lease_seconds": 2, "released": false }"#;
    bucket.put("lock", lock).await;
    let journal = bucket.journal(LEASE).await;
    let refused = open(&journal).await.unwrap_err();
    let message = "locked by ana@laptop (process 4242, `deploy`) since 2026-09-01 08:30:00 UTC, expires ";
    assert!(refused.to_string().contains(message), "{refused}");
    let taken = async {
        loop {
            match open(&journal).await {
                Err(JournalError::LeaseHeld { .. }) => tokio::time::sleep(Duration::from_millis(200)).await,
                taken => return taken,
            }
        }
    };
    let mut taken = timeout(Duration::from_secs(30), taken)
        .await
        .expect("it expires")
        .unwrap();
    taken.save().await.unwrap();
    let now = journal.observe_lock().await.unwrap().unwrap().to_string();
    assert!(now.contains(&format!("process {}", std::process::id())), "{now}");
    journal.release().await.unwrap();
}

#[tokio::test]
async fn only_one_of_many_concurrent_deployers_gets_the_lock() {
    let bucket = JournalBucket::new().await;
    let mut all = Vec::new();
    for _ in 0..12 {
        all.push(bucket.journal(LEASE).await);
    }
    let taken = futures_util::future::join_all(all.iter().map(open)).await;
    let refused = taken
        .iter()
        .filter(|one| matches!(one, Err(JournalError::LeaseHeld { .. })));
    assert_eq!(
        (taken.iter().filter(|one| one.is_ok()).count(), refused.count()),
        (1, 11)
    );
    for one in &all {
        one.release().await.unwrap();
    }
    assert_eq!(all[0].observe_lock().await.unwrap(), None);
}

#[tokio::test]
async fn broken_journal_is_set_aside_in_the_bucket() {
    let bucket = JournalBucket::new().await;
    bucket.put("json", "{ \"version\": 1, \"sta").await;
    let journal = bucket.journal(LEASE).await;
    let mut open = open(&journal).await.unwrap();
    let aside = open.corrupt.take().unwrap().aside;
    let (name, key) = aside.strip_prefix("s3://").unwrap().split_once('/').unwrap();
    assert_eq!(name, bucket.name);
    assert!(
        key.starts_with(&format!("{PREFIX}/{ACCOUNT}/{STACK}.json.broken-")),
        "{key}"
    );
    assert!(bucket.keys().await.contains(&key.to_owned()));
    assert_eq!(peek(&journal).await, None);
    open.journal.deployment = 1;
    open.save().await.unwrap();
    assert_eq!(peek(&journal).await, Some(open.journal));
    journal.release().await.unwrap();
}

#[tokio::test]
async fn versioning_of_the_bucket_is_known_and_a_missing_bucket_is_an_error() {
    let bucket = JournalBucket::new().await;
    let journal = bucket.journal(LEASE).await;
    assert!(!journal.is_versioned().await.unwrap());
    bucket.version().await;
    assert!(journal.is_versioned().await.unwrap());
    let nowhere = JournalBucket {
        name: unique("nowhere"),
        ..bucket
    };
    let nowhere = nowhere.journal(LEASE).await;
    assert_eq!(nowhere.is_versioned().await.unwrap_err().code, "NoSuchBucket");
    assert!(matches!(open(&nowhere).await, Err(JournalError::Api { .. })));
}
