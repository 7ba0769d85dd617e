//! The final snapshot that a database leaves.

use super::simulated::Simulated;
use super::simulation::{COPYING, Copied, Simulation};
use crate::kinds::rds::final_snapshot;
use crate::provider::{Deletion, Target};
use crate::resource::Retention;
use serde_json::Value;
use std::collections::BTreeMap;

/// The final snapshot that a database leaves if it is declared so.
pub(super) struct FinalSnapshot<'t> {
    target: &'t Target,
    /// The database's ID in the sandbox.
    id: &'t str,
    name: String,
    arn: String,
}

impl<'t> FinalSnapshot<'t> {
    /// Describes the final snapshot of a resource; `None` if it leaves none.
    pub(super) fn of(simulated: &Simulated, target: &'t Target, id: &'t str, fields: &Value) -> Option<Self> {
        let part = simulated.final_snapshot?;
        let name = final_snapshot(&target.name, &target.token, &target.deployment);
        let Target { region, account, .. } = target;
        let arn = format!("arn:aws:rds:{region}:{account}:{part}:{name}");
        (Retention::of(fields) == Retention::Snapshot).then_some(Self { target, id, name, arn })
    }

    /// Takes the snapshot. The database is being deleted until it is complete.
    pub(super) fn take(&self, simulation: &mut Simulation) {
        let database = simulation.resources.get(self.id);
        let of = database.and_then(|database| database.outputs.get("id")).cloned();
        let mut tags: BTreeMap<String, String> = self.target.tags().into_iter().collect();
        tags.insert("Name".into(), self.name.clone());
        let copy = Copied {
            site: of.as_ref().and_then(|of| simulation.sites.get(of)).cloned(),
            of: of.unwrap_or_default(),
            until: simulation.now + COPYING,
            tree: None,
            vault: None,
            tags,
        };
        simulation.copies.entry(self.arn.clone()).or_insert(copy);
    }

    /// Returns what remains of a database that no longer exists.
    pub(super) fn kept(&self, simulation: &Simulation) -> Deletion {
        let name = &self.name;
        match simulation.copies.get(&self.arn) {
            None => Deletion::Accepted,
            Some(copy) if copy.until <= simulation.now => {
                Deletion::Kept(format!("its data is in the final snapshot `{name}`"))
            }
            Some(_) => Deletion::NotYet(format!("the final snapshot `{name}` to be available, creating")),
        }
    }
}
