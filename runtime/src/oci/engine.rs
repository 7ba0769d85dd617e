//! The container engine of this machine, which builds images.

use super::manifest::Platform;
use std::fmt;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A container engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Docker,
    Podman,
    Buildah,
}

/// A running step of a build.
pub(crate) struct Build {
    child: Child,
    /// The command, as the user would type it.
    pub(crate) command: String,
}

impl Engine {
    /// Finds a working engine. The error lists the engines with the reason why each does not work.
    pub(crate) fn find() -> Result<Self, Vec<String>> {
        let mut tried = Vec::new();
        for engine in [Self::Docker, Self::Podman, Self::Buildah] {
            match engine.ask() {
                Ok(()) => return Ok(engine),
                Err(why) => tried.push(format!("{engine}: {why}")),
            }
        }
        Err(tried)
    }

    fn program(self) -> &'static str {
        match self {
            Self::Docker => "docker",
            Self::Podman => "podman",
            Self::Buildah => "buildah",
        }
    }

    /// Checks that the engine works. Docker's answer is from its daemon.
    fn ask(self) -> Result<(), String> {
        let arguments: &[&str] = match self {
            Self::Docker => &["version", "--format", "{{.Server.Version}}"],
            Self::Podman => &["info", "--format", "{{.Version.Version}}"],
            Self::Buildah => &["info"],
        };
        let asked = Command::new(self.program())
            .args(arguments)
            .stdin(Stdio::null())
            .output();
        match asked {
            Ok(Output { status, .. }) if status.success() => Ok(()),
            Ok(Output { status, stderr, .. }) => {
                let said = String::from_utf8_lossy(&stderr);
                let last = said.lines().rfind(|line| !line.trim().is_empty());
                Err(last.map_or_else(|| status.to_string(), |line| line.trim().to_owned()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err("not installed".into()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Builds the image of a folder for a platform, under a name in the engine's own store. The engine's output goes to stderr.
    pub(crate) fn build(self, folder: &Path, platform: Platform, name: &str) -> io::Result<Build> {
        let mut command = Command::new(self.program());
        command
            .arg("build")
            .args(["--platform", &platform.to_string(), "--tag", name]);
        if self == Self::Buildah {
            // Cache the layers, as the other engines do.
            command.arg("--layers");
        }
        command.arg(folder).env("DOCKER_BUILDKIT", "1");
        Build::start(command, Stdio::from(io::stderr()))
    }

    /// Exports an image from the engine's store to a folder, as an OCI layout.
    pub(crate) fn export(self, name: &str, folder: &Path) -> io::Result<Build> {
        let mut command = Command::new(self.program());
        if self == Self::Docker {
            command.args(["save", name]);
            let mut build = Build::start(command, Stdio::piped())?;
            let unpacked = match build.child.stdout.take() {
                Some(stdout) => tar::Archive::new(stdout).unpack(folder),
                None => Ok(()),
            };
            if unpacked.is_err() {
                // The engine would wait forever for a reader.
                build.stop();
            }
            // If the engine has failed, that is the cause.
            return unpacked.map(|()| build);
        }
        let target = format!("oci:{}:image", folder.display());
        command.args(["push", name, &target]);
        Build::start(command, Stdio::from(io::stderr()))
    }
}

impl Build {
    fn start(mut command: Command, stdout: Stdio) -> io::Result<Self> {
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
        let child = command.stdin(Stdio::null()).stdout(stdout).spawn()?;
        Ok(Self {
            child,
            command: words.join(" "),
        })
    }

    /// Returns whether it succeeded; `None` while it runs.
    pub(crate) fn ended(&mut self) -> io::Result<Option<bool>> {
        Ok(self.child.try_wait()?.map(|status| status.success()))
    }

    /// Stops it.
    pub(crate) fn stop(&mut self) {
        // It may have just ended on its own.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Docker => "Docker",
            Self::Podman => "Podman",
            Self::Buildah => "Buildah",
        })
    }
}
