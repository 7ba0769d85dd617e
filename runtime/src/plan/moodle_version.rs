//! The version of Moodle in the database, for the rule that refuses an upgrade which Moodle does not support.

use crate::blueprint::{Graph, SCHEMA};
use crate::journal::{Entry, Journal, Phase};
use crate::kinds::moodle::Schema;

/// Finds the version of Moodle that the database was last installed with or upgraded to. If a replacement of the
/// database was interrupted, this is the version in the database that a deployment would keep. Returns `None` during an
/// upgrade and after a failed upgrade: the version is then only in the database itself, and the image's `upgrade`
/// decides.
#[must_use]
pub fn moodle_version(graph: &Graph, journal: &Journal) -> Option<String> {
    let desired = graph.resources.get(SCHEMA);
    let is_declared = |entry: &&Entry| desired.is_some_and(|desired| entry.is_of(desired));
    let current = journal.resources.get(SCHEMA);
    let deposed = || {
        journal
            .deposed
            .iter()
            .rev()
            .find(|entry| entry.address == SCHEMA && is_declared(entry))
    };
    let entry = current.filter(is_declared).or_else(deposed).or(current)?;
    let version = entry.spec::<Schema>()?.version;
    (entry.phase == Phase::Ready && !version.is_empty()).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprint::ResourceMeta;
    use crate::resource::Kind as _;
    use serde_json::{Value, json};

    fn journal(phase: &str, fields: &Value) -> Journal {
        let entry: Entry = serde_json::from_value(json!({
            "address": SCHEMA, "kind": "Moodle::Schema", "region": "ap-southeast-1", "name": "campus-schema",
            "generation": "1", "deployment": "1", "token": "1", "id": "1", "step": phase, "fields": fields, "outputs": {},
            "depends": [], "key": "moodle.version",
        }))
        .unwrap();
        let mut journal = Journal::new("campus", "111122223333");
        journal.resources.insert(SCHEMA.into(), entry);
        journal
    }

    fn graph() -> Graph {
        let mut graph = Graph::new("campus", "111122223333", "ap-southeast-1");
        let meta = ResourceMeta {
            address: SCHEMA,
            name: "campus-schema".into(),
            key: "moodle.version",
        };
        let schema: Schema = serde_json::from_value((Schema::INFO.blank)()).unwrap();
        graph.add(meta, &schema);
        graph
    }

    #[test]
    fn version_is_known_once_the_upgrade_is_done() {
        let graph = graph();
        let version = json!({ "version": "5.1" });
        let of = |journal: &Journal| moodle_version(&graph, journal);
        assert_eq!(of(&journal("ready", &version)).as_deref(), Some("5.1"));
        assert_eq!(of(&journal("updating", &version)), None);
        assert_eq!(of(&journal("creating", &version)), None);
        assert_eq!(of(&journal("ready", &json!({}))), None);
        assert_eq!(of(&Journal::new("campus", "111122223333")), None);
    }

    #[test]
    fn replaced_database_counts_if_it_is_declared_again() {
        let graph = graph();
        let mut journal = journal("ready", &json!({ "version": "5.3" }));
        let mut old = journal.resources[SCHEMA].clone();
        old.fields["version"] = "5.2".into();
        old.spec_hash.clone_from(&graph.resources[SCHEMA].spec_hash);
        journal.deposed.push(old);
        assert_eq!(moodle_version(&graph, &journal).as_deref(), Some("5.2"));
        journal
            .resources
            .get_mut(SCHEMA)
            .unwrap()
            .spec_hash
            .clone_from(&graph.resources[SCHEMA].spec_hash);
        assert_eq!(moodle_version(&graph, &journal).as_deref(), Some("5.3"));
    }
}
