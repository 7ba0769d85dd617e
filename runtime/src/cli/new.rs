//! `new`: writes a repository for a site of one's own.

use super::args::New;
use super::console::{Console, note};
use super::error::{CliError, sentence};
use super::exit::Exit;
use crate::template::{Answers, Fault, File, crate_name_fault, files};
use serde_json::json;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A question, if its option is not given.
struct Question {
    /// The option with the answer.
    option: &'static str,
    text: &'static str,
    /// Whether an empty line is an answer.
    is_optional: bool,
    fault: fn(&str) -> Option<Fault>,
}

const ACCOUNT: Question = Question {
    option: "--account",
    text: "ID of the AWS account, twelve digits",
    is_optional: false,
    fault: Answers::account_fault,
};
const REGION: Question = Question {
    option: "--region",
    text: "AWS region, such as eu-central-1",
    is_optional: false,
    fault: Answers::region_fault,
};
const DOMAIN: Question = Question {
    option: "--domain",
    text: "Host name of the site, such as learn.example.edu",
    is_optional: false,
    fault: Answers::domain_fault,
};
const ZONE: Question = Question {
    option: "--zone",
    text: "ID of its hosted zone in Route 53, or nothing if its DNS is elsewhere",
    is_optional: true,
    fault: Answers::zone_fault,
};

/// Asks for what the options do not say, and writes the repository.
pub(super) fn new(new: &New, console: Console) -> Result<Exit, CliError> {
    let folder = PathBuf::from(&new.folder);
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    refuse(crate_name_fault(name))?;
    let is_free = fs::read_dir(&folder).map_or(true, |mut entries| entries.next().is_none());
    if !is_free || folder.is_file() {
        return Err(
            CliError::usage(format!("{} exists and is not an empty folder", folder.display()))
                .why("Its files would be mixed with those of the new repository. Nothing was changed.")
                .hint("Write another name, or remove the folder."),
        );
    }
    let answers = Answers {
        crate_name: name.to_owned(),
        account: ACCOUNT.answer(new.account.as_deref())?,
        region: REGION.answer(new.region.as_deref())?,
        domain: DOMAIN.answer(new.domain.as_deref())?,
        zone: ZONE.answer(new.zone.as_deref())?,
        size: new.size,
        dependency: dependency(new)?,
    };
    refuse(answers.fault())?;
    let files = files(&answers)
        .map_err(|error| CliError::new(error.to_string()).hint("Report this with the output of this command."))?;
    write(&folder, &files).map_err(|error| {
        CliError::new(format!("cannot write {}: {error}", folder.display())).hint(
            "Make the folder writable, or free space on the disk. Then remove the folder, and run this command again.",
        )
    })?;
    let count = files.len();
    console.json(&json!({ "folder": folder, "files": count }));
    console.print(&format!(
        "Wrote {count} files to {path}. Next:\n\n    cd {path}\n    cargo run       deploys the site to the sandbox\n    cargo test      does the same as a test, and destroys it again\n\n{path}/README.md continues from there.",
        path = folder.display(),
    ));
    Ok(Exit::Done)
}

fn refuse(fault: Option<Fault>) -> Result<(), CliError> {
    match fault {
        Some(Fault { what, help }) => Err(CliError::usage(what)
            .why("Nothing was written.")
            .hint(format!("{}.", sentence(&help)))),
        None => Ok(()),
    }
}

/// Returns the source of moodle-stack in the new `Cargo.toml`.
fn dependency(new: &New) -> Result<String, CliError> {
    let quoted = |text: &str| format!("{text:?}");
    Ok(match (&new.git, &new.path) {
        (Some(url), _) => format!("git = {}", quoted(url)),
        (None, Some(path)) => {
            let absolute = fs::canonicalize(path).map_err(|error| {
                CliError::usage(format!("cannot find {}: {error}", path.display()))
                    .hint("`--path` names the folder of moodle-stack's own package.")
            })?;
            format!("path = {}", quoted(&absolute.to_string_lossy()))
        }
        (None, None) => format!("version = {}", quoted(env!("CARGO_PKG_VERSION"))),
    })
}

impl Question {
    /// Returns the option's value, or asks until an answer can be used.
    fn answer(&self, given: Option<&str>) -> Result<String, CliError> {
        if let Some(given) = given {
            return Ok(given.to_owned());
        }
        let mut input = io::stdin().lock();
        if !io::stdin().is_terminal() {
            if self.is_optional {
                return Ok(String::new());
            }
            let option = self.option;
            return Err(CliError::usage(format!("`{option}` is missing"))
                .why("Without a terminal, nobody can be asked. Nothing was written.")
                .hint(format!("Add `{option}`: {}.", self.text)));
        }
        loop {
            let mut stderr = anstream::stderr();
            let mut line = String::new();
            let asked = write!(stderr, "{}: ", self.text).and_then(|()| stderr.flush());
            // A closed terminal gives no answer.
            if asked.is_err() || input.read_line(&mut line).unwrap_or_default() == 0 {
                return Err(CliError::usage("there was no answer").why("Nothing was written."));
            }
            let line = line.trim();
            match (self.fault)(line) {
                None => return Ok(line.to_owned()),
                Some(fault) => note(&format!("{}: {}.", fault.what, fault.help)),
            }
        }
    }
}

/// Writes the files.
fn write(folder: &Path, files: &[File]) -> io::Result<()> {
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, &file.content)?;
        if file.is_executable {
            make_executable(&path)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the other system can fail")]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}
