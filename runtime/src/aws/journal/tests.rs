//! The journal in a versioned bucket, under every answer that stores give over a delete marker.

mod fake_bucket;

use super::lease::Lease;
use super::locked::LockedObject;
use super::object::S3Object;
use crate::journal::{Journal, JournalError, Store as _, write};
use fake_bucket::{FakeBucket, HABITS, Habit};
use std::time::Duration;

const JOURNAL: &str = "it/111122223333/campus.json";
const LOCK: &str = "it/111122223333/campus.lock";
const LEASE: Duration = Duration::from_mins(2);

fn blank() -> Journal {
    Journal::new("campus", "111122223333")
}

fn deployed(deployment: u64) -> Journal {
    Journal { deployment, ..blank() }
}

fn object(bucket: &FakeBucket, key: &str) -> S3Object {
    S3Object {
        client: bucket.client(),
        account: "111122223333".into(),
        bucket: "journals".into(),
        key: key.into(),
    }
}

/// Takes the lock, as a command does.
async fn lock(bucket: &FakeBucket) -> Result<LockedObject, JournalError> {
    let (journal, lock) = (object(bucket, JOURNAL), object(bucket, LOCK));
    let lease = Lease::acquire(&lock, "s3://journals", "deploy", LEASE).await?;
    Ok(LockedObject::new(journal, lock, lease, blank()))
}

/// Runs a command that reads the journal and writes it. Returns what it found.
async fn deploy(bucket: &FakeBucket, deployment: u64) -> Option<String> {
    let mut store = lock(bucket).await.unwrap();
    let found = store.read().await.unwrap();
    store.write(&deployed(deployment)).await.unwrap();
    store.lease.release(&store.lock).await.unwrap();
    found.map(|found| String::from_utf8(found.text).unwrap())
}

async fn destroy(bucket: &FakeBucket) {
    let mut store = lock(bucket).await.unwrap();
    assert!(store.read().await.unwrap().is_some());
    store.remove().await.unwrap();
    assert_eq!(store.read().await.unwrap(), None);
    store.lease.release(&store.lock).await.unwrap();
}

/// Runs a test under each habit.
async fn under_each_habit(test: impl AsyncFn(FakeBucket, Habit)) {
    for habit in HABITS {
        test(FakeBucket::new(habit), habit).await;
    }
}

#[tokio::test]
async fn stack_is_deployed_again_after_it_was_destroyed() {
    under_each_habit(async |bucket, habit| {
        for life in 1..=2 {
            assert_eq!(deploy(&bucket, life).await, None, "{habit:?}");
            destroy(&bucket).await;
        }
        // What remains is readable by earlier versions of this program, too.
        assert_eq!(bucket.current(JOURNAL), Some(write(&blank()).unwrap()));
    })
    .await;
}

#[tokio::test]
async fn delete_markers_of_an_earlier_version_or_of_a_person_are_overwritten() {
    under_each_habit(async |bucket, habit| {
        deploy(&bucket, 1).await;
        bucket.delete(JOURNAL);
        bucket.delete(LOCK);
        assert_eq!(deploy(&bucket, 2).await, None, "{habit:?}");
        assert_eq!(bucket.current(JOURNAL), Some(write(&deployed(2)).unwrap()));
        let lock = bucket.current(LOCK).unwrap();
        assert!(lock.contains("\"released\": true"), "{lock}");
    })
    .await;
}

#[tokio::test]
async fn journal_that_a_person_deletes_is_written_again_by_the_lock_holder() {
    under_each_habit(async |bucket, habit| {
        let mut store = lock(&bucket).await.unwrap();
        store.write(&deployed(1)).await.unwrap();
        bucket.delete(JOURNAL);
        let written = store.write(&deployed(2)).await;
        assert!(written.is_ok(), "{habit:?}: {written:?}");
        assert_eq!(bucket.current(JOURNAL), Some(write(&deployed(2)).unwrap()));
    })
    .await;
}

#[tokio::test]
async fn deployer_that_lost_the_lock_does_not_write_over_a_delete_marker() {
    under_each_habit(async |bucket, habit| {
        let mut store = lock(&bucket).await.unwrap();
        store.write(&deployed(1)).await.unwrap();
        // Another deployer takes over, and destroys the stack with an earlier version.
        let other = r#"{ "id": "4f1c", "holder": "ana@laptop", "process": 4242, "command": "destroy",
            "since": "2026-09-01 08:30:00 UTC", "lease_seconds": 120, "released": false }"#;
        bucket.put(LOCK, other);
        bucket.delete(JOURNAL);
        let refused = store.write(&deployed(2)).await;
        assert!(
            matches!(refused, Err(JournalError::LockLost { .. })),
            "{habit:?}: {refused:?}"
        );
        assert_eq!(bucket.current(JOURNAL), None, "{habit:?}");
    })
    .await;
}

#[tokio::test]
async fn held_lock_is_refused_and_a_deleted_one_is_lost() {
    under_each_habit(async |bucket, habit| {
        let store = lock(&bucket).await.unwrap();
        assert!(
            matches!(lock(&bucket).await, Err(JournalError::LeaseHeld { .. })),
            "{habit:?}"
        );
        bucket.delete(LOCK);
        let lost = store.lease.renew(&store.lock).await;
        assert!(matches!(lost, Err(JournalError::LockLost { .. })), "{habit:?}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn removal_whose_answer_is_lost_succeeds() {
    under_each_habit(async |bucket, habit| {
        deploy(&bucket, 1).await;
        let mut store = lock(&bucket).await.unwrap();
        store.read().await.unwrap();
        bucket.lose(1);
        let removed = store.remove().await;
        assert!(removed.is_ok(), "{habit:?}: {removed:?}");
        assert_eq!(store.read().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn journal_that_is_set_aside_is_kept_and_a_new_one_started() {
    under_each_habit(async |bucket, habit| {
        deploy(&bucket, 1).await;
        let mut store = lock(&bucket).await.unwrap();
        let aside = store.set_aside("broken").await.unwrap();
        let aside = aside.strip_prefix("s3://journals/").unwrap();
        assert_eq!(bucket.current(aside), Some(write(&deployed(1)).unwrap()));
        assert_eq!(store.read().await.unwrap(), None, "{habit:?}");
        store.write(&deployed(2)).await.unwrap();
        assert_eq!(bucket.count("DELETE"), 0);
    })
    .await;
}

#[tokio::test]
async fn removing_a_journal_that_was_never_written_writes_nothing() {
    let bucket = FakeBucket::new(fake_bucket::AWS);
    let mut store = lock(&bucket).await.unwrap();
    let writes = bucket.count("PUT");
    assert_eq!(store.read().await.unwrap(), None);
    store.remove().await.unwrap();
    assert_eq!(bucket.count("PUT"), writes);
    assert_eq!(bucket.current(JOURNAL), None);
}
