//! Tests of the journal, and of a journal in a file.

use super::*;
use crate::kinds::ecr::SHARED;
use futures_util::FutureExt as _;
use std::fs;
use std::path::Path;

/// A journal with a ready network, a subnet in it that is being created, and a deposed database.
fn journal() -> Journal {
    Journal::read(include_bytes!("format/version_1.json"), "campus.json").unwrap()
}

/// Declares an entry as retained.
fn retain(journal: &mut Journal, address: &str) {
    journal.resources.get_mut(address).unwrap().fields["on_destroy"] = "Retain".into();
}

#[test]
fn stack_is_deployed_while_it_has_a_resource_that_does_not_outlive_it() {
    let mut journal = journal();
    assert!(journal.is_deployed());
    let addresses: Vec<String> = journal.resources.keys().cloned().collect();
    for address in &addresses {
        assert!(journal.is_deployed(), "{address}");
        retain(&mut journal, address);
    }
    assert!(!journal.is_deployed());
    assert!(!Journal::new("campus", "111122223333").is_deployed());
}

#[test]
fn resource_is_retained_if_declared_so_or_if_somebody_else_created_it() {
    let mut journal = journal();
    let entry = journal.resources.get_mut("network.vpc").unwrap();
    assert!(!entry.is_retained());
    for (owner, is_retained) in [("campus", false), (SHARED, true)] {
        entry.outputs.insert("owner".into(), owner.into());
        assert_eq!(entry.is_retained(), is_retained, "{owner}");
    }
    entry.outputs.remove("owner");
    for (declared, is_retained) in [("Delete", false), ("Snapshot", false), ("Retain", true)] {
        entry.fields["on_destroy"] = declared.into();
        assert_eq!(entry.is_retained(), is_retained, "{declared}");
    }
    entry.fields = serde_json::json!({});
    entry.kind = "AWS::S3::Bucket".into();
    assert!(
        entry.is_retained(),
        "the declaration does not state what happens to its data"
    );
}

#[test]
fn journal_is_empty_without_current_and_deposed_resources() {
    let full = journal();
    let (current, deposed) = (full.resources.len(), full.deposed.len());
    assert!(current > 0 && deposed > 0);
    assert_eq!(full.entries().count(), current + deposed);
    let without = |resources: bool, deposed: bool| {
        let mut journal = full.clone();
        if resources {
            journal.resources.clear();
        }
        if deposed {
            journal.deposed.clear();
        }
        journal.is_empty()
    };
    assert_eq!(
        [
            without(false, false),
            without(true, false),
            without(false, true),
            without(true, true)
        ],
        [false, false, false, true]
    );
}

#[test]
fn output_is_found_by_address_and_name() {
    let journal = journal();
    let id = journal.resources["network.vpc"].outputs["id"].clone();
    assert_eq!(journal.output("network.vpc", "id"), Some(id));
    assert_eq!(journal.output("network.vpc", "nothing"), None);
    assert_eq!(journal.output("network.none", "id"), None);
}

#[test]
fn target_of_an_entry_has_the_entrys_values() {
    let journal = journal();
    let entry = &journal.resources["network.vpc"];
    let target = entry.target(&journal.stack, &journal.account).unwrap();
    assert_eq!((&*target.stack, &*target.account), ("campus", "111122223333"));
    assert_eq!((&target.address, target.kind.name), (&entry.address, "AWS::EC2::VPC"));
    assert_eq!((&target.name, &target.region), (&entry.name, &entry.region));
    assert_eq!((&target.spec_hash, &target.token), (&entry.spec_hash, &entry.token));
    let unknown = Entry {
        kind: "AWS::Nothing".into(),
        ..entry.clone()
    };
    assert!(unknown.kind().is_none() && unknown.target("campus", "111122223333").is_none());
}

#[test]
fn lock_is_displayed_with_its_lease() {
    let lock = |is_active: Option<bool>| {
        let lease = is_active.map(|is_active| ObservedLease {
            id: "4f2a".into(),
            expires: "12:05".into(),
            is_active,
        });
        let holder = "anna@desk".into();
        ObservedLock { holder, lease }.to_string()
    };
    assert_eq!(lock(None), "anna@desk");
    assert_eq!(lock(Some(true)), "anna@desk, expires 12:05 (lock 4f2a)");
    assert_eq!(lock(Some(false)), "anna@desk, expired 12:05 (lock 4f2a)");
}

