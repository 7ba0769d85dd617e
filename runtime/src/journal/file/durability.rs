//! After a power cut, the journal is the complete old one or the complete new one.
//!
//! These tests make the real system calls, and record each of them.

#![cfg(unix)]

use super::{Calls, JournalFile, SYSTEM};
use std::cell::RefCell;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

const OLD: &str = "the old journal";
const NEW: &str = "the new journal, which is longer";

/// A journal in a folder of its own, with an older text in it.
fn journal(folder: &Path, durable: bool) -> JournalFile {
    let path = folder.join("campus.json");
    fs::write(&path, OLD).unwrap();
    JournalFile {
        path,
        durable,
        dated: true,
    }
}

fn inode(file: &File) -> u64 {
    file.metadata().unwrap().ino()
}

fn refused() -> io::Error {
    io::Error::other("the disk is gone")
}

#[test]
fn durable_write_syncs_the_file_then_renames_it_then_syncs_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let file = journal(folder.path(), true);
    let made = RefCell::new(Vec::new());
    let synced = RefCell::new(0);
    let at_path = || fs::read_to_string(&file.path).unwrap();
    let calls = Calls {
        sync_data: &|new| {
            made.borrow_mut().push("sync_data");
            // The whole text is written, but not visible yet.
            assert_eq!(new.metadata()?.len(), NEW.len() as u64);
            assert_eq!(at_path(), OLD);
            synced.replace(inode(new));
            (SYSTEM.sync_data)(new)
        },
        persist: &|new, to| {
            made.borrow_mut().push("persist");
            assert_eq!((inode(new.as_file()), to), (*synced.borrow(), &*file.path));
            (SYSTEM.persist)(new, to)
        },
        sync_all: &|synced| {
            made.borrow_mut().push("sync_all");
            assert_eq!(inode(synced), fs::metadata(folder.path())?.ino());
            assert_eq!(at_path(), NEW);
            (SYSTEM.sync_all)(synced)
        },
    };
    file.replace(NEW, &calls).unwrap();
    assert_eq!(made.take(), ["sync_data", "persist", "sync_all"]);
    assert_eq!(at_path(), NEW);
}

#[test]
fn write_that_need_not_be_durable_syncs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = journal(folder.path(), false);
    let calls = Calls {
        sync_data: &|_| panic!("a file was synced"),
        sync_all: &|_| panic!("a folder was synced"),
        ..SYSTEM
    };
    file.replace(NEW, &calls).unwrap();
    assert_eq!(fs::read_to_string(&file.path).unwrap(), NEW);
}

#[test]
fn failed_sync_of_the_file_leaves_the_old_journal_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = journal(folder.path(), true);
    let calls = Calls {
        sync_data: &|_| Err(refused()),
        ..SYSTEM
    };
    let error = file.replace(NEW, &calls).unwrap_err();
    assert!(error.to_string().contains("cannot write"), "{error}");
    assert_eq!(fs::read_to_string(&file.path).unwrap(), OLD);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn failed_sync_of_the_folder_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = journal(folder.path(), true);
    let calls = Calls {
        sync_all: &|_| Err(refused()),
        ..SYSTEM
    };
    let error = file.replace(NEW, &calls).unwrap_err();
    assert!(error.to_string().contains("cannot write the folder of"), "{error}");
}
