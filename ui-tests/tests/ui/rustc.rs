//! Compiles declarations with rustc and the crates that this test was built with.
//!
//! trybuild would first check these crates and all their dependencies again.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::declaration::Declaration;

/// Returns the declarations whose output is not the expected one, in any order.
pub(crate) fn unexpected(declarations: &[Declaration]) -> Vec<&Declaration> {
    let Ok(rustc) = Rustc::find() else {
        return declarations.iter().collect();
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut unexpected = Vec::new();
        while let Some(declaration) = declarations.get(next.fetch_add(1, Ordering::Relaxed)) {
            let expected = declaration.expected.as_deref().map(messages);
            if rustc
                .refuse(declaration)
                .is_none_or(|output| Some(messages(&output)) != expected)
            {
                unexpected.push(declaration);
            }
        }
        unexpected
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("no worker panics"))
            .collect()
    })
}

struct Rustc {
    /// The built crate `moodle_stack`.
    library: PathBuf,
    /// The folder with its dependencies.
    dependencies: PathBuf,
    /// The folder for metadata, in case a declaration compiles.
    output: PathBuf,
}

impl Rustc {
    /// Finds the crate that cargo built for this test.
    fn find() -> io::Result<Self> {
        let dependencies = env::current_exe()?.with_file_name("");
        // There may be several builds with different features, some of them older than the source. The newest one is
        // up to date: cargo has just made sure that the build that this test is linked with is newer than the source.
        let mut newest = None;
        for entry in fs::read_dir(&dependencies)? {
            let (path, written) = entry.and_then(|entry| Ok((entry.path(), entry.metadata()?.modified()?)))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with("libmoodle_stack-") && name.ends_with(".rlib") {
                newest = newest.max(Some((written, path)));
            }
        }
        let (_, library) = newest.ok_or(io::ErrorKind::NotFound)?;
        let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused");
        fs::create_dir_all(&output)?;
        Ok(Self {
            library,
            dependencies,
            output,
        })
    }

    /// Returns the output of rustc for a declaration, unless it compiles.
    fn refuse(&self, declaration: &Declaration) -> Option<String> {
        let mut library = OsString::from("moodle_stack=");
        library.push(&self.library);
        let mut dependencies = OsString::from("dependency=");
        dependencies.push(&self.dependencies);
        let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
        let output = Command::new(rustc)
            .args(["--edition=2024", "--crate-type=bin", "--emit=metadata", "--color=never"])
            // The options of trybuild, which wrote the expected output.
            .args(["--diagnostic-width=140", "--allow=dead_code"])
            .arg("--extern")
            .arg(library)
            .arg("-L")
            .arg(dependencies)
            .arg("--out-dir")
            .arg(&self.output)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(&declaration.path))
            .env("CARGO_PKG_NAME", "ui-tests-tests")
            .output()
            .ok()?;
        let text = String::from_utf8(output.stderr).ok()?;
        (!output.status.success()).then_some(text)
    }
}

/// Returns the messages in an output without duplicates, which cargo does not print, without margins, whose width differs,
/// and without the summary at the end.
fn messages(text: &str) -> Vec<String> {
    const END: [&str; 3] = [
        "error: aborting due to",
        "For more information about",
        "Some errors have",
    ];
    let mut messages = Vec::new();
    for message in text.split("\n\n") {
        let message: Vec<String> = message.lines().map(line).collect();
        let message = message.join("\n");
        if !message.is_empty() && !END.iter().any(|end| message.starts_with(end)) && !messages.contains(&message) {
            messages.push(message);
        }
    }
    messages
}

fn line(line: &str) -> String {
    let line = line.trim_start();
    match line.split_once(concat!(env!("CARGO_MANIFEST_DIR"), "/")) {
        Some(("--> ", place)) => format!("--> {place}"),
        // The expected output does not contain the line and the column of another place.
        Some((what, place)) if what.starts_with("--> ") => {
            format!("{what}$DIR/{}", place.split(':').next().unwrap_or_default())
        }
        _ => line.to_owned(),
    }
}
