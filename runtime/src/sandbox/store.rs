//! Stores the sandbox: a simulation in a file, its clock, and the lock of the deployer that changes it.

use super::registry::find;
use super::simulation::{Phase, Simulation};
use crate::clock::Clock;
use crate::provider::{ApiError, ApiErrorKind, RESOURCE_TAG};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// An error of a sandbox.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// Its file cannot be read.
    #[error("the sandbox {path} cannot be read: {cause}")]
    Broken {
        /// The path of the file.
        path: PathBuf,
        /// The problem.
        cause: String,
    },
}

/// Returns the field of a kind that names the resource which fails with it.
fn fails_with(kind: &str) -> Option<&'static str> {
    find(kind)?.fails_with
}

/// The simulated AWS.
#[derive(Debug)]
pub struct Sandbox {
    /// The path of its file. A sandbox without a file ends with the process.
    path: Option<PathBuf>,
    /// Whether its file is written only when it is dropped.
    saved_when_dropped: bool,
    clock: Clock,
    /// The sandbox's time when the clock was started.
    began: RefCell<f64>,
    simulation: RefCell<Simulation>,
    /// Held from the first change on, so that two deployers cannot overwrite each other's changes.
    lock: RefCell<Option<File>>,
}

impl Sandbox {
    /// Opens the sandbox in a file, or an empty sandbox if the file does not exist.
    pub fn open(path: &Path, clock: Clock) -> Result<Self, SandboxError> {
        Ok(Self::holding(Some(path.into()), read(path)?, clock))
    }

    /// Writes its file once, when it is dropped, and not at each change. This is for tests that do not kill the
    /// process.
    #[must_use]
    pub fn saved_when_dropped(mut self) -> Self {
        self.saved_when_dropped = true;
        self
    }

    /// Sets the seed of its eventual consistency.
    pub(super) fn set_lag(&self, seed: u64) {
        self.simulation.borrow_mut().lag = Some(seed);
    }

    /// Creates an empty sandbox without a file.
    #[must_use]
    pub fn empty(clock: Clock) -> Self {
        Self::holding(None, Simulation::default(), clock)
    }

    /// Copies the current state of the sandbox into a new one without a file.
    #[must_use]
    pub fn fork(&self, clock: Clock) -> Self {
        Self::holding(None, self.look(Simulation::clone), clock)
    }

    fn holding(path: Option<PathBuf>, simulation: Simulation, clock: Clock) -> Self {
        Self {
            path,
            saved_when_dropped: false,
            clock,
            began: RefCell::new(simulation.now - clock.elapsed().as_secs_f64()),
            simulation: RefCell::new(simulation),
            lock: RefCell::new(None),
        }
    }

    /// Counts resources by kind and address, without those whose deletion AWS has accepted.
    #[must_use]
    pub fn census(&self) -> BTreeMap<(String, String), usize> {
        self.look(|simulation| {
            let resources = simulation.resources.values();
            let mut census = BTreeMap::new();
            for resource in resources.filter(|resource| !matches!(resource.phase, Phase::Going { .. })) {
                let address = resource.tags.get(RESOURCE_TAG).cloned().unwrap_or_default();
                *census.entry((resource.kind.clone(), address)).or_default() += 1;
            }
            census
        })
    }

    /// Reads the current state.
    pub(super) fn look<T>(&self, at: impl FnOnce(&Simulation) -> T) -> T {
        let mut simulation = self.simulation.borrow_mut();
        simulation.advance(*self.began.borrow() + self.clock.elapsed().as_secs_f64(), fails_with);
        at(&simulation)
    }

    /// Changes the state, and writes it to the file before returning.
    pub(super) fn change<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Simulation) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let api_error = |message: String| ApiError::new(ApiErrorKind::Unavailable, name, "SandboxUnavailable", message);
        self.take_over().map_err(|error| api_error(error.to_string()))?;
        let mut simulation = self.simulation.borrow_mut();
        simulation.advance(*self.began.borrow() + self.clock.elapsed().as_secs_f64(), fails_with);
        let result = change(&mut simulation)?;
        if let Some(path) = self.path.as_deref().filter(|_| !self.saved_when_dropped) {
            write(path, &simulation).map_err(|error| api_error(format!("{}: {error}", path.display())))?;
        }
        Ok(result)
    }

    /// Reads the file again if another command may have changed it; the time never goes back.
    pub(super) fn refresh(&self) {
        if self.lock.borrow().is_some() {
            return;
        }
        // If the file cannot be read now, the next refresh reads it.
        if let Some(Ok(simulation)) = self.path.as_deref().map(read) {
            let elapsed = self.clock.elapsed().as_secs_f64();
            let began = self.began.borrow().max(simulation.now - elapsed);
            *self.began.borrow_mut() = began;
            *self.simulation.borrow_mut() = simulation;
        }
    }

    /// Locks the file, and reads it again, since another deployer may have changed it.
    fn take_over(&self) -> io::Result<()> {
        let Some(path) = self.path.as_deref().filter(|_| self.lock.borrow().is_none()) else {
            return Ok(());
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let beside = path.with_extension("lock");
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside)?;
        lock.try_lock()
            .map_err(|_| io::Error::other("another deployer is at work in this sandbox"))?;
        let simulation = read(path).map_err(io::Error::other)?;
        // The time never goes back: this deployer may have waited since it last wrote the file.
        let began = self
            .began
            .borrow()
            .max(simulation.now - self.clock.elapsed().as_secs_f64());
        *self.began.borrow_mut() = began;
        *self.simulation.borrow_mut() = simulation;
        *self.lock.borrow_mut() = Some(lock);
        Ok(())
    }
}

impl Drop for Sandbox {
    /// Saves the current time, so everything that this command waited for is ready for the next one.
    fn drop(&mut self) {
        if let Some(path) = self.path.as_deref().filter(|_| self.lock.borrow().is_some()) {
            self.look(|simulation| {
                // If this fails, the next command waits a little longer.
                let _ = write(path, simulation);
            });
        }
    }
}

fn read(path: &Path) -> Result<Simulation, SandboxError> {
    let broken = |cause: String| SandboxError::Broken {
        path: path.into(),
        cause,
    };
    match fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| broken(error.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Simulation::default()),
        Err(error) => Err(broken(error.to_string())),
    }
}

fn write(path: &Path, simulation: &Simulation) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(io::BufWriter::new(file.as_file()), simulation)?;
    file.persist(path)?;
    Ok(())
}
