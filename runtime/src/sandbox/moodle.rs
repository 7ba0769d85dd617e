//! Simulates the tasks of the image: no container runs, and the simulated database records the version of Moodle's
//! tables.

use super::simulation::{Resource, Simulation};
use super::task::{Site, Task};
use crate::kinds::ecs::TaskDefinition;
use crate::kinds::rds::DbClusterInstance;
use crate::resource::Joined;

impl Simulation {
    /// Applies the effect of a task when it ends. Returns the container's exit code and last output.
    pub(super) fn work(&mut self, task: &Task) -> (i32, String) {
        let Some(definition) = task.definition() else {
            return (69, "The database does not answer.".into());
        };
        let Some(database) = self.database_of(&definition) else {
            return (69, "The database does not answer.".into());
        };
        let files = definition.volume.file_system.value().to_owned();
        let version = definition.environment.get("MOODLE_VERSION");
        let version = version.map(Joined::value).unwrap_or_default();
        let there = self.sites.get(&database).cloned();
        let words: Vec<&str> = task.command.iter().map(String::as_str).collect();
        match (words.as_slice(), there) {
            (["adopt"], there) => {
                let Some((tree, _)) = self.restores.get(&files).cloned() else {
                    return (65, "Nothing is restored beside the site's folder.".into());
                };
                self.trees.insert(files, tree);
                drop(there);
                (0, "The restored files are where the site looks for them.".into())
            }
            (["install"], None) => {
                let identity = format!("{database} {}", self.now);
                let site = Site { identity, version };
                self.trees.insert(files, site.identity.clone());
                self.sites.insert(database, site);
                (0, "Moodle is installed.".into())
            }
            (["install"], Some(site)) if site.version == version => {
                (0, "Moodle is installed already. Nothing to do.".into())
            }
            (["install"], Some(site)) => (
                10,
                format!("There is a site of Moodle {}: an upgrade is pending.", site.version),
            ),
            (_, None) => (
                65,
                "There is no complete site in this database. Run `install` first.".into(),
            ),
            (["pending"], Some(site)) if site.version == version => (0, "No upgrade is pending.".into()),
            (["pending"], Some(_)) => (11, "An upgrade is pending, and needs maintenance mode.".into()),
            (["upgrade"], Some(site)) => {
                let told = format!("The database is that of Moodle {version}.");
                self.sites.insert(database, Site { version, ..site });
                (0, told)
            }
            (["maintenance", "release"], Some(_)) => {
                if self.pages.get(&files).is_some_and(|by| by == "hold") {
                    self.pages.remove(&files);
                }
                (0, "No maintenance page of a deployment is up.".into())
            }
            (["maintenance", "off"], Some(_)) => {
                self.pages.remove(&files);
                (0, "The maintenance page is down.".into())
            }
            (["maintenance", by], Some(_)) => match self.pages.get(&files) {
                // A deployment may find its own page, from an earlier run that was interrupted.
                Some(other) if other == by && *by == "hold" => (
                    4,
                    "The maintenance page is up since an earlier `maintenance hold`.".into(),
                ),
                Some(_) => (3, "A maintenance page is up already, and stays as it is.".into()),
                _ => {
                    self.pages.insert(files, (*by).to_owned());
                    (0, "The maintenance page is up.".into())
                }
            },
            _ => (0, "Done.".into()),
        }
    }

    /// Finds the database that a task uses: the instance that has the endpoint, or its cluster.
    fn database_of(&self, definition: &TaskDefinition) -> Option<String> {
        let host = definition.environment.get("MOODLE_DATABASE_HOST")?.value();
        let answers = |resource: &&Resource| {
            resource
                .outputs
                .get("endpoint")
                .is_some_and(|endpoint| *endpoint == host)
        };
        let resource = self.resources.values().find(answers)?;
        let instance = resource.spec::<DbClusterInstance>();
        let cluster = instance.map(|instance| instance.cluster.value().to_owned());
        cluster.or_else(|| resource.outputs.get("id").cloned())
    }
}
