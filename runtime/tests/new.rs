//! What `moodle-stack new` writes is formatted, compiles without warnings, and passes its own test.

// Tests may panic.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder outside of this workspace: cargo takes a package in it for a member.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("moodle-stack-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Runs `moodle-stack new` in the folder.
    fn write(&self, name: &str, options: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_moodle-stack"));
        command
            .args(["new", name])
            .args(options)
            .current_dir(&self.0)
            .output()
            .unwrap()
    }

    /// Writes a repository that takes moodle-stack from here.
    fn repository(&self, name: &str, options: &[&str]) -> PathBuf {
        let own = ["--account", "111122223333", "--domain", "learn.example.edu"];
        let path = ["--path", env!("CARGO_MANIFEST_DIR")];
        let output = self.write(name, &[&own, &path[..], options].concat());
        assert!(output.status.success(), "{output:?}");
        let repository = self.0.join(name);
        // Resolves to the same versions, without the network.
        fs::copy(workspace().join("Cargo.lock"), repository.join("Cargo.lock")).unwrap();
        repository
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Runs cargo in a repository, and returns what it prints to stderr.
fn cargo(repository: &Path, arguments: &[&str]) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new");
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .current_dir(repository)
        .env("CARGO_TARGET_DIR", target);
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{arguments:?}: {text}{out}");
    text
}

#[test]
fn new_repository_passes_its_own_test_in_every_size() {
    let folder = Folder::new("sizes");
    let zone = ["--zone", "Z0123456789ABCDEFGHIJ"];
    let repository = folder.repository("my-university", &["--region", "eu-central-1"]);
    cargo(&repository, &["fmt", "--check"]);
    cargo(&repository, &["test", "--offline"]);
    for (name, region, size, zone) in [
        ("small-zone", "ap-northeast-1", "small", &zone[..]),
        ("small", "ca-central-1", "small", &[]),
        ("large-zone", "us-west-2", "large", &zone[..]),
    ] {
        let other = folder.repository(name, &[&["--region", region, "--size", size], zone].concat());
        cargo(&other, &["fmt", "--check"]);
        let printed = cargo(&other, &["check", "--offline"]);
        assert!(!printed.contains("warning"), "{printed}");
    }
}

#[test]
fn wrong_answers_and_existing_folders_are_refused_and_nothing_is_written() {
    let folder = Folder::new("refused");
    let right = [
        "--account",
        "111122223333",
        "--region",
        "eu-central-1",
        "--domain",
        "learn.example.edu",
    ];
    let refused = |name: &str, options: &[&str], says: &str| {
        let output = folder.write(name, options);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(says), "{text}");
    };
    refused("MyUniversity", &right, "such as `my-university`");
    refused(
        "campus",
        &[&right[..2], &["--region", "eu-centrall-1"], &right[4..]].concat(),
        "eu-central-1",
    );
    refused("campus", &[&["--account", "1"], &right[2..]].concat(), "account");
    refused("campus", &right[..4], "`--domain` is missing");
    assert!(!folder.0.join("campus").exists());
    fs::create_dir(folder.0.join("campus")).unwrap();
    fs::write(folder.0.join("campus/notes"), "mine").unwrap();
    refused("campus", &right, "is not an empty folder");
    assert_eq!(fs::read_to_string(folder.0.join("campus/notes")).unwrap(), "mine");
}
