//! How this program was invoked, for messages with commands that can be copied.

use std::env;

/// Returns the name of this executable.
pub(super) fn executable_name() -> String {
    let path = env::current_exe().ok();
    let stem = path
        .as_deref()
        .and_then(|path| path.file_stem())
        .and_then(|stem| stem.to_str());
    stem.unwrap_or("moodle-stack").to_owned()
}

/// How this program was invoked.
#[derive(Clone, Debug)]
pub(super) struct Invocation {
    /// The package, if cargo runs it.
    package: Option<String>,
    /// The name of the executable that declares the stacks.
    executable: String,
    /// Whether that executable contains the AWS SDK.
    has_sdk: bool,
    /// The options to repeat in the next command.
    options: String,
}

impl Invocation {
    /// Reads how this process was invoked. `options` are those to repeat in the next command; `program` is the name of the
    /// executable that declares the stacks, if it is not this one.
    pub(super) fn new(options: String, program: Option<&str>) -> Self {
        Self {
            package: env::var("CARGO_PKG_NAME").ok(),
            executable: program.map_or_else(executable_name, str::to_owned),
            has_sdk: cfg!(feature = "aws") && program.is_none(),
            options,
        }
    }

    /// Returns the same with other options.
    #[cfg(feature = "aws")]
    pub(super) fn with_options(&self, options: String) -> Self {
        Self {
            options,
            ..self.clone()
        }
    }

    /// Returns the name of the executable that declares the stacks.
    #[cfg(not(feature = "aws"))]
    pub(super) fn executable(&self) -> &str {
        &self.executable
    }

    /// Returns a command with the same options and target.
    pub(super) fn command(&self, words: &str, is_aws: bool) -> String {
        let target = if is_aws { " --target aws" } else { "" };
        self.run(words, target, is_aws && self.has_sdk)
    }

    /// Returns a command with the same options, on AWS.
    pub(super) fn on_aws(&self, words: &str) -> String {
        self.command(words, true)
    }

    /// Returns a command on AWS, run by cargo, which compiles the AWS SDK into the program.
    #[cfg(not(feature = "aws"))]
    pub(super) fn with_sdk(&self, words: &str) -> String {
        let package = self.package.clone().or_else(|| Some(self.executable.clone()));
        let cargo = Self {
            package,
            ..self.clone()
        };
        cargo.run(words, " --target aws", true)
    }

    fn run(&self, words: &str, target: &str, with_feature: bool) -> String {
        let Self {
            package,
            executable,
            options,
            ..
        } = self;
        match package {
            Some(package) => {
                let features = if with_feature { " --features aws" } else { "" };
                format!("cargo run -p {package}{features} -- {words}{target}{options}")
            }
            None => format!("{executable} {words}{target}{options}"),
        }
    }
}
