//! The password of the cache.

use super::campus::{CAMPUS, NODES, graph};
use super::variants::SERVERLESS;
use super::{dependencies, field, of_kind};
use crate::blueprint::Graph;
use moodle_stack_model::{Architecture, Cache, Moodle, Nodes, Sessions};
use serde_json::json;

const CACHES: [Cache; 4] = [
    Cache::Redis(NODES),
    Cache::Valkey(NODES),
    Cache::ServerlessRedis(SERVERLESS),
    Cache::ServerlessValkey(SERVERLESS),
];

fn with(cache: Cache) -> Graph {
    graph(&Architecture { cache, ..CAMPUS })
}

#[test]
fn every_engine_demands_a_password_that_every_task_sends() {
    let password = json!({ "$ref": ["cache.password:arn"] });
    for cache in CACHES {
        let graph = with(cache);
        let (demanding, user) = match cache {
            Cache::Redis(_) | Cache::Valkey(_) => ("cache.nodes", None),
            Cache::ServerlessRedis(_) | Cache::ServerlessValkey(_) => ("cache.user", Some("default")),
        };
        assert_eq!(field(&graph, demanding, "password"), &password, "{cache:?}");
        for task in of_kind(&graph, "TaskDefinition") {
            let sent = &field(&graph, task, "secrets")["MOODLE_REDIS_PASSWORD"];
            assert_eq!(sent, &json!({ "$join": [password] }), "{task} with {cache:?}");
            let name = field(&graph, task, "environment").get("MOODLE_REDIS_USER");
            assert_eq!(name, user.map(|user| json!(user)).as_ref(), "{task} with {cache:?}");
        }
    }
}

#[test]
fn cache_demands_the_password_only_after_all_tasks_send_it() {
    for cache in CACHES {
        let graph = with(cache);
        let before = dependencies(&graph, "cache.authentication");
        for needed in [
            "compute.service",
            "compute.cron",
            "compute.task-web",
            "compute.task-cron",
            "cache.password",
        ] {
            assert!(before.contains(needed), "{cache:?}: not after {needed}");
        }
        // A stack of an earlier version first accepts the password.
        if graph.resources.contains_key("cache.nodes") {
            assert!(dependencies(&graph, "compute.task-web").contains("cache.nodes"));
        }
    }
}

#[test]
fn serverless_cache_is_created_with_its_users() {
    let graph = with(Cache::ServerlessValkey(SERVERLESS));
    let users = json!({ "$ref": ["cache.users:name"] });
    assert_eq!(field(&graph, "cache.serverless", "user_group"), &users);
    assert_eq!(field(&graph, "cache.authentication", "user_group"), &users);
    assert_eq!(
        field(&graph, "cache.users", "users"),
        &json!([{ "$ref": ["cache.user:name"] }])
    );
    for address in ["cache.user", "cache.users"] {
        assert_eq!(field(&graph, address, "engine"), "valkey", "{address}");
    }
}

#[test]
fn sessions_are_in_the_database_unless_the_cache_is_declared() {
    for (sessions, sent) in [(Sessions::Database, "database"), (Sessions::Cache, "redis")] {
        let moodle = Moodle {
            sessions,
            ..CAMPUS.moodle
        };
        let graph = graph(&Architecture { moodle, ..CAMPUS });
        assert_eq!(
            field(&graph, "compute.task-web", "environment")["MOODLE_SESSIONS"],
            sent
        );
        let evictions = field(&graph, "observability.alarm-evictions-cache-1", "description");
        let warns = evictions.as_str().unwrap().contains("sessions among them");
        assert_eq!(warns, sessions == Sessions::Cache, "{evictions}");
    }
}

#[test]
fn cache_that_cannot_get_a_password_later_has_none() {
    for (version, is_protected) in [("4.0.10", false), ("5.0.6", true), ("6.0", true), ("7.1", true)] {
        let graph = with(Cache::Redis(Nodes { version, ..NODES }));
        for address in ["cache.password", "cache.authentication"] {
            assert_eq!(
                graph.resources.contains_key(address),
                is_protected,
                "{version}: {address}"
            );
        }
        let secrets = field(&graph, "compute.task-web", "secrets");
        assert_eq!(
            secrets.get("MOODLE_REDIS_PASSWORD").is_some(),
            is_protected,
            "{version}"
        );
        let password = field(&graph, "cache.nodes", "password");
        assert_eq!(password.is_object(), is_protected, "{version}: {password}");
    }
}
