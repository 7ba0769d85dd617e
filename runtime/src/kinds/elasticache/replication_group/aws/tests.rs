//! Settings of a replication group that somebody changed by hand, with a responder that keeps what is sent to it.

use super::ReplicationGroup;
use crate::aws::responder::{Call, Responder, drifted, target};
use crate::provider::Provider as _;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

type Settings = BTreeMap<&'static str, String>;

/// Returns a group of two nodes, as ElastiCache reports it.
fn describe(settings: &Settings) -> String {
    let settings: Vec<String> = settings
        .iter()
        .map(|(name, value)| format!("<{name}>{value}</{name}>"))
        .collect();
    let settings = settings.concat();
    let member = "<NodeGroupMember><CacheNodeId>0001</CacheNodeId></NodeGroupMember>";
    let nodes = format!(
        "<PrimaryEndpoint><Address>cache.example</Address><Port>6379</Port></PrimaryEndpoint>\
         <NodeGroupMembers>{member}{member}</NodeGroupMembers>"
    );
    let group = format!("<Status>available</Status><NodeGroups><NodeGroup>{nodes}</NodeGroup></NodeGroups>{settings}");
    format!("<ReplicationGroups><ReplicationGroup>{group}</ReplicationGroup></ReplicationGroups>")
}

fn modify(settings: &mut Settings, call: &Call) {
    let switch = |value: &str| if value == "true" { "enabled" } else { "disabled" };
    for (name, value) in &call.form {
        match name.as_str() {
            "AutomaticFailoverEnabled" => settings.insert("AutomaticFailover", switch(value).into()),
            "MultiAZEnabled" => settings.insert("MultiAZ", switch(value).into()),
            "AutoMinorVersionUpgrade" => settings.insert("AutoMinorVersionUpgrade", value.clone()),
            "TransitEncryptionEnabled" => settings.insert("TransitEncryptionEnabled", value.clone()),
            "TransitEncryptionMode" => settings.insert("TransitEncryptionMode", value.clone()),
            _ => None,
        };
    }
}

#[tokio::test]
async fn each_setting_of_a_group_that_somebody_changed_is_put_right() {
    let by_hand = [
        ("failover", "AutomaticFailover", "disabled", 1),
        ("failover", "MultiAZ", "disabled", 1),
        ("auto_minor_upgrades", "AutoMinorVersionUpgrade", "false", 1),
        ("encryption_in_transit", "TransitEncryptionMode", "preferred", 1),
        // AWS lets clients encrypt first, and demands it in a second step.
        ("encryption_in_transit", "TransitEncryptionEnabled", "false", 2),
    ];
    let created = [
        ("AutomaticFailover", "enabled"),
        ("MultiAZ", "enabled"),
        ("AutoMinorVersionUpgrade", "true"),
        ("TransitEncryptionEnabled", "true"),
        ("TransitEncryptionMode", "required"),
    ];
    let settings: Settings = created.map(|(name, value)| (name, value.to_owned())).into();
    let settings = Arc::new(Mutex::new(settings));
    let shared = Arc::clone(&settings);
    let responder = Responder::new(move |call: &Call| {
        let mut settings = shared.lock().unwrap();
        modify(&mut settings, call);
        let (name, body) = (&call.operation, describe(&settings));
        (
            200,
            format!("<{name}Response><{name}Result>{body}</{name}Result></{name}Response>"),
        )
    });
    let (aws, target) = (responder.aws(), target::<ReplicationGroup>());
    let fields = json!({
        "description": "sessions", "engine": "valkey", "version": "8.0", "node": "cache.r6g.large", "nodes": 2,
        "subnet_group": "subnets", "groups": ["sg-1"], "parameter_group": "parameters", "snapshot_days": 0,
        "linked_role": "role",
    });
    assert_eq!(drifted(&aws, &target, "one", &fields).await, [""; 0]);
    for (field, name, value, deployments) in by_hand {
        settings.lock().unwrap().insert(name, value.to_owned());
        for _ in 0..deployments {
            let changed = drifted(&aws, &target, "one", &fields).await;
            assert_eq!(changed, [field], "{name}");
            aws.configure(&target, "one", &fields, &changed).await.unwrap();
        }
        assert_eq!(drifted(&aws, &target, "one", &fields).await, [""; 0], "{name}");
    }
}
