//! How this program is called, to name commands that can be copied.

use std::env;

/// How this program is called.
#[derive(Debug)]
pub(super) struct Invocation {
    /// The package, where cargo runs it.
    package: Option<String>,
    /// The executable's name.
    executable: String,
    /// The options that the next command needs as well.
    options: String,
}

impl Invocation {
    /// Finds out how this process was called; `options` are those that the next command needs as well.
    pub(super) fn new(options: String) -> Self {
        let executable = env::current_exe().ok();
        let executable = executable
            .as_deref()
            .and_then(|path| path.file_stem())
            .and_then(|stem| stem.to_str());
        Self {
            package: env::var("CARGO_PKG_NAME").ok(),
            executable: executable.unwrap_or("moodle-stack").into(),
            options,
        }
    }

    /// Returns a command with the same options and target.
    pub(super) fn command(&self, words: &str, is_aws: bool) -> String {
        let Self {
            package,
            executable,
            options,
        } = self;
        let target = if is_aws { " --target aws" } else { "" };
        match package {
            Some(package) => {
                let features = if is_aws { " --features aws" } else { "" };
                format!("cargo run -p {package}{features} -- {words}{target}{options}")
            }
            None => format!("{executable} {words}{target}{options}"),
        }
    }

    /// Returns a command on AWS, by way of cargo: only a build with the feature has that target.
    pub(super) fn on_aws(&self, words: &str) -> String {
        let package = self.package.as_ref().unwrap_or(&self.executable);
        format!(
            "cargo run -p {package} --features aws -- {words} --target aws{}",
            self.options
        )
    }
}
