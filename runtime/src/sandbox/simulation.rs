//! The state of the sandbox, kept in a file so that later commands see it.

use super::service_tasks::{Count, Rollback};
use super::task::{Site, Task};
use crate::operations::Line;
use crate::provider::Reference;
use crate::resource::{Kind, spec};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Seconds that a backup takes: RDS's snapshots of small databases take minutes.
pub(super) const COPYING: f64 = 240.0;

/// Everything that exists.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Simulation {
    /// The seconds that have passed since it began.
    pub(super) now: f64,
    /// How many resources were ever created. IDs are derived from it.
    pub(super) count: u64,
    /// The resources, by ID.
    #[serde(rename = "things")]
    pub(super) resources: BTreeMap<String, Resource>,
    /// Moodle's tables, by the database's identifier.
    pub(super) sites: BTreeMap<String, Site>,
    /// Which site's files a file system contains, by its ID.
    pub(super) trees: BTreeMap<String, String>,
    /// Who has put up the maintenance page in a file system, by its ID.
    pub(super) pages: BTreeMap<String, String>,
    /// One-off tasks, by ARN.
    pub(super) tasks: BTreeMap<String, Task>,
    /// The output of tasks, each line with its log group.
    pub(super) lines: Vec<(String, Line)>,
    /// The restores of AWS Backup into a folder of a file system, by its ID: which site's files, and when the restore
    /// ends.
    pub(super) restores: BTreeMap<String, (String, f64)>,
    /// The number of a service's tasks, by its ARN, if it was set by hand.
    pub(super) counts: BTreeMap<String, Count>,
    /// Backups of databases and file systems, by ARN.
    pub(super) copies: BTreeMap<String, Copied>,
    /// Causes of failure by address, to rehearse a failure: a resource with an entry fails with that cause instead of
    /// becoming ready.
    pub(super) failing: BTreeMap<String, String>,
    /// The seed of its eventual consistency, if it is eventually consistent.
    #[serde(skip)]
    pub(super) lag: Option<u64>,
    /// Whether everything that was due when the file was read has been processed.
    #[serde(skip)]
    pub(super) is_settled: bool,
}

/// A backup of a database or a file system.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Copied {
    /// The source.
    pub(super) of: String,
    /// When it is complete.
    pub(super) until: f64,
    /// The site that it contains, if it is of a database.
    pub(super) site: Option<Site>,
    /// Which site's files it contains, if it is of a file system.
    pub(super) tree: Option<String>,
    /// The ARN of its vault, if it is of a file system.
    #[serde(default)]
    pub(super) vault: Option<String>,
    pub(super) tags: BTreeMap<String, String>,
}

/// One resource.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Resource {
    pub(super) kind: String,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) name: String,
    pub(super) tags: BTreeMap<String, String>,
    /// The client token of its creation.
    pub(super) token: String,
    pub(super) fields: Value,
    /// The values of other resources in its fields.
    pub(super) references: Vec<Reference>,
    pub(super) outputs: BTreeMap<String, String>,
    pub(super) phase: Phase,
    /// The kind's constants that somebody has changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) constants: BTreeMap<String, Value>,
    /// When it was created.
    #[serde(default)]
    pub(super) created: f64,
    /// When it became ready for the first time.
    #[serde(default)]
    pub(super) usable_since: Option<f64>,
    /// The rollout of a service that was rolled back.
    #[serde(default)]
    pub(super) rollback: Option<Rollback>,
}

impl Resource {
    /// Returns its tags in pairs of key and value.
    pub(super) fn tags(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// The state of a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Phase {
    Ready,
    /// Becomes ready at a certain time; until then, `word` is AWS's name for its state.
    Busy {
        word: String,
        until: f64,
        /// The cause, if it fails then instead of becoming ready.
        #[serde(default)]
        fails: Option<String>,
    },
    /// Cannot be used.
    Failed {
        cause: String,
    },
    /// Something must end before it can be deleted.
    Closing {
        until: f64,
    },
    /// Ceases to exist at a certain time.
    Going {
        until: f64,
    },
}

impl Phase {
    /// Returns whether it ends by the given time.
    fn is_due(&self, now: f64) -> bool {
        match self {
            Self::Busy { until, .. } | Self::Going { until } => *until <= now,
            Self::Ready | Self::Failed { .. } | Self::Closing { .. } => false,
        }
    }
}

impl Simulation {
    /// Advances the time: resources that are due become ready or cease to exist. `fails_with` returns the field of a kind that
    /// names the resource which fails with it.
    pub(super) fn advance(&mut self, now: f64, fails_with: impl Fn(&str) -> Option<&'static str>) {
        self.now = now;
        // If nothing is due, nothing changes, except in a file that has just been read and may have been edited.
        if self.is_settled && !self.is_anything_due() {
            return;
        }
        self.is_settled = true;
        self.resources
            .retain(|_, resource| !matches!(resource.phase, Phase::Going { until } if until <= now));
        let mut failed = Vec::new();
        for resource in self.resources.values_mut() {
            if let Phase::Busy { until, fails, .. } = &resource.phase
                && *until <= now
            {
                let cause = fails.clone();
                let other = fails_with(&resource.kind).and_then(|field| resource.fields[field].as_str());
                failed.extend(other.map(str::to_owned).zip(cause.clone()));
                resource.usable_since.get_or_insert(*until);
                resource.phase = cause.map_or(Phase::Ready, |cause| Phase::Failed { cause });
            }
        }
        for (name, cause) in failed {
            let mut resources = self.resources.values_mut();
            if let Some(resource) = resources.find(|resource| resource.owns(&name)) {
                resource.phase = Phase::Failed { cause };
            }
        }
        self.end_tasks();
        // The content of a database or a file system is deleted with it.
        let resources = &self.resources;
        let is_there = |id: &String| {
            resources
                .values()
                .any(|resource| resource.outputs.get("id") == Some(id))
        };
        self.sites.retain(|id, _| is_there(id));
        self.trees.retain(|id, _| is_there(id));
        self.pages.retain(|id, _| is_there(id));
        self.restores.retain(|id, _| is_there(id));
        self.counts.retain(|arn, _| resources.contains_key(arn));
    }

