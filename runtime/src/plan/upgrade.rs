//! Which Moodle the database is of, for the rule that refuses a step that Moodle does not take.

use crate::blueprint::SCHEMA;
use crate::journal::{Journal, Step};

/// Finds the version of Moodle that the database was last brought to. During an upgrade, and after one that failed, nobody
/// but the database itself knows: then the image's `upgrade` judges.
#[must_use]
pub fn schema(journal: &Journal) -> Option<String> {
    let entry = journal.resources.get(SCHEMA)?;
    let version = entry.fields["version"].as_str()?;
    (entry.step == Step::Ready).then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Entry;
    use serde_json::{Value, json};

    fn journal(step: &str, fields: &Value) -> Journal {
        let entry: Entry = serde_json::from_value(json!({
            "address": SCHEMA, "kind": "Moodle::Schema", "region": "ap-southeast-1", "name": "campus-schema",
            "generation": "1", "deployment": "1", "token": "1", "id": "1", "step": step, "fields": fields, "outputs": {},
            "depends": [], "key": "moodle.version",
        }))
        .unwrap();
        let mut journal = Journal::new("campus", "111122223333");
        journal.resources.insert(SCHEMA.into(), entry);
        journal
    }

    #[test]
    fn the_version_is_known_where_an_upgrade_has_ended() {
        let version = json!({ "version": "5.1" });
        assert_eq!(schema(&journal("ready", &version)).as_deref(), Some("5.1"));
        assert_eq!(schema(&journal("updating", &version)), None);
        assert_eq!(schema(&journal("creating", &version)), None);
        assert_eq!(schema(&journal("ready", &json!({}))), None);
        assert_eq!(schema(&Journal::new("campus", "111122223333")), None);
    }
}
