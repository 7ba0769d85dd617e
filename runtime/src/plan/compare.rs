//! What differs: declared, last applied and live.

use super::FieldChange;
use crate::journal::Entry;
use crate::provider::Live;
use crate::resource::resolve;
use crate::spec::Desired;
use serde_json::{Map, Value};

/// Compares what is declared with what was last applied and with what AWS tells. A field that is not declared any more, or
/// that its kind no longer has, changes to nothing.
///
/// `known` gives the outputs that will still be there; a field with a reference to anything else changes to what nobody
/// knows yet.
pub(crate) fn changes(
    desired: &Desired,
    entry: &Entry,
    live: Option<&Live>,
    known: &impl Fn(&str, &str) -> Option<String>,
) -> Vec<FieldChange> {
    let empty = Map::new();
    let declared = desired.fields.as_object().unwrap_or(&empty);
    let kind = desired.kind;
    let is_same = entry.is_of(desired);
    let mut changes = Vec::new();
    for (field, value) in declared {
        if kind.incidental.contains(&field.as_str()) {
            continue;
        }
        let applied = &entry.fields[field];
        let change = |from: &Value, to: Value, drift| FieldChange {
            field: field.clone(),
            from: from.clone(),
            to,
            drift,
        };
        // What it was changed to outside of this program is where it changes from, unless that is for others to change.
        let drifted = live
            .filter(|_| !kind.externally_managed.contains(&field.as_str()))
            .and_then(|live| live.fields.get(field))
            .filter(|live| *live != applied);
        let value = resolve(value, known);
        // It was found without a journal, and its generation says what this field is.
        if applied.is_null() && drifted.is_none() && is_same && kind.replaces.contains(&field.as_str()) {
            continue;
        }
        match (value, drifted) {
            (None, drifted) => changes.push(change(drifted.unwrap_or(applied), Value::Null, drifted.is_some())),
            (Some(value), Some(live)) if *live != value => changes.push(change(live, value, true)),
            (Some(value), _) if value != *applied => changes.push(change(applied, value, false)),
            (Some(_), _) => {}
        }
    }
    let applied = entry.fields.as_object().unwrap_or(&empty);
    let gone = applied.iter().filter(|(field, value)| {
        !declared.contains_key(*field) && !value.is_null() && !kind.incidental.contains(&field.as_str())
    });
    changes.extend(gone.map(|(field, value)| FieldChange {
        field: field.clone(),
        from: value.clone(),
        to: Value::Null,
        drift: false,
    }));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Phase;
    use crate::kinds::rds::DbInstance;
    use crate::resource::Kind as _;
    use serde_json::json;
    use std::collections::{BTreeMap, BTreeSet};

    /// Compares three states of one database; `live` has what AWS reports. One output is known: that of the subnet group.
    fn compared(declared: &Value, applied: &Value, live: &Value) -> Vec<FieldChange> {
        let desired = Desired {
            kind: &DbInstance::INFO,
            region: "ap-southeast-1".into(),
            name: "campus-db".into(),
            spec_hash: "0f0f0".into(),
            fields: declared.clone(),
            depends: BTreeSet::new(),
            key: "database",
        };
        let mut entry = Entry::intend("database.instance", &desired, applied.clone(), "1", "token".into());
        entry.phase = Phase::Ready;
        let live = Live {
            fields: live.as_object().cloned().unwrap(),
            outputs: BTreeMap::new(),
            ..Live::default()
        };
        let known = |address: &str, _: &str| (address == "database.subnets").then(|| "campus-subnets".to_owned());
        changes(&desired, &entry, Some(&live), &known)
    }

    fn change(field: &str, from: &Value, to: &Value) -> FieldChange {
        FieldChange {
            field: field.into(),
            from: from.clone(),
            to: to.clone(),
            drift: false,
        }
    }

    fn drift(field: &str, from: &Value, to: &Value) -> FieldChange {
        FieldChange {
            drift: true,
            ..change(field, from, to)
        }
    }

    #[test]
    fn the_same_everywhere_is_no_change() {
        let fields = json!({ "class": "db.r6g.large", "port": 3306 });
        assert_eq!(compared(&fields, &fields, &fields), []);
        // AWS does not report every field.
        assert_eq!(compared(&fields, &fields, &json!({})), []);
    }

    #[test]
    fn a_declared_change_goes_from_what_was_applied() {
        let found = compared(
            &json!({ "class": "db.r6g.xlarge" }),
            &json!({ "class": "db.r6g.large" }),
            &json!({ "class": "db.r6g.large" }),
        );
        assert_eq!(
            found,
            [change("class", &json!("db.r6g.large"), &json!("db.r6g.xlarge"))]
        );
        // A field that is new to the kind was never applied.
        let found = compared(&json!({ "port": 3306 }), &json!({}), &json!({}));
        assert_eq!(found, [change("port", &Value::Null, &json!(3306))]);
    }

    #[test]
    fn drift_goes_from_what_is_live() {
        let fields = json!({ "class": "db.r6g.large" });
        let live = json!({ "class": "db.t4g.micro" });
        let found = compared(&fields, &fields, &live);
        assert_eq!(found, [drift("class", &live["class"], &fields["class"])]);
        // Somebody has made it by hand as it is declared now.
        assert_eq!(
            compared(&live, &fields, &live),
            [change("class", &fields["class"], &live["class"])]
        );
    }

    #[test]
    fn a_field_that_is_not_declared_any_more_changes_to_nothing() {
        let found = compared(
            &json!({ "class": "db.r6g.large" }),
            &json!({ "class": "db.r6g.large", "proxy": true, "license": null, "snapshot": "old" }),
            &json!({}),
        );
        assert_eq!(found, [change("proxy", &json!(true), &Value::Null)]);
    }

    #[test]
    fn a_live_difference_of_a_steered_field_is_not_drift_and_a_declared_one_is_a_change() {
        assert!(DbInstance::INFO.externally_managed.contains(&"storage"));
        let (declared, grown) = (json!({ "storage": 100 }), json!({ "storage": 180 }));
        assert_eq!(compared(&declared, &declared, &grown), []);
        let more = json!({ "storage": 200 });
        let found = compared(&more, &declared, &grown);
        assert_eq!(found, [change("storage", &json!(100), &json!(200))]);
    }

    #[test]
    fn a_difference_of_an_incidental_field_is_no_change() {
        let applied = json!({ "snapshot": null });
        assert_eq!(compared(&json!({ "snapshot": "old" }), &applied, &json!({})), []);
    }

    #[test]
    fn a_reference_that_leads_nowhere_yet_changes_to_what_is_not_known() {
        let to = |address: &str| json!({ "subnet_group": { "$ref": [format!("{address}:name")] } });
        let applied = json!({ "subnet_group": "campus-subnets" });
        assert_eq!(compared(&to("database.subnets"), &applied, &applied), []);
        let found = compared(&to("database.new"), &applied, &applied);
        assert_eq!(found, [change("subnet_group", &json!("campus-subnets"), &Value::Null)]);
        let live = json!({ "subnet_group": "other" });
        let found = compared(&to("database.new"), &applied, &live);
        assert_eq!(found, [drift("subnet_group", &json!("other"), &Value::Null)]);
    }

    #[test]
    fn what_the_generation_says_of_a_fixed_field_is_no_change_and_all_else_that_is_unknown_is() {
        let engine = json!({ "engine": "mysql", "class": "db.r6g.large" });
        let unknown = json!({ "engine": null, "class": null });
        let class = [change("class", &Value::Null, &json!("db.r6g.large"))];
        assert_eq!(compared(&engine, &unknown, &json!({})), class);
        let other = [drift("engine", &json!("postgres"), &json!("mysql"))];
        assert_eq!(
            compared(
                &json!({ "engine": "mysql" }),
                &json!({ "engine": null }),
                &json!({ "engine": "postgres" })
            ),
            other
        );
    }
}