#[test]
fn upgrade_is_displayed_with_the_version_before_and_the_backups() {
    let upgrade = Upgrade {
        name: "before-5.2".into(),
        version: "5.1".into(),
        image: "moodle:5.1".into(),
        ..Upgrade::default()
    };
    let before = "before it, the site was Moodle 5.1 (moodle:5.1)";
    let none = "and no backup was made, because nothing has needed maintenance mode so far";
    assert_eq!(upgrade.to_string(), format!("{before}, {none}"));
    let closed = Upgrade {
        maintenance: true,
        ..upgrade
    };
    assert_eq!(closed.to_string(), format!("{before}, and no backup has been made yet"));
    let one = Upgrade {
        database: Some("arn:db".into()),
        ..closed
    };
    assert_eq!(
        one.to_string(),
        format!("{before}, and its backup before-5.2 is arn:db")
    );
    let both = Upgrade {
        files: Some("arn:files".into()),
        ..one
    };
    assert_eq!(
        both.to_string(),
        format!("{before}, and its backup before-5.2 is arn:db and arn:files")
    );
    let unknown = "the version of the site before it is unknown";
    assert_eq!(Upgrade::default().to_string(), format!("{unknown}, {none}"));
}

fn file(folder: &Path) -> JournalFile {
    JournalFile {
        path: folder.join("deep").join("campus.json"),
        durable: false,
    }
}

#[tokio::test]
async fn lock_of_a_file_is_visible_while_it_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    assert_eq!(file.to_string(), file.path.display().to_string());
    assert_eq!(file.observe_lock().await.unwrap(), None);
    let store = file.lock().await.unwrap();
    let seen = file.observe_lock().await.unwrap().unwrap();
    assert!(
        seen.holder
            .starts_with(&format!("process {}, since ", std::process::id())),
        "{seen}"
    );
    assert_eq!(seen.lease, None);
    // It ends with its holder, and nothing removes it.
    assert!(!file.unlock("4f2a").await.unwrap());
    file.release().await.unwrap();
    assert!(file.lock().await.is_err() && store.lost().now_or_never().is_none());
    drop(store);
    assert_eq!(file.observe_lock().await.unwrap(), None);
}

#[tokio::test]
async fn journal_that_was_set_aside_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    let mut names = Vec::new();
    for text in ["first", "second", "third"] {
        let mut store = file.lock().await.unwrap();
        fs::write(&file.path, text).unwrap();
        let aside = store.set_aside("lost").await.unwrap();
        assert!(aside.starts_with(&format!("{file}.lost-")), "{aside}");
        assert_eq!(fs::read_to_string(&aside).unwrap(), text);
        assert_eq!(store.read().await.unwrap(), None);
        names.push(aside);
    }
    names.dedup();
    assert_eq!(names.len(), 3);
}

#[tokio::test]
async fn file_that_cannot_be_read_or_removed_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    let mut store = file.lock().await.unwrap();
    // Removing a missing file succeeds.
    store.remove().await.unwrap();
    fs::create_dir(&file.path).unwrap();
    let error = store.read().await.unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot read {file}")), "{error}");
    let error = store.remove().await.unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot remove {file}")), "{error}");
    let error = store.write(&journal()).await.unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot replace {file}")), "{error}");
}

#[tokio::test]
async fn journal_of_another_stack_or_another_account_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    file.lock().await.unwrap().write(&journal()).await.unwrap();
    for (stack, account, is_own) in [
        ("campus", "111122223333", true),
        ("campus", "444455556666", false),
        ("other", "111122223333", false),
    ] {
        let opened = OpenJournal::open(&file, stack, account).await;
        match opened {
            Ok(open) => assert!(is_own && open.journal == journal() && open.corrupt.is_none()),
            Err(error) => assert!(!is_own && matches!(error, JournalError::WrongStack { .. })),
        }
    }
}