    fn is_anything_due(&self) -> bool {
        let mut tasks = self.tasks.values();
        self.resources.values().any(|resource| resource.phase.is_due(self.now))
            || tasks.any(|task| task.exit.is_none() && task.until <= self.now)
    }

    /// Finds the first resource that uses another: a field contains one of the other's outputs.
    pub(super) fn dependent(&self, id: &str, is_document: impl Fn(&str) -> bool) -> Option<&Resource> {
        let resource = self.resources.get(id)?;
        let mut others = self
            .resources
            .iter()
            .filter(|(other, _)| other.as_str() != id)
            .map(|(_, other)| other);
        others.find(|other| {
            let mut held = other.references.iter();
            held.any(|held| self.is_held(resource, held, &other.region)) && !is_document(&other.kind)
        })
    }

    /// Returns whether a reference from a region is to a resource, even if it goes through another resource that passes
    /// the value on.
    fn is_held(&self, resource: &Resource, held: &Reference, region: &str) -> bool {
        if !resource.owns(&held.value) {
            return false;
        }
        // Two kinds can have the same names, and so can two regions.
        let mut like = self.of(&held.kind).filter(|other| other.owns(&held.value));
        let is_near = |other: &Resource| other.region == region;
        if resource.kind == held.kind {
            is_near(resource) || !like.any(is_near)
        } else {
            like.next().is_none()
        }
    }

    /// Returns whether a resource that exists has a value as an output.
    pub(super) fn gives(&self, reference: &Reference) -> bool {
        let mut alive = self
            .of(&reference.kind)
            .filter(|resource| !matches!(resource.phase, Phase::Going { .. }));
        alive.any(|resource| resource.outputs.values().any(|output| *output == reference.value))
    }

    /// Finds the resource of a kind that has an output.
    pub(super) fn with<K: Kind>(&self, output: &str) -> Option<&Resource> {
        self.all::<K>()
            .find(|resource| resource.outputs.values().any(|value| value == output))
    }

    /// Reads the fields of the resource of a kind that has an output.
    pub(crate) fn spec<K: Kind>(&self, output: &str) -> Option<K> {
        self.with::<K>(output)?.spec()
    }

    /// Reads the fields of all resources of a kind.
    pub(crate) fn specs<K: Kind>(&self) -> impl Iterator<Item = K> {
        self.all::<K>().filter_map(Resource::spec)
    }

    /// Returns all resources of a kind.
    pub(super) fn all<K: Kind>(&self) -> impl Iterator<Item = &Resource> {
        self.of(K::INFO.name)
    }

    /// Returns all resources of a kind, by AWS's name for it.
    fn of<'w>(&'w self, kind: &'w str) -> impl Iterator<Item = &'w Resource> {
        self.resources.values().filter(move |resource| resource.kind == kind)
    }
}

impl Simulation {
    /// Restores a backup of a database into a new database. Returns whether the backup exists.
    pub(crate) fn restore_database(&mut self, copy: &str, database: Option<&String>) -> bool {
        let Some(copy) = self.copies.get(copy) else {
            return false;
        };
        if let Some((site, name)) = copy.site.clone().zip(database) {
            self.sites.insert(name.clone(), site);
        }
        true
    }

    /// Starts to restore a backup of a file system into a folder of a new file system. Returns whether the backup
    /// exists.
    pub(crate) fn restore_files(&mut self, copy: &str, file_system: &str) -> bool {
        let Some(copy) = self.copies.get(copy) else {
            return false;
        };
        let restore = (copy.tree.clone().unwrap_or_default(), self.now + COPYING);
        self.restores.insert(file_system.to_owned(), restore);
        true
    }

    /// Counts the backups in a vault, by its ID.
    pub(crate) fn copies_in(&self, vault: &str) -> usize {
        let copies = self.copies.values();
        copies.filter(|copy| copy.vault.as_deref() == Some(vault)).count()
    }
}

impl Resource {
    /// Returns whether a value is the resource's own: it is not passed on from another resource, and is not a port or a
    /// zone.
    fn owns(&self, value: &str) -> bool {
        let given = |(name, output): (&String, &String)| output == value && !matches!(name.as_str(), "port" | "zone");
        self.outputs.iter().any(given) && !self.references.iter().any(|reference| reference.value == value)
    }

    /// Reads its fields. Returns `None` if it is of another kind.
    pub(crate) fn spec<K: Kind>(&self) -> Option<K> {
        (self.kind == K::INFO.name).then(|| spec(&self.fields).ok())?
    }

    /// Returns whether it is being deleted.
    pub(crate) fn is_going(&self) -> bool {
        matches!(self.phase, Phase::Going { .. })
    }
}
