//! Building the image with the container engine of this machine.

use super::console::note;
use super::error::CliError;
use super::job::Job;
use super::signals::Signals;
use crate::oci::{Build, Engine, Layout, Platform};
use crate::report::style::{BOLD, paint};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folders to look in: a copy of the example, and the example in this project.
const FOLDERS: [&str; 2] = ["moodle-image", "examples/moodle-image"];

/// The file names that an engine builds from.
const FILES: [&str; 2] = ["Dockerfile", "Containerfile"];

/// How often to check whether the engine has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// A folder with a Dockerfile in it.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Finds the named folder, or a default one.
    pub(super) fn find(named: Option<&Path>, job: &Job<'_>) -> Result<Self, CliError> {
        let is_one = |folder: &&Path| FILES.iter().any(|file| folder.join(file).is_file());
        if let Some(folder) = named {
            return Some(folder)
                .filter(is_one)
                .map(|folder| Self(folder.into()))
                .ok_or_else(|| {
                    CliError::new(format!("there is no Dockerfile in {}", folder.display()))
                        .why("A container engine builds an image from that file. Nothing was changed.")
                        .hint("Name the folder that contains it.")
                });
        }
        let mut folders = FOLDERS.iter().map(Path::new);
        folders.find(is_one).map(|folder| Self(folder.into())).ok_or_else(|| {
            let command = job.again(&job.args.command());
            CliError::new(format!("there is no Dockerfile in {} or {}", FOLDERS[0], FOLDERS[1]))
                .why("A container engine builds an image from that file. Nothing was changed.")
                .hint(format!("Name the folder that contains it: `{command} FOLDER`."))
                .hint("If you have none, copy `examples/moodle-image` of moodle-stack to the folder of your `Cargo.toml`.")
                .hint(format!(
                    "Or copy an image that is already built: `{command} --from IMAGE`."
                ))
        })
    }
}

/// Builds an image and writes it to a folder. Returns `None` if the user stopped it.
pub(super) async fn build(
    job: &Job<'_>,
    engine: Engine,
    context: &Folder,
    platform: Platform,
    into: &Path,
    signals: &mut Signals,
) -> Result<Option<Layout>, CliError> {
    let name = format!("moodle-stack-{}:publish", job.stack.name.to_lowercase());
    note(&format!(
        "{} {} for {platform}, with {engine}.",
        paint(BOLD, "Building:"),
        context.0.display()
    ));
    let steps: [&dyn Fn() -> io::Result<Build>; 2] = [&|| engine.build(&context.0, platform, &name), &|| {
        engine.export(&name, into)
    }];
    for step in steps {
        let failed = |error: io::Error| failed(&engine.to_string(), &error.to_string());
        let mut build = step().map_err(failed)?;
        let succeeded = loop {
            if let Some(succeeded) = build.ended().map_err(failed)? {
                break succeeded;
            }
            // The system reports the end of a process only when asked.
            tokio::select! {
                () = signals.next() => {
                    build.stop();
                    return Ok(None);
                }
                () = tokio::time::sleep(POLL_INTERVAL) => {}
            }
        };
        if !succeeded {
            return Err(self::failed(&build.command, "its output is above"));
        }
    }
    if !into.join("index.json").is_file() {
        return Err(failed(&engine.to_string(), "it did not write an OCI layout")
            .hint("Docker does since version 25. With an older version, use Podman or Buildah."));
    }
    Ok(Some(Layout::new(into)))
}

fn failed(command: &str, why: &str) -> CliError {
    CliError::new(format!("`{command}` failed: {why}"))
        .why("Without an image, there is nothing to push.")
        .hint("Fix the problem that it reports, and run this again. What is already built is not built again.")
}
