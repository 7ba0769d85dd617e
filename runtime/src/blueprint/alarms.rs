//! Alarms on symptoms that users would notice. Each description explains what to do.

use super::cache::Cache;
use super::compute::Compute;
use super::database::Database;
use super::files::Files;
use super::graph_builder::GraphBuilder;
use super::load_balancer::LoadBalancer;
use crate::kinds::cloudwatch::Alarm;
use crate::kinds::sfn::StateMachine;
use crate::resource::id::TopicArn;
use crate::resource::{Handle, Joined, Ref};
use moodle_stack_model::{Sessions, Throughput};
use std::collections::BTreeMap;

const KEY: &str = "observability.alarms";
const GIB: i64 = 1024 * 1024 * 1024;
const AT_LEAST: &str = "GreaterThanOrEqualToThreshold";
const BELOW: &str = "LessThanThreshold";

type Dimensions = BTreeMap<String, Joined>;

/// The alarms, added to a graph with the topic that they notify.
struct Alarms<'a> {
    graph: &'a mut GraphBuilder,
    topic: &'a Ref<TopicArn>,
}

/// Adds the alarms if they are enabled.
pub(super) fn alarms(
    graph: &mut GraphBuilder,
    topic: &Ref<TopicArn>,
    load_balancer: &LoadBalancer,
    compute: &Compute,
    files: &Files,
    database: &Database,
    cache: &Cache,
) {
    if !graph.architecture.observability.alarms {
        return;
    }
    let mut alarms = Alarms { graph, topic };
    alarms.load_balancer(load_balancer);
    alarms.compute(compute);
    alarms.files(files);
    alarms.database(database);
    alarms.cache(cache);
}

/// Adds the alarm on a roll that did not start, if alarms are enabled.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html>
pub(super) fn rotation(graph: &mut GraphBuilder, topic: &Ref<TopicArn>, roll: &Handle<StateMachine>) {
    if !graph.architecture.observability.alarms {
        return;
    }
    let machine = dimensions([("StateMachineArn", Joined::reference(&roll.arn()))]);
    Alarms { graph, topic }.add(
        "rotation",
        "The database has another password, and the tasks were not replaced: they cannot connect any more. Replace them by \
         `aws ecs update-service --force-new-deployment`, with the cluster and the service that `outputs` names, and look \
         at the failed execution of the state machine for the cause.",
        Alarm {
            statistic: "Sum".into(),
            periods: 1,
            threshold: 1,
            ..alarm("AWS/States", "ExecutionsFailed", machine)
        },
    );
}

