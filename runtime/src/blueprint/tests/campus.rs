//! The reference architecture, with the values that the declaration in the book expands to.

use crate::blueprint::{Graph, blueprint};
use moodle_stack_model::{
    Alb, Architecture, Cache, Capacity, Certificate, CloudFront, CloudWatch, Database, Efs, Fargate, HealthCheck,
    Instance, KeepDatabase, KeepFiles, Moodle, Nat, Nodes, Processor, Range, Sessions, Spread, Stack, Texts,
    Throughput, Trail, TrailLog, Vpc, Waf, WebAcl,
};

/// The reference architecture, with all defaults written out.
pub(crate) const CAMPUS: Architecture = Architecture {
    account: "111122223333",
    region: "ap-southeast-1",
    domain: "learn.example.edu",
    network: Vpc {
        cidr: "10.0.0.0/16",
        zones: Texts::new(&["ap-southeast-1a", "ap-southeast-1b"]),
        nat: Nat::PerZone,
        endpoints: true,
        flow_logs: true,
    },
    edge: Some(CloudFront {
        certificate: Certificate::Arn("arn:aws:acm:us-east-1:111122223333:certificate/0f5e"),
        origin_timeout: 60,
        quota_raised: false,
        waf: Waf::WebAcl(WebAcl::DEFAULT),
        access_logs: true,
    }),
    load_balancer: Alb {
        certificate: Certificate::Arn("arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c"),
        private: false,
        idle_timeout: None,
        drain: None,
        health_check: HealthCheck::DEFAULT,
        access_logs: true,
        deletion_protection: true,
    },
    moodle: Moodle {
        version: "5.2",
        image: "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2",
        dataroot: "/var/www/moodledata",
        admin_email: "moodle-admin@example.edu",
        admin_user: "moodleadmin",
        site_name: "Moodle",
        php: "8.4",
        code: "/var/www/moodle",
        local_cache: "/var/cache/moodle",
        sessions: Sessions::Database,
        upload_mb: 200,
        port: 8080,
    },
    compute: Fargate {
        cpu: 2048,
        memory: 4096,
        replicas: Range { min: 2, max: 10 },
        capacity: Capacity::Spread(Spread::DEFAULT),
        scale_at_cpu: 50,
        scale_at_memory: None,
        scale_at_requests: None,
        cpu_architecture: Processor::X86,
        stop_timeout: None,
        grace_period: 120,
        single_replica: false,
        allow_all_spot: false,
    },
    files: Efs {
        mount: "/var/www/moodledata",
        throughput: Throughput::Elastic,
        infrequent_after_days: 30,
        uid: 33,
        gid: 33,
        backups: true,
        on_destroy: KeepFiles::Retain,
    },
    database: Database::Mysql(INSTANCE),
    cache: Cache::Redis(NODES),
    observability: CloudWatch {
        retention_days: 30,
        notify: Some("moodle-ops@example.edu"),
        alarms: true,
        dashboard: true,
        container_insights: true,
    },
    email: None,
    dns: None,
    trail: Trail::CloudTrail(TrailLog::DEFAULT),
    journal: None,
};

/// The database of the reference.
pub(crate) const INSTANCE: Instance = Instance {
    version: "8.4",
    class: "db.r6g.large",
    storage: Range { min: 30, max: 300 },
    multi_az: true,
    single_zone: false,
    backup_days: 7,
    deletion_protection: true,
    on_destroy: KeepDatabase::Snapshot,
};

/// The cache of the reference.
pub(super) const NODES: Nodes = Nodes {
    version: "7.1",
    node: "cache.r6g.large",
    nodes: 2,
    snapshot_days: 0,
};

/// Builds the graph of an architecture.
pub(crate) fn graph(architecture: &Architecture) -> Graph {
    named("campus", architecture)
}

/// Builds the graph of an architecture under the given stack name.
pub(super) fn named(name: &'static str, architecture: &Architecture) -> Graph {
    blueprint(&Stack {
        name,
        architecture: *architecture,
        file: "src/main.rs",
        locations: &[],
        deferred_warnings: &[],
    })
}
