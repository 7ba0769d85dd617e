//! Moodle and its stores.

use super::{assert_resource, to};
use crate::blueprint::tests::campus::{CAMPUS, graph};
use crate::blueprint::tests::field;
use serde_json::json;

#[test]
fn service_matches_the_reference() {
    let graph = graph(&CAMPUS);
    assert_resource(
        &graph,
        "compute.cluster",
        "AWS::ECS::Cluster",
        &json!({ "container_insights": true, "log_days": 30 }),
    );
    let service = json!({
        "cluster": to(&["compute.cluster:arn"]),
        "task_definition": to(&["compute.task-web:arn"]),
        "target_group": to(&["load_balancer.from-cloudfront:target_group"]),
        "port": 8080,
        "subnets": [to(&["network.routes-private-a:subnet"]), to(&["network.routes-private-b:subnet"])],
        "shares": { "fargate": 1, "spot": 3, "base": 1 },
        "initial_count": 2,
        "grace_period": 120,
    });
    assert_resource(&graph, "compute.service", "AWS::ECS::Service", &service);
    let kind = "AWS::ApplicationAutoScaling::ScalableTarget";
    let range = json!({
        "cluster": to(&["compute.cluster:name"]), "service": to(&["compute.service:name"]), "min": 2, "max": 10,
    });
    assert_resource(&graph, "compute.tasks", kind, &range);
    let kind = "AWS::ApplicationAutoScaling::ScalingPolicy";
    let policy = json!({ "metric": "ECSServiceAverageCPUUtilization", "value": 50, "label": null });
    assert_resource(&graph, "compute.scale-cpu", kind, &policy);
}

#[test]
fn tasks_match_the_reference_and_mount_files_by_access_point() {
    let graph = graph(&CAMPUS);
    let volume = json!({
        "file_system": to(&["files.mount-a:file_system", "files.mount-b:file_system"]),
        "access_point": to(&["files.access-point:id"]),
        "mount": "/var/www/moodledata",
    });
    let web = json!({
        "cpu": 2048,
        "memory": 4096,
        "arm": false,
        "image": {
            "$join": [
                "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/",
                to(&["moodle.repository:name"]),
                ":5.2",
            ],
        },
        "command": ["web"],
        "port": 8080,
        "stop_timeout": 75,
        "log_group": to(&["compute.logs-web:name"]),
        "volume": volume,
        "scratch": ["/tmp", "/var/cache/moodle"],
        "read_only": true,
        "init": false,
    });
    let kind = "AWS::ECS::TaskDefinition";
    assert_resource(&graph, "compute.task-web", kind, &web);
    let health = field(&graph, "compute.task-web", "health_command").as_array();
    let asked = health.and_then(|command| command.last());
    assert_eq!(asked, Some(&json!("http://127.0.0.1:8080/healthz")));
    let cron = json!({
        "command": ["cron"], "port": null, "stop_timeout": 120, "health_command": [], "log_group": to(&["compute.logs-cron:name"]),
    });
    assert_resource(&graph, "compute.task-cron", kind, &cron);
    for address in ["compute.task-install", "compute.task-upgrade", "compute.task-exec"] {
        let fields = json!({
            "port": null, "volume": volume, "log_group": to(&["compute.logs-maintenance:name"]), "stop_timeout": 120,
        });
        assert_resource(&graph, address, kind, &fields);
    }
    let schedule = json!({
        "expression": "rate(1 minute)",
        "task_definition": to(&["compute.task-cron:arn"]),
        "role": to(&["compute.role-scheduler:arn"]),
    });
    assert_resource(&graph, "compute.cron", "AWS::Scheduler::Schedule", &schedule);
}

