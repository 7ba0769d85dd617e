//! The alarms: the metric of each, and when it goes off.
//!
//! The expected numbers are written out here. They are from the pages of the metrics and from the declaration.

use super::campus::{CAMPUS, INSTANCE, NODES, graph};
use super::variants::{AURORA, with_aurora};
use super::{field, of_kind};
use crate::blueprint::Graph;
use moodle_stack_model::{
    Architecture, Aurora, Cache, Database, Efs, Fargate, Instance, Nodes, Range, Serverless, Throughput,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// When an alarm goes off: a statistic over a minute, the comparison, the threshold, and the number of consecutive
/// minutes.
type When = (&'static str, &'static str, i64, u32);

const AT_LEAST: &str = "GreaterThanOrEqualToThreshold";
const BELOW: &str = "LessThanThreshold";

/// The alarms of the reference. The statistics are those that the page of the metric calls useful:
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
    // Ten minutes: a deployment replaces tasks, and each is unhealthy for a moment.
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
    // Ten minutes: the service takes a while to scale.
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
    // At most 10 tasks of 150 processes each.
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
    // A single failed roll needs attention, and the next one is days away.
    ("rotation", "AWS/States", "ExecutionsFailed", ("Sum", AT_LEAST, 1, 1)),
];

fn address(part: &str) -> String {
    format!("observability.alarm-{part}")
}

/// Returns the last parts of the addresses of all alarms.
fn parts(graph: &Graph) -> BTreeSet<&str> {
    let alarms = of_kind(graph, "Alarm").into_iter();
    alarms
        .map(|alarm| alarm.trim_start_matches("observability.alarm-"))
        .collect()
}

/// Checks the metric of an alarm, and when it goes off.
fn assert_alarm(
    graph: &Graph,
    part: &str,
    namespace: &str,
    metric: &str,
    (statistic, comparison, threshold, minutes): When,
) {
    let address = address(part);
    let value = |key: &str| field(graph, &address, key);
    assert_eq!(
        (value("namespace"), value("metric")),
        (&json!(namespace), &json!(metric)),
        "{part}"
    );
    assert_eq!(value("statistic"), statistic, "{part}");
    assert_eq!(value("comparison"), comparison, "{part}");
    assert_eq!(value("threshold"), threshold, "{part}");
    assert_eq!(
        (value("period"), value("periods")),
        (&json!(60), &json!(minutes)),
        "{part}"
    );
    // A metric that counts errors has no data while there are none.
    assert_eq!(value("missing"), "notBreaching", "{part}");
}

#[test]
fn reference_alarms_have_the_expected_thresholds() {
    let graph = graph(&CAMPUS);
    assert_eq!(parts(&graph), REFERENCE.iter().map(|(part, ..)| *part).collect());
    for (part, namespace, metric, when) in REFERENCE {
        assert_alarm(&graph, part, namespace, metric, when);
    }
}

#[test]
fn alarms_watch_resources_of_this_stack() {
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
fn connection_threshold_follows_from_the_maximum_number_of_tasks() {
    for (most, connections) in [(2, 300), (3, 450), (40, 6000)] {
        let replicas = Range { min: 2, max: most };
        let compute = Fargate {
            replicas,
            ..CAMPUS.compute
        };
        let graph = graph(&Architecture { compute, ..CAMPUS });
        let when = ("Maximum", AT_LEAST, connections, 5);
        assert_alarm(&graph, "connections-database", "AWS/RDS", "DatabaseConnections", when);
    }
}

#[test]
fn storage_alarm_goes_off_below_the_level_at_which_rds_grows_storage() {
    const GIB: i64 = 1 << 30;
    for (least, expected) in [(20, 1_717_986_918), (100, 8 * GIB), (5000, 400 * GIB)] {
        let storage = Range { min: least, max: 6000 };
        for database in [Database::Mysql, Database::MariaDb, Database::Postgres] {
            let database = database(Instance { storage, ..INSTANCE });
            let graph = graph(&Architecture { database, ..CAMPUS });
            let when = ("Minimum", BELOW, expected, 5);
            assert_alarm(&graph, "storage-database", "AWS/RDS", "FreeStorageSpace", when);
            // RDS grows the storage when less than 10 percent is free for five minutes:
            // <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html>
            let grown_at = i64::from(least) * GIB / 10;
            assert!(expected < grown_at && expected > grown_at / 2);
        }
    }
}

#[test]
fn aurora_has_no_storage_alarm_and_serverless_has_a_capacity_alarm() {
    let serverless = graph(&with_aurora(AURORA));
    // <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html>:
    // percent.
    let when = ("Average", AT_LEAST, 90, 10);
    assert_alarm(&serverless, "capacity-database", "AWS/RDS", "ACUUtilization", when);
    let writer = json!({ "DBInstanceIdentifier": { "$join": [{ "$ref": ["database.writer:id"] }] } });
    assert_eq!(field(&serverless, &address("capacity-database"), "dimensions"), &writer);
    let classes = graph(&with_aurora(Aurora {
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
fn each_cache_node_has_its_own_alarms() {
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
fn serverless_cache_has_alarms_for_the_whole_cache() {
    let cache = Cache::ServerlessValkey(Serverless {
        version: "8",
        storage: 10,
        ecpu: Range { min: 1000, max: 5000 },
        snapshot_days: 0,
    });
    let graph = graph(&Architecture { cache, ..CAMPUS });
    // <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html>
    let whole = json!({ "clusterId": { "$join": [{ "$ref": ["cache.serverless:name"] }] } });
    for (part, metric, statistic, threshold) in [
        ("evictions-cache", "Evictions", "Sum", 100),
        // 85 % of 10 GB.
        ("storage-cache", "BytesUsedForCache", "Maximum", 8_500_000_000),
        ("throttled-cache", "ThrottledCmds", "Sum", 1),
    ] {
        assert_alarm(
            &graph,
            part,
            "AWS/ElastiCache",
            metric,
            (statistic, AT_LEAST, threshold, 5),
        );
        assert_eq!(field(&graph, &address(part), "dimensions"), &whole);
    }
    let of_cache: Vec<&str> = parts(&graph)
        .into_iter()
        .filter(|part| part.contains("cache"))
        .collect();
    assert_eq!(of_cache, ["evictions-cache", "storage-cache", "throttled-cache"]);
}

#[test]
fn only_bursting_throughput_has_a_credit_alarm() {
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
    assert_alarm(&bursting, "files-credits", "AWS/EFS", "BurstCreditBalance", when);
    let system = json!({ "FileSystemId": { "$join": [{ "$ref": ["files.file-system:id"] }] } });
    assert_eq!(field(&bursting, &address("files-credits"), "dimensions"), &system);
    assert!(!parts(&with(Throughput::Elastic)).contains("files-credits"));
}
