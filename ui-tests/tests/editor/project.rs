//! A user's project for rust-analyzer.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};

/// Creates the project, and returns its only source file.
pub(crate) fn create() -> PathBuf {
    let workspace = workspace();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editor");
    let source = root.join("src");
    fs::create_dir_all(&source).expect("a folder for the project");
    let manifest = format!(
        "[package]\nname = \"site\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nmoodle-stack = {{ path = '{}' }}\n\n[workspace]\n",
        workspace.join("runtime").display()
    );
    fs::write(root.join("Cargo.toml"), manifest).expect("the manifest is written");
    // With the locked versions, nothing has to be downloaded.
    fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file is copied");
    let file = source.join("main.rs");
    fs::write(&file, "").expect("the source is written");
    file
}

/// Returns the settings of rust-analyzer; they only make it faster.
pub(crate) fn settings() -> Value {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("it is in the target folder");
    // By default, rust-analyzer checks the whole project to build the macro. These tests have already built the macro, so
    // building only it is enough.
    let command = [
        env::var("CARGO").unwrap_or("cargo".into()),
        "build".into(),
        "--package=moodle-stack-macros".into(),
        "--message-format=json".into(),
        format!("--target-dir={}", target.display()),
    ];
    json!({
        "checkOnSave": false,
        "cachePriming": { "enable": false },
        "cargo": { "buildScripts": { "overrideCommand": command } },
    })
}

/// Returns the root of the repository.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("the repository exists")
}
