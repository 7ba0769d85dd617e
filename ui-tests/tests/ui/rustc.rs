//! Shows declarations to rustc, with the crates that this test was built with.
//!
//! trybuild would first check those crates, and all that they depend on, once more.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::declaration::Declaration;

/// Returns the declarations of which rustc does not say what is expected, in any order.
pub(crate) fn refused_otherwise(declarations: &[Declaration]) -> Vec<&Declaration> {
    let Ok(rustc) = Rustc::find() else {
        return declarations.iter().collect();
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut otherwise = Vec::new();
        while let Some(declaration) = declarations.get(next.fetch_add(1, Ordering::Relaxed)) {
            let expected = declaration.expected.as_deref().map(messages);
            if rustc
                .refuse(declaration)
                .is_none_or(|said| Some(messages(&said)) != expected)
            {
                otherwise.push(declaration);
            }
        }
        otherwise
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
    /// Where the crates are that it depends on.
    dependencies: PathBuf,
    /// Where metadata would be written if a declaration compiled.
    output: PathBuf,
}

impl Rustc {
    /// Finds the crate that cargo built for this test.
    fn find() -> io::Result<Self> {
        let dependencies = env::current_exe()?.with_file_name("");
        // Of several, with other features, those older than the last change of the source may say something else. The newest
        // is none of them: cargo has just seen to it that the one that this test is linked with is newer than the source.
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

    /// Returns what rustc says of a declaration, unless it compiles.
    fn refuse(&self, declaration: &Declaration) -> Option<String> {
        let mut library = OsString::from("moodle_stack=");
        library.push(&self.library);
        let mut dependencies = OsString::from("dependency=");
        dependencies.push(&self.dependencies);
        let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
        let output = Command::new(rustc)
            .args(["--edition=2024", "--crate-type=bin", "--emit=metadata", "--color=never"])
            // As trybuild has them, which wrote the expected texts.
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
        let said = String::from_utf8(output.stderr).ok()?;
        (!output.status.success()).then_some(said)
    }
}

/// Returns the messages of a text, without margins, whose width differs, nor what rustc says at its end, and each once: cargo
/// tells no message twice.
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
        // The line and the column of another place are not in the expected texts.
        Some((what, place)) if what.starts_with("--> ") => {
            format!("{what}$DIR/{}", place.split(':').next().unwrap_or_default())
        }
        _ => line.to_owned(),
    }
}