#[test]
fn environment_and_secrets_match_the_reference() {
    let graph = graph(&CAMPUS);
    let joined = |output: &str| json!({ "$join": [to(&[output])] });
    let environment = json!({
        "MOODLE_ADMIN_EMAIL": "moodle-admin@example.edu",
        "MOODLE_ADMIN_USER": "moodleadmin",
        "MOODLE_CODE": "/var/www/moodle",
        "MOODLE_DATABASE_HOST": joined("database.instance:endpoint"),
        "MOODLE_DATABASE_NAME": "moodle",
        "MOODLE_DATABASE_PORT": joined("database.instance:port"),
        "MOODLE_DATABASE_TLS": "verify-full",
        "MOODLE_DATABASE_TYPE": "mysqli",
        "MOODLE_DATAROOT": "/var/www/moodledata",
        "MOODLE_HEALTH_PATH": "/healthz",
        "MOODLE_LOCALCACHE": "/var/cache/moodle",
        "MOODLE_MAX_EXECUTION_TIME": "60",
        "MOODLE_PORT": "8080",
        "MOODLE_POST_MB": "208",
        "MOODLE_PROXIES": "2",
        "MOODLE_REDIS_CLUSTER": "false",
        "MOODLE_REDIS_HOST": joined("cache.nodes:endpoint"),
        "MOODLE_REDIS_PORT": joined("cache.nodes:port"),
        "MOODLE_REDIS_TLS": "true",
        "MOODLE_SITE_NAME": "Moodle",
        "MOODLE_TRUSTED_PROXIES": "10.0.0.0/16",
        "MOODLE_UPLOAD_MB": "200",
        "MOODLE_URL": "https://learn.example.edu",
        "MOODLE_VERSION": "5.2",
    });
    let secret = |key: &str| json!({ "$join": [to(&["database.instance:secret"]), format!(":{key}::")] });
    let database = json!({
        "MOODLE_DATABASE_USER": secret("username"),
        "MOODLE_DATABASE_PASSWORD": secret("password"),
    });
    let mut everything = database.clone();
    everything["MOODLE_ADMIN_PASSWORD"] = joined("moodle.admin-password:arn");
    for (task, secrets) in [
        ("install", &everything),
        ("web", &database),
        ("cron", &database),
        ("upgrade", &database),
    ] {
        let address = format!("compute.task-{task}");
        assert_eq!(field(&graph, &address, "environment"), &environment, "{address}");
        assert_eq!(field(&graph, &address, "secrets"), secrets, "{address}");
    }
}

#[test]
fn stores_match_the_reference() {
    let graph = graph(&CAMPUS);
    let private = json!([to(&["network.private-a:id"]), to(&["network.private-b:id"])]);
    let database = json!({
        "engine": "mysql",
        "version": "8.4",
        "class": "db.r6g.large",
        "storage": 30,
        "max_storage": 300,
        "multi_az": true,
        "backup_days": 7,
        "database": "moodle",
        "user": "dbadmin",
        "port": 3306,
        "parameter_group": to(&["database.parameters:name"]),
        "log_exports": ["error", "slowquery"],
        "log_days": 30,
        "deletion_protection": true,
        "on_destroy": "Snapshot",
    });
    assert_resource(&graph, "database.instance", "AWS::RDS::DBInstance", &database);
    assert_resource(
        &graph,
        "database.subnets",
        "AWS::RDS::DBSubnetGroup",
        &json!({ "subnets": private }),
    );
    let parameters = json!({ "family": "mysql8.4", "parameters": {
        "character_set_server": "utf8mb4",
        "collation_server": "utf8mb4_unicode_ci",
        "log_output": "FILE",
        "long_query_time": "2",
        "require_secure_transport": "1",
        "slow_query_log": "1",
    } });
    assert_resource(&graph, "database.parameters", "AWS::RDS::DBParameterGroup", &parameters);
    let cache = json!({
        "engine": "redis", "version": "7.1", "node": "cache.r6g.large", "nodes": 2,
        "subnet_group": to(&["cache.subnets:name"]),
        "parameter_group": to(&["cache.parameters:name"]),
        "groups": [to(&["security.cache-from-tasks:group"])],
    });
    assert_resource(&graph, "cache.nodes", "AWS::ElastiCache::ReplicationGroup", &cache);
    let parameters = json!({ "family": "redis7", "parameters": { "maxmemory-policy": "allkeys-lru" } });
    assert_resource(
        &graph,
        "cache.parameters",
        "AWS::ElastiCache::ParameterGroup",
        &parameters,
    );
    assert_resource(
        &graph,
        "cache.subnets",
        "AWS::ElastiCache::SubnetGroup",
        &json!({ "subnets": private }),
    );
    let files = json!({
        "throughput": "elastic", "infrequent_after_days": 30, "backups": true, "on_destroy": "Retain",
    });
    assert_resource(&graph, "files.file-system", "AWS::EFS::FileSystem", &files);
    let point = json!({ "path": "/moodledata", "uid": 33, "gid": 33, "permissions": "0770" });
    assert_resource(&graph, "files.access-point", "AWS::EFS::AccessPoint", &point);
    for letter in ["a", "b"] {
        let target = json!({
            "subnet": to(&[&format!("network.private-{letter}:id")]),
            "groups": [to(&["security.files-from-tasks:group"])],
        });
        assert_resource(
            &graph,
            &format!("files.mount-{letter}"),
            "AWS::EFS::MountTarget",
            &target,
        );
    }
}
