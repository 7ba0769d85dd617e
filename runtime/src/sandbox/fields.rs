//! The fields of a resource that AWS reports, lists and changes: only those that the kind declares.

use super::request::call;
use super::simulation::Resource;
use crate::provider::{ApiError, ApiErrorKind, Constant, Scope, Target};
use crate::resource::Retention;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The value of a constant that nobody has changed.
const AS_SET: &str = "as set";

/// Refuses a change of a field that the kind does not have, or that is fixed.
pub(super) fn changeable(target: &Target, changed: &[String]) -> Result<(), ApiError> {
    let noun = target.kind.noun;
    for field in changed.iter().map(String::as_str) {
        let call = call("Modify", target);
        if !target.kind.has(field) {
            let message = format!("`{field}` is not a field of the {noun}, and nothing applies it: report this");
            return Err(ApiError::new(ApiErrorKind::Internal, &call, "NotApplied", message));
        }
        if target.kind.replaces.contains(&field) {
            let message = format!("{field} cannot be changed");
            let code = "InvalidParameterCombination";
            return Err(ApiError::new(ApiErrorKind::Invalid, &call, code, message));
        }
    }
    Ok(())
}

/// Sets only the fields that have changed, or all fields after a creation.
pub(super) fn apply(resource: &mut Resource, fields: &Value, changed: &[String]) {
    if changed.is_empty() {
        resource.fields = fields.clone();
        resource.constants.clear();
    }
    for name in changed {
        if resource.constants.remove(name).is_none() && fields.get(name).is_some() {
            resource.fields[name] = fields[name].clone();
        }
    }
}

/// Returns the constants that AWS reports when a resource is read. The sandbox does not know their values: each is
/// [`AS_SET`], unless somebody has changed it in the sandbox's file.
pub(super) fn constants(target: &Target, resource: &Resource) -> BTreeMap<&'static str, Constant> {
    let constants = target.kind.constants.iter().map(|name| {
        let live = resource.constants.get(*name).cloned().unwrap_or_else(|| AS_SET.into());
        let expected = AS_SET.into();
        (*name, Constant { expected, live })
    });
    constants.collect()
}

/// Returns the fields that AWS reports when a resource is read.
pub(super) fn reported(target: &Target, resource: &Resource) -> Map<String, Value> {
    let fields = resource.fields.as_object().into_iter().flatten();
    let reported = fields.filter(|(field, _)| target.kind.is_reported(field));
    reported.map(|(field, value)| (field.clone(), value.clone())).collect()
}

/// Returns the fields that AWS lists for a resource. AWS does not know a database's `on_destroy`, so without a
/// declaration a deletion leaves a final snapshot.
pub(super) fn listed(scope: &Scope<'_>, resource: &Resource) -> Map<String, Value> {
    let value = |field: &str| match field {
        Retention::FIELD => json!(Retention::Snapshot),
        _ => resource.fields[field].clone(),
    };
    let fields = scope.kind.listed.iter();
    fields.map(|field| ((*field).to_owned(), value(field))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::kinds::{cloudwatch::Alarm, ecs::Service, elb::ListenerRule, rds::DbInstance};
    use crate::provider::Provider as _;
    use crate::resource::Kind;
    use crate::sandbox::Sandbox;
    use std::collections::BTreeSet;

    fn target<K: Kind>() -> Target {
        Target {
            stack: "campus".into(),
            account: "111122223333".into(),
            address: "test.one".into(),
            kind: &K::INFO,
            region: "ap-southeast-1".into(),
            name: "campus-one".into(),
            spec_hash: "0f0f0".into(),
            deployment: "1".into(),
            token: "0".repeat(32),
            references: Vec::new(),
            dependents: Vec::new(),
        }
    }

    /// Creates a resource of a kind, with some fields set.
    async fn made<K: Kind>(fields: &Value) -> (Sandbox, Target, String, Value) {
        let sandbox = Sandbox::empty(Clock::start(1.0));
        let target = target::<K>();
        let all = K::INFO.filled(fields.as_object().cloned().unwrap());
        let id = sandbox.create(&target, &all).await.unwrap();
        sandbox.configure(&target, &id, &all, &[]).await.unwrap();
        (sandbox, target, id, all)
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[tokio::test]
    async fn change_sets_only_the_fields_that_it_names() {
        let (sandbox, target, id, mut fields) = made::<Alarm>(&json!({ "metric": "CPU", "period": 60 })).await;
        fields["metric"] = "Memory".into();
        fields["period"] = 300.into();
        sandbox
            .configure(&target, &id, &fields, &names(&["period"]))
            .await
            .unwrap();
        let live = sandbox.read(&target, &id, &fields).await.unwrap().unwrap();
        assert_eq!(
            (&live.fields["metric"], &live.fields["period"]),
            (&json!("CPU"), &json!(300))
        );
    }

    #[tokio::test]
    async fn change_of_an_unknown_or_fixed_field_is_refused() {
        let (sandbox, target, id, fields) = made::<DbInstance>(&json!({})).await;
        let refused = async |field: &str| {
            let changed = names(&["class", field]);
            sandbox.configure(&target, &id, &fields, &changed).await.unwrap_err()
        };
        let error = refused("colour").await;
        assert_eq!((error.kind, &*error.code), (ApiErrorKind::Internal, "NotApplied"));
        assert!(error.message.contains("`colour`"), "{error}");
        let error = refused("engine").await;
        assert_eq!(
            (error.kind, &*error.code),
            (ApiErrorKind::Invalid, "InvalidParameterCombination")
        );
    }

    #[tokio::test]
    async fn read_returns_the_fields_that_aws_reports() {
        let (sandbox, target, id, fields) = made::<ListenerRule>(&json!({ "priority": 7 })).await;
        let live = sandbox.read(&target, &id, &fields).await.unwrap().unwrap();
        let reported: BTreeSet<&str> = live.fields.keys().map(String::as_str).collect();
        assert_eq!(reported, BTreeSet::from(["header", "priority", "target_group"]));
        assert_eq!(live.fields["priority"], 7);
    }

    #[tokio::test]
    async fn list_returns_the_fields_that_a_deletion_needs() {
        async fn listed<K: Kind>(fields: &Value) -> Value {
            let (sandbox, target, ..) = made::<K>(fields).await;
            let scope = Scope {
                stack: &target.stack,
                account: &target.account,
                home: &target.region,
                region: &target.region,
                kind: target.kind,
                known: &[],
            };
            let [one] = &sandbox.list(&scope).await.unwrap()[..] else {
                panic!("one is listed")
            };
            one.fields.clone().into()
        }
        let service = json!({ "cluster": "c", "task_definition": "web:1", "port": 80 });
        assert_eq!(
            listed::<Service>(&service).await,
            json!({ "cluster": "c", "task_definition": "web:1" })
        );
        assert_eq!(listed::<Alarm>(&json!({ "metric": "CPU" })).await, json!({}));
        // AWS does not know the value of `on_destroy`.
        let database = json!({ "on_destroy": "Delete" });
        assert_eq!(
            listed::<DbInstance>(&database).await,
            json!({ "on_destroy": "Snapshot" })
        );
    }
}
