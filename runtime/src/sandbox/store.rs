//! The sandbox as it is kept: a world in a file, the clock that it lives by, and the lock of whoever changes it.

use super::simulation::{Phase, Simulation};
use crate::clock::Clock;
use crate::provider::{ApiError, ApiErrorKind, RESOURCE_TAG};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What can be wrong with a sandbox.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// Its file cannot be read.
    #[error("the sandbox {path} cannot be read: {cause}")]
    Broken {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
}

/// The simulated AWS.
#[derive(Debug)]
pub struct Sandbox {
    /// Where it is kept; one that is kept nowhere ends with the process.
    path: Option<PathBuf>,
    /// Whether its file waits until it is dropped.
    saved_when_dropped: bool,
    clock: Clock,
    /// The world's time when the clock was started.
    began: RefCell<f64>,
    simulation: RefCell<Simulation>,
    /// Held from the first change on, so that two deployers cannot overwrite each other's world.
    lock: RefCell<Option<File>>,
}

impl Sandbox {
    /// Opens the sandbox that is kept in a file, or an empty one.
    pub fn open(path: &Path, clock: Clock) -> Result<Self, SandboxError> {
        Ok(Self::holding(Some(path.into()), read(path)?, clock))
    }

    /// Writes its file once, when it is dropped, and not at each change: for tests, which kill no process.
    #[must_use]
    pub fn saved_when_dropped(mut self) -> Self {
        self.saved_when_dropped = true;
        self
    }

    /// Makes an empty sandbox that is kept nowhere.
    #[must_use]
    pub fn empty(clock: Clock) -> Self {
        Self::holding(None, Simulation::default(), clock)
    }

    /// Copies the sandbox as it is now into another, which is kept nowhere.
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

    /// Counts what exists, by kind and address; what is on its way out does not count.
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

    /// Looks at the world as it is now.
    pub(super) fn look<T>(&self, at: impl FnOnce(&Simulation) -> T) -> T {
        let mut simulation = self.simulation.borrow_mut();
        simulation.advance(*self.began.borrow() + self.clock.elapsed().as_secs_f64());
        at(&simulation)
    }

    /// Changes the world, and writes it down before anybody hears of the change.
    pub(super) fn change<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Simulation) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let api_error = |message: String| ApiError::new(ApiErrorKind::Unavailable, name, "SandboxUnavailable", message);
        self.take_over().map_err(|error| api_error(error.to_string()))?;
        let mut simulation = self.simulation.borrow_mut();
        simulation.advance(*self.began.borrow() + self.clock.elapsed().as_secs_f64());
        let result = change(&mut simulation)?;
        if let Some(path) = self.path.as_deref().filter(|_| !self.saved_when_dropped) {
            write(path, &simulation).map_err(|error| api_error(format!("{}: {error}", path.display())))?;
        }
        Ok(result)
    }

    /// Reads the world again, where another command may have changed it since; its time never goes back.
    pub(super) fn refresh(&self) {
        if self.lock.borrow().is_some() {
            return;
        }
        // What cannot be read now is read at the next look.
        if let Some(Ok(simulation)) = self.path.as_deref().map(read) {
            let elapsed = self.clock.elapsed().as_secs_f64();
            let began = self.began.borrow().max(simulation.now - elapsed);
            *self.began.borrow_mut() = began;
            *self.simulation.borrow_mut() = simulation;
        }
    }

    /// Locks the world, and reads it again: another deployer may have changed it since.
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
        *self.began.borrow_mut() = simulation.now - self.clock.elapsed().as_secs_f64();
        *self.simulation.borrow_mut() = simulation;
        *self.lock.borrow_mut() = Some(lock);
        Ok(())
    }
}

impl Drop for Sandbox {
    /// Writes down how late it is: the next command finds ready what this one has waited for.
    fn drop(&mut self) {
        if let Some(path) = self.path.as_deref().filter(|_| self.lock.borrow().is_some()) {
            self.look(|simulation| {
                // Should it fail, the next command waits a little longer.
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