impl Alarms<'_> {
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html>
    fn load_balancer(&mut self, load_balancer: &LoadBalancer) {
        let balancer = ("LoadBalancer", Joined::reference(&load_balancer.alb.label()));
        let targets = ("TargetGroup", Joined::reference(&load_balancer.target_group.label()));
        let balancer = dimensions([balancer]);
        let both = {
            let mut both = balancer.clone();
            both.extend(dimensions([targets]));
            both
        };
        let alb = |metric: &str, dimensions: &Dimensions| alarm("AWS/ApplicationELB", metric, dimensions.clone());
        self.add(
            "errors-moodle",
            "Moodle answers with errors (5xx). Look into the log group of the web tasks for the cause; if it began with \
             a deployment, deploy the image before.",
            Alarm {
                statistic: "Sum".into(),
                threshold: 10,
                ..alb("HTTPCode_Target_5XX_Count", &both)
            },
        );
        self.add(
            "errors-load-balancer",
            "The load balancer answers with errors (5xx) by itself: no task answers, or not in time. Look whether tasks \
             are running and well, and whether the database answers.",
            Alarm {
                statistic: "Sum".into(),
                threshold: 10,
                ..alb("HTTPCode_ELB_5XX_Count", &balancer)
            },
        );
        self.add(
            "unhealthy",
            "Tasks fail their health checks. Look into the service's events and the log group of the web tasks.",
            Alarm {
                statistic: "Maximum".into(),
                threshold: 1,
                periods: 10,
                ..alb("UnHealthyHostCount", &both)
            },
        );
        self.add(
            "slow",
            "Answers take more than three seconds on average. Look at the CPU of tasks and database; raise \
             `compute.replicas` or the database's class.",
            Alarm {
                threshold: 3,
                ..alb("TargetResponseTime", &both)
            },
        );
    }

    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html>
    fn compute(&mut self, compute: &Compute) {
        let service = dimensions([
            ("ClusterName", Joined::reference(&compute.cluster.name())),
            ("ServiceName", Joined::reference(&compute.service.name())),
        ]);
        self.add(
            "cpu-tasks",
            "The tasks are busy although the service scales: it is at its most tasks. Raise `compute.replicas` or \
             `compute.cpu`.",
            Alarm {
                threshold: 85,
                periods: 10,
                ..alarm("AWS/ECS", "CPUUtilization", service.clone())
            },
        );
        self.add(
            "memory-tasks",
            "The tasks are short of memory and may be killed. Raise `compute.memory`.",
            Alarm {
                threshold: 85,
                ..alarm("AWS/ECS", "MemoryUtilization", service)
            },
        );
    }

    /// <https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html>; elastic throughput has no credits to run out of.
    fn files(&mut self, files: &Files) {
        if self.graph.architecture.files.throughput != Throughput::Bursting {
            return;
        }
        let system = dimensions([("FileSystemId", Joined::reference(&files.id))]);
        self.add(
            "files-credits",
            "The file system's burst credits run out, and it becomes slow. Declare `throughput: Elastic`.",
            Alarm {
                statistic: "Minimum".into(),
                threshold: 192 * GIB,
                comparison: BELOW.into(),
                ..alarm("AWS/EFS", "BurstCreditBalance", system)
            },
        );
    }

    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html>
    fn database(&mut self, database: &Database) {
        let Some(writer) = database.instances.first() else {
            return;
        };
        let instance = dimensions([("DBInstanceIdentifier", Joined::reference(writer))]);
        let rds = |metric: &str| alarm("AWS/RDS", metric, instance.clone());
        self.add(
            "cpu-database",
            "The database is busy. Look for slow queries in its log; raise `database.class` or `database.capacity`.",
            Alarm {
                threshold: 85,
                periods: 10,
                ..rds("CPUUtilization")
            },
        );
        self.add(
            "connections-database",
            "The database has more connections than the most tasks should open. Look for tasks that hang, and for slow \
             queries in its log.",
            Alarm {
                statistic: "Maximum".into(),
                threshold: connections(self.graph.architecture.compute.replicas.max),
                ..rds("DatabaseConnections")
            },
        );
        match self.graph.architecture.database {
            moodle_stack_model::Database::Mysql(declared)
            | moodle_stack_model::Database::MariaDb(declared)
            | moodle_stack_model::Database::Postgres(declared) => self.add(
                "storage-database",
                "The database's storage is almost full and did not grow by itself. Raise the upper end of \
                 `database.storage`.",
                Alarm {
                    statistic: "Minimum".into(),
                    threshold: almost_full(declared.storage.min),
                    comparison: BELOW.into(),
                    ..rds("FreeStorageSpace")
                },
            ),
            moodle_stack_model::Database::AuroraMysql(declared)
            | moodle_stack_model::Database::AuroraPostgres(declared) => {
                if declared.capacity.is_some() {
                    self.add(
                        "capacity-database",
                        "The database is at its most capacity. Raise the upper end of `database.capacity`.",
                        Alarm {
                            threshold: 90,
                            periods: 10,
                            ..rds("ACUUtilization")
                        },
                    );
                }
            }
        }
    }

    /// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html>
    fn cache(&mut self, cache: &Cache) {
        let elasticache = |metric: &str, dimensions: &Dimensions| alarm("AWS/ElastiCache", metric, dimensions.clone());
        let holds_sessions = self.graph.architecture.moodle.sessions == Sessions::Cache;
        let (evictions, full) = if holds_sessions {
            (
                "The cache throws out entries that are still good, sessions among them. Raise `cache.node` or \
                 `cache.storage`.",
                "The cache is almost full and will throw out entries, sessions among them. Raise `cache.node`.",
            )
        } else {
            (
                "The cache throws out entries that are still good, and pages get slower. Raise `cache.node` or \
                 `cache.storage`.",
                "The cache is almost full and will throw out entries that are still good. Raise `cache.node`.",
            )
        };
        let Some(nodes) = cache.nodes else {
            // <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html>
            let whole = dimensions([("clusterId", Joined::reference(&cache.name))]);
            self.add(
                "evictions-cache",
                evictions,
                Alarm {
                    statistic: "Sum".into(),
                    threshold: 100,
                    ..elasticache("Evictions", &whole)
                },
            );
            if let Some(storage) = cache.storage {
                // In bytes. A GB is the smaller of its two meanings here, so that the alarm is never late.
                let limit = i64::from(storage) * 1_000_000_000;
                self.add(
                    "storage-cache",
                    if holds_sessions {
                        "The cache holds almost as much as it may, and will throw out sessions. Raise `cache.storage`."
                    } else {
                        "The cache holds almost as much as it may, and will throw out entries that are still good. Raise \
                         `cache.storage`."
                    },
                    Alarm {
                        statistic: "Maximum".into(),
                        threshold: limit / 100 * 85,
                        ..elasticache("BytesUsedForCache", &whole)
                    },
                );
            }
            self.add(
                "throttled-cache",
                "The cache refuses commands beyond its processing units. Raise the upper end of `cache.ecpu`.",
                Alarm {
                    statistic: "Sum".into(),
                    threshold: 1,
                    ..elasticache("ThrottledCmds", &whole)
                },
            );
            return;
        };
        for node in 1..=nodes {
            // A node's identifier is the replication group's, followed by the node's number in three digits.
            let id = Joined::reference(&cache.name).push(format!("-{node:03}"));
            let one = dimensions([("CacheClusterId", id)]);
            self.add(
                &format!("memory-cache-{node}"),
                full,
                Alarm {
                    threshold: 85,
                    ..elasticache("DatabaseMemoryUsagePercentage", &one)
                },
            );
            self.add(
                &format!("evictions-cache-{node}"),
                evictions,
                Alarm {
                    statistic: "Sum".into(),
                    threshold: 100,
                    ..elasticache("Evictions", &one)
                },
            );
        }
    }

    fn add(&mut self, part: &str, description: &str, alarm: Alarm) {
        let alarm = Alarm {
            description: description.into(),
            topic: Some(self.topic.clone()),
            ..alarm
        };
        let name = self.graph.names.of(part);
        self.graph
            .add_as(&format!("observability.alarm-{part}"), name, KEY, &alarm);
    }
}

/// Returns an alarm that goes off after five consecutive minutes at or above the threshold.
fn alarm(namespace: &str, metric: &str, dimensions: Dimensions) -> Alarm {
    Alarm {
        description: String::new(),
        namespace: namespace.into(),
        metric: metric.into(),
        dimensions,
        statistic: "Average".into(),
        period: 60,
        periods: 5,
        threshold: 0,
        comparison: AT_LEAST.into(),
        missing: "notBreaching".into(),
        topic: None,
    }
}

fn dimensions<const N: usize>(dimensions: [(&str, Joined); N]) -> Dimensions {
    dimensions.map(|(name, value)| (name.to_owned(), value)).into()
}

/// Returns how many connections the maximum number of tasks opens, with 150 web server processes in each task:
/// <https://httpd.apache.org/docs/2.4/mod/prefork.html>. A deployment doubles the number of tasks for a while.
fn connections(max_tasks: u32) -> i64 {
    i64::from(max_tasks) * 150
}

/// Returns 8 % of the storage, in bytes. Up to its maximum, storage grows automatically when less than 10 % is free:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html>.
fn almost_full(gib: u32) -> i64 {
    i64::from(gib) * GIB * 8 / 100
}
