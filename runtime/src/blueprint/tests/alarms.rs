//! The alarms: what each watches, and when it goes off.
//!
//! The numbers are written out here, from the pages of the metrics and from what is declared.

use super::campus::{CAMPUS, INSTANCE, NODES, graph};
use super::variants::{AURORA, aurora};
use super::{field, of_kind};
use crate::blueprint::Graph;
use moodle_stack_model::{
    Architecture, Aurora, Cache, Database, Efs, Fargate, Instance, Nodes, Range, Serverless, Throughput,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// When an alarm goes off: a statistic of a minute, on a side of a threshold, for so many minutes in a row.
type When = (&'static str, &'static str, i64, u32);

const AT_LEAST: &str = "GreaterThanOrEqualToThreshold";
const BELOW: &str = "LessThanThreshold";

/// Of the reference's alarms. The statistics are those that the page of the metric calls useful:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html>,
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html>,
/// <https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html>.
const REFERENCE: [(&str, &str, &str, When); 14] = [
    (
        "errors-moodle",
        "AWS/ApplicationELB",
        "HTTPCode_Target_5XX_Count",
        ("Sum", AT_LEAST, 10, 5),
    ),
    (
        "errors-load-balancer",
        "AWS/ApplicationELB",
        "HTTPCode_ELB_5XX_Count",
        ("Sum", AT_LEAST, 10, 5),
    ),
    // Ten minutes: a deployment replaces tasks, each unhealthy for a moment.
    (
        "unhealthy",
        "AWS/ApplicationELB",
        "UnHealthyHostCount",
        ("Maximum", AT_LEAST, 1, 10),
    ),
    // The metric is in seconds.
    (
        "slow",
        "AWS/ApplicationELB",
        "TargetResponseTime",
        ("Average", AT_LEAST, 3, 5),
    ),
    // Ten minutes: the service needs a while to scale.
    ("cpu-tasks", "AWS/ECS", "CPUUtilization", ("Average", AT_LEAST, 85, 10)),
    (
        "memory-tasks",
        "AWS/ECS",
        "MemoryUtilization",
        ("Average", AT_LEAST, 85, 5),
    ),
    (
        "cpu-database",
        "AWS/RDS",
        "CPUUtilization",
        ("Average", AT_LEAST, 85, 10),
    ),
    // 10 tasks at most, of 150 processes each.
    (
        "connections-database",
        "AWS/RDS",
        "DatabaseConnections",
        ("Maximum", AT_LEAST, 1500, 5),
    ),
    // The metric is in bytes: 2.4 of 30 GiB.
    (
        "storage-database",
        "AWS/RDS",
        "FreeStorageSpace",
        ("Minimum", BELOW, 2_576_980_377, 5),
    ),
    (
        "memory-cache-1",
        "AWS/ElastiCache",
        "DatabaseMemoryUsagePercentage",
        ("Average", AT_LEAST, 85, 5),
    ),
    (
        "memory-cache-2",
        "AWS/ElastiCache",
        "DatabaseMemoryUsagePercentage",
        ("Average", AT_LEAST, 85, 5),
    ),
    (
        "evictions-cache-1",
        "AWS/ElastiCache",
        "Evictions",
        ("Sum", AT_LEAST, 100, 5),
    ),
    (
        "evictions-cache-2",
        "AWS/ElastiCache",
        "Evictions",
        ("Sum", AT_LEAST, 100, 5),
    ),
    // One failed roll is one too many, and there is no second one soon.
    ("rotation", "AWS/States", "ExecutionsFailed", ("Sum", AT_LEAST, 1, 1)),
];

fn address(part: &str) -> String {
    format!("observability.alarm-{part}")
}

/// The parts of all alarms of a graph.
fn parts(graph: &Graph) -> BTreeSet<&str> {
    let alarms = of_kind(graph, "Alarm").into_iter();
    alarms
        .map(|alarm| alarm.trim_start_matches("observability.alarm-"))
        .collect()
}

/// Holds an alarm to what it watches and to when it goes off.
fn goes_off(graph: &Graph, part: &str, namespace: &str, metric: &str, (statistic, side, threshold, minutes): When) {
    let address = address(part);
    let says = |key: &str| field(graph, &address, key);
    assert_eq!(
        (says("namespace"), says("metric")),
        (&json!(namespace), &json!(metric)),
        "{part}"
    );
    assert_eq!(says("statistic"), statistic, "{part}");
    assert_eq!(says("comparison"), side, "{part}");
    assert_eq!(says("threshold"), threshold, "{part}");
    assert_eq!(
        (says("period"), says("periods")),
        (&json!(60), &json!(minutes)),
        "{part}"
    );
    // A metric that counts what goes wrong has no data where nothing does.
    assert_eq!(says("missing"), "notBreaching", "{part}");
}

#[test]
fn each_alarm_of_the_reference_goes_off_as_its_description_says() {
    let graph = graph(&CAMPUS);
    assert_eq!(parts(&graph), REFERENCE.iter().map(|(part, ..)| *part).collect());
    for (part, namespace, metric, when) in REFERENCE {
        goes_off(&graph, part, namespace, metric, when);
    }
}

#[test]
fn each_alarm_watches_the_things_of_this_stack() {
    let graph = graph(&CAMPUS);
    let one = |from: &str| json!({ "$join": [{ "$ref": [from] }] });
    let balancer = one("load_balancer.alb:label");
    let both = json!({ "LoadBalancer": balancer, "TargetGroup": one("load_balancer.web:label") });
    let service = json!({ "ClusterName": one("compute.cluster:name"), "ServiceName": one("compute.service:name") });
    let database = json!({ "DBInstanceIdentifier": one("database.instance:id") });
    let node = |number: &str| {
        // <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Dimensions.html>
        json!({ "CacheClusterId": { "$join": [{ "$ref": ["cache.nodes:name"] }, number] } })
    };
    let machine = json!({ "StateMachineArn": one("compute.roll:arn") });
    let expected: [(&str, Value); 14] = [
        ("errors-moodle", both.clone()),
        ("errors-load-balancer", json!({ "LoadBalancer": balancer })),
        ("unhealthy", both.clone()),
        ("slow", both),
        ("cpu-tasks", service.clone()),
        ("memory-tasks", service),
        ("cpu-database", database.clone()),
        ("connections-database", database.clone()),
        ("storage-database", database),
        ("memory-cache-1", node("-001")),
        ("memory-cache-2", node("-002")),
        ("evictions-cache-1", node("-001")),
        ("evictions-cache-2", node("-002")),
        ("rotation", machine),
    ];
    for (part, dimensions) in expected {
        assert_eq!(field(&graph, &address(part), "dimensions"), &dimensions, "{part}");
    }
}

#[test]
fn the_most_connections_follow_from_the_most_tasks() {
    for (most, connections) in [(2, 300), (3, 450), (40, 6000)] {
        let replicas = Range { min: 2, max: most };
        let compute = Fargate {
            replicas,
            ..CAMPUS.compute
        };
        let graph = graph(&Architecture { compute, ..CAMPUS });
        let when = ("Maximum", AT_LEAST, connections, 5);
        goes_off(&graph, "connections-database", "AWS/RDS", "DatabaseConnections", when);
    }
}

#[test]
fn the_alarm_on_storage_waits_until_rds_should_have_grown_it() {
    const GIB: i64 = 1 << 30;
    for (least, expected) in [(20, 1_717_986_918), (100, 8 * GIB), (5000, 400 * GIB)] {
        let storage = Range { min: least, max: 6000 };
        for database in [Database::Mysql, Database::MariaDb, Database::Postgres] {
            let database = database(Instance { storage, ..INSTANCE });
            let graph = graph(&Architecture { database, ..CAMPUS });
            let when = ("Minimum", BELOW, expected, 5);
            goes_off(&graph, "storage-database", "AWS/RDS", "FreeStorageSpace", when);
            // RDS grows it where less than 10 percent are free for five minutes:
            // <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html>
            let grown_at = i64::from(least) * GIB / 10;
            assert!(expected < grown_at && expected > grown_at / 2);
        }
    }
}

#[test]
fn aurora_has_no_storage_to_fill_and_serverless_a_most_capacity() {
    let serverless = graph(&aurora(AURORA));
    // <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html>:
    // percent.
    let when = ("Average", AT_LEAST, 90, 10);
    goes_off(&serverless, "capacity-database", "AWS/RDS", "ACUUtilization", when);
    let writer = json!({ "DBInstanceIdentifier": { "$join": [{ "$ref": ["database.writer:id"] }] } });
    assert_eq!(field(&serverless, &address("capacity-database"), "dimensions"), &writer);
    let classes = graph(&aurora(Aurora {
        capacity: None,
        class: Some("db.r6g.large"),
        ..AURORA
    }));
    assert!(!parts(&classes).contains("capacity-database"));
    for graph in [&serverless, &classes] {
        assert!(!parts(graph).contains("storage-database"));
        assert!(parts(graph).contains("connections-database") && parts(graph).contains("cpu-database"));
    }
}

#[test]
fn each_node_of_the_cache_has_its_alarms() {
    for nodes in [1, 2, 6] {
        let cache = Cache::Valkey(Nodes { nodes, ..NODES });
        let graph = graph(&Architecture { cache, ..CAMPUS });
        let parts = parts(&graph);
        for kind in ["memory", "evictions"] {
            let found: Vec<&str> = parts
                .iter()
                .filter(|part| part.starts_with(&format!("{kind}-cache")))
                .copied()
                .collect();
            let expected: Vec<String> = (1..=nodes).map(|node| format!("{kind}-cache-{node}")).collect();
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn a_serverless_cache_is_watched_as_a_whole() {
    let cache = Cache::ServerlessValkey(Serverless {
        version: "8",
        storage: 10,
        ecpu: Range { min: 1000, max: 5000 },
        snapshot_days: 0,
    });
    let graph = graph(&Architecture { cache, ..CAMPUS });
    // <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html>
    let whole = json!({ "clusterId": { "$join": [{ "$ref": ["cache.serverless:name"] }] } });
    for (part, metric, threshold) in [
        ("evictions-cache", "Evictions", 100),
        ("throttled-cache", "ThrottledCmds", 1),
    ] {
        goes_off(&graph, part, "AWS/ElastiCache", metric, ("Sum", AT_LEAST, threshold, 5));
        assert_eq!(field(&graph, &address(part), "dimensions"), &whole);
    }
    let of_cache: Vec<&str> = parts(&graph)
        .into_iter()
        .filter(|part| part.contains("cache"))
        .collect();
    assert_eq!(of_cache, ["evictions-cache", "throttled-cache"]);
}

#[test]
fn only_bursting_files_run_out_of_credits() {
    let with = |throughput| {
        let files = Efs {
            throughput,
            ..CAMPUS.files
        };
        graph(&Architecture { files, ..CAMPUS })
    };
    let bursting = with(Throughput::Bursting);
    // The metric is in bytes: <https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html>. 192 GiB.
    let when = ("Minimum", BELOW, 206_158_430_208, 5);
    goes_off(&bursting, "files-credits", "AWS/EFS", "BurstCreditBalance", when);
    let system = json!({ "FileSystemId": { "$join": [{ "$ref": ["files.file-system:id"] }] } });
    assert_eq!(field(&bursting, &address("files-credits"), "dimensions"), &system);
    assert!(!parts(&with(Throughput::Elastic)).contains("files-credits"));
}
