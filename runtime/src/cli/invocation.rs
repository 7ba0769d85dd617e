//! How this program was invoked, for messages with commands that can be copied.

use std::env;

/// How this program was invoked.
#[derive(Debug)]
pub(super) struct Invocation {
    /// The package, if cargo runs it.
    package: Option<String>,
    /// The executable's name.
    executable: String,
    /// The options to repeat in the next command.
    options: String,
}

impl Invocation {
    /// Reads how this process was invoked. `options` are those to repeat in the next command.
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

    /// Returns a command with the target AWS, run by cargo: that target needs a build with the feature.
    pub(super) fn on_aws(&self, words: &str) -> String {
        let package = self.package.as_ref().unwrap_or(&self.executable);
        format!(
            "cargo run -p {package} --features aws -- {words} --target aws{}",
            self.options
        )
    }
}
