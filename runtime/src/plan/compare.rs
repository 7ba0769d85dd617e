//! Compares fields as they are declared, applied and live.

use super::FieldChange;
use crate::journal::Entry;
use crate::provider::Live;
use crate::resource::resolve;
use crate::spec::Desired;
use serde_json::{Map, Value};

/// Compares the declared fields with the applied fields and with those that AWS reports, and the constants of the kind
/// with those that AWS reports. A field that is no longer declared, or that its kind no longer has, changes to null.
///
/// `known` returns the outputs that will stay the same. A field with a reference to any other output changes to null, since
/// its value is not known yet.
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
        // If a value was set outside of this program, the field changes from that value, unless the field is externally
        // managed.
        let drifted = live
            .filter(|_| !kind.externally_managed.contains(&field.as_str()))
            .and_then(|live| live.fields.get(field))
            .filter(|live| *live != applied);
        let value = resolve(value, known);
        // A recovery found the resource, and its spec hash shows that this field is as declared.
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
    let constants = live.iter().flat_map(|live| &live.constants);
    let drifted = constants.filter(|(_, constant)| constant.live != constant.expected);
    changes.extend(drifted.map(|(name, constant)| FieldChange {
        field: (*name).to_owned(),
        from: constant.live.clone(),
        to: constant.expected.clone(),
        drift: true,
    }));
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
    use std::collections::BTreeSet;

    /// Compares three states of one database; `live` is what AWS reports. One output is known: that of the subnet group.
    fn compared(declared: &Value, applied: &Value, live: &Value) -> Vec<FieldChange> {
        let live = Live {
            fields: live.as_object().cloned().unwrap(),
            ..Live::default()
        };
        compared_with(declared, applied, &live)
    }

    fn compared_with(declared: &Value, applied: &Value, live: &Live) -> Vec<FieldChange> {
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
        let known = |address: &str, _: &str| (address == "database.subnets").then(|| "campus-subnets".to_owned());
        changes(&desired, &entry, Some(live), &known)
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
    fn equal_values_are_no_change() {
        let fields = json!({ "class": "db.r6g.large", "port": 3306 });
        assert_eq!(compared(&fields, &fields, &fields), []);
        // AWS does not report every field.
        assert_eq!(compared(&fields, &fields, &json!({})), []);
    }

    #[test]
    fn constant_that_somebody_has_changed_is_drift() {
        let fields = json!({ "class": "db.r6g.large" });
        let live = |public| Live::default().constant("publicly_accessible", false, public);
        assert_eq!(compared_with(&fields, &fields, &live(Some(false))), []);
        // AWS does not report it.
        assert_eq!(compared_with(&fields, &fields, &live(None)), []);
        let found = compared_with(&fields, &fields, &live(Some(true)));
        assert_eq!(found, [drift("publicly_accessible", &json!(true), &json!(false))]);
    }

    #[test]
    fn declared_change_is_from_the_applied_value() {
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
    fn drift_is_from_the_live_value() {
        let fields = json!({ "class": "db.r6g.large" });
        let live = json!({ "class": "db.t4g.micro" });
        let found = compared(&fields, &fields, &live);
        assert_eq!(found, [drift("class", &live["class"], &fields["class"])]);
        // Somebody has set it by hand to the value that is declared now.
        assert_eq!(
            compared(&live, &fields, &live),
            [change("class", &fields["class"], &live["class"])]
        );
    }

    #[test]
    fn field_that_is_no_longer_declared_changes_to_null() {
        let found = compared(
            &json!({ "class": "db.r6g.large" }),
            &json!({ "class": "db.r6g.large", "proxy": true, "license": null, "snapshot": "old" }),
            &json!({}),
        );
        assert_eq!(found, [change("proxy", &json!(true), &Value::Null)]);
    }

    #[test]
    fn externally_managed_field_has_changes_but_no_drift() {
        assert!(DbInstance::INFO.externally_managed.contains(&"storage"));
        let (declared, grown) = (json!({ "storage": 100 }), json!({ "storage": 180 }));
        assert_eq!(compared(&declared, &declared, &grown), []);
        let more = json!({ "storage": 200 });
        let found = compared(&more, &declared, &grown);
        assert_eq!(found, [change("storage", &json!(100), &json!(200))]);
    }

    #[test]
    fn incidental_field_has_no_changes() {
        let applied = json!({ "snapshot": null });
        assert_eq!(compared(&json!({ "snapshot": "old" }), &applied, &json!({})), []);
    }

    #[test]
    fn unresolved_reference_changes_to_null() {
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
    fn unknown_field_is_a_change_unless_the_spec_hash_says_it_is_equal() {
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
