//! The lifecycle of the reference stack and of each variant: deployed, planned again, changed, destroyed, and checked with
//! another client of AWS.

mod emulator_env;
mod gaps;
mod leftovers;
mod variants;

use crate::lifecycle::unique;
use aws_sdk_rds::error::ProvideErrorMetadata as _;
pub use emulator_env::EmulatorEnv;
pub use gaps::mask;
pub use leftovers::{compare_settings, leftovers};
use moodle_stack::model::{Cache, Database, HealthCheck, KeepFiles, Range, S3, Stack, Trail, TrailLog};
use moodle_stack::plan::Action;
use std::collections::BTreeMap;
pub use variants::{AURORA, INSTANCE, NODES, SERVERLESS, campus, issue};

/// Deploys, changes and destroys a stack. `change` changes the declaration, and `expected` is the plan for that change.
async fn run_lifecycle(stack: &Stack, change: impl FnOnce(&mut Stack), expected: &[(&str, Action)]) {
    let mut env = EmulatorEnv::new(stack).await;
    env.deploy(stack).await;
    assert_eq!(
        env.plan(stack).await.actions(),
        BTreeMap::new(),
        "the plan after the deploy is not empty"
    );

    let mut changed = *stack;
    change(&mut changed);
    let plan = env.plan(&changed).await;
    assert_eq!(plan.actions(), expected.iter().copied().collect());
    env.execute(&plan).await;
    assert_eq!(
        env.plan(&changed).await.actions(),
        BTreeMap::new(),
        "the plan after the change is not empty"
    );

    env.destroy(&changed).await;
    env.check_leftovers(&[]);
}

#[tokio::test]
async fn reference_lifecycle() {
    let mut reference = campus("reference");
    reference.architecture.journal = Some(S3 {
        bucket: unique("journals").leak(),
        prefix: "it",
        region: None,
    });
    run_lifecycle(
        &reference,
        |stack| {
            let architecture = &mut stack.architecture;
            architecture.compute.cpu = 1024;
            architecture.compute.memory = 2048;
            architecture.compute.replicas = Range { min: 3, max: 12 };
            architecture.compute.scale_at_cpu = 60;
            architecture.observability.retention_days = 90;
            architecture.load_balancer.health_check = HealthCheck {
                path: "/healthz.php",
                ..HealthCheck::DEFAULT
            };
            architecture.load_balancer.idle_timeout = Some(180);
            let instance = moodle_stack::model::Instance {
                class: "db.r6g.xlarge",
                backup_days: 14,
                ..INSTANCE
            };
            architecture.database = Database::Mysql(instance);
        },
        &[
            ("compute.cluster", Action::Update),
            ("compute.cron", Action::Update),
            ("compute.logs-cron", Action::Update),
            ("compute.logs-exec", Action::Update),
            ("compute.logs-maintenance", Action::Update),
            ("compute.logs-web", Action::Update),
            ("compute.scale-cpu", Action::Update),
            ("compute.service", Action::Update),
            ("compute.task-cron", Action::Replace),
            ("compute.task-exec", Action::Replace),
            ("compute.task-install", Action::Replace),
            ("compute.task-upgrade", Action::Replace),
            ("compute.task-web", Action::Replace),
            ("compute.tasks", Action::Update),
            ("database.instance", Action::Update),
            ("edge.logs", Action::Update),
            ("edge.web-acl-logs", Action::Update),
            ("load_balancer.alb", Action::Update),
            ("load_balancer.logs", Action::Update),
            ("load_balancer.web", Action::Update),
            ("network.flow-log-group", Action::Update),
            ("observability.alarm-connections-database", Action::Update),
        ],
    )
    .await;
}

#[tokio::test]
async fn retained_resources_outlive_the_stack_and_are_adopted_again() {
    let mut stack = campus("kept");
    stack.architecture.files.on_destroy = KeepFiles::Retain;
    stack.architecture.trail = Trail::CloudTrail(TrailLog::DEFAULT);
    stack.architecture.database = Database::Mysql(moodle_stack::model::Instance {
        on_destroy: moodle_stack::model::KeepDatabase::Snapshot,
        ..INSTANCE
    });
    let mut env = EmulatorEnv::new(&stack).await;
    env.deploy(&stack).await;
    let kept = |env: &EmulatorEnv| ["files.file-system", "trail.bucket"].map(|address| env.id(address));
    let before = kept(&env);
    env.destroy(&stack).await;
    env.check_leftovers(&["bucket", "file system", "snapshot"]);
    env.deploy(&stack).await;
    assert_eq!(kept(&env), before);
}

#[tokio::test]
async fn mariadb_and_valkey_lifecycle() {
    let mut stack = campus("mariadb");
    stack.architecture.database = Database::MariaDb(moodle_stack::model::Instance {
        version: "11.4",
        ..INSTANCE
    });
    stack.architecture.cache = Cache::Valkey(moodle_stack::model::Nodes {
        version: "8.0",
        ..NODES
    });
    run_lifecycle(
        &stack,
        |stack| {
            stack.architecture.cache = Cache::Valkey(moodle_stack::model::Nodes {
                version: "8.0",
                nodes: 3,
                ..NODES
            });
        },
        &[
            ("cache.nodes", Action::Update),
            ("observability.alarm-evictions-cache-3", Action::Create),
            ("observability.alarm-memory-cache-3", Action::Create),
            ("observability.dashboard", Action::Update),
        ],
    )
    .await;
}

#[tokio::test]
async fn postgresql_and_single_nat_gateway_lifecycle() {
    let mut stack = campus("postgres");
    stack.architecture.database = Database::Postgres(moodle_stack::model::Instance {
        version: "16.4",
        ..INSTANCE
    });
    stack.architecture.network.nat = moodle_stack::model::Nat::Single;
    run_lifecycle(
        &stack,
        |stack| stack.architecture.network.nat = moodle_stack::model::Nat::PerZone,
        &[
            ("network.address-b", Action::Create),
            ("network.nat-b", Action::Create),
            ("network.routes-private-b", Action::Update),
        ],
    )
    .await;
}

#[tokio::test]
async fn serverless_aurora_mysql_and_serverless_valkey_lifecycle() {
    let mut stack = campus("aurora");
    stack.architecture.database = Database::AuroraMysql(AURORA);
    stack.architecture.cache = Cache::ServerlessValkey(SERVERLESS);
    run_lifecycle(
        &stack,
        |stack| {
            stack.architecture.database = Database::AuroraMysql(moodle_stack::model::Aurora {
                capacity: Some(Range { min: 1.0, max: 16.0 }),
                ..AURORA
            });
            stack.architecture.cache = Cache::ServerlessValkey(moodle_stack::model::Serverless {
                storage: 20,
                ..SERVERLESS
            });
        },
        &[
            ("cache.serverless", Action::Update),
            ("database.cluster", Action::Update),
            ("observability.alarm-storage-cache", Action::Update),
        ],
    )
    .await;
}

#[tokio::test]
async fn provisioned_aurora_postgresql_and_serverless_redis_lifecycle() {
    let aurora = moodle_stack::model::Aurora {
        version: "16.4",
        capacity: None,
        class: Some("db.r6g.large"),
        ..AURORA
    };
    let mut stack = campus("aurorapg");
    stack.architecture.database = Database::AuroraPostgres(aurora);
    stack.architecture.cache = Cache::ServerlessRedis(moodle_stack::model::Serverless {
        version: "7",
        ..SERVERLESS
    });
    run_lifecycle(
        &stack,
        |stack| {
            stack.architecture.database = Database::AuroraPostgres(moodle_stack::model::Aurora {
                class: Some("db.r6g.xlarge"),
                ..aurora
            });
        },
        &[
            ("database.reader-1", Action::Update),
            ("database.writer", Action::Update),
        ],
    )
    .await;
}

#[tokio::test]
async fn issued_certificates_and_dns_lifecycle() {
    let mut stack = campus("issued");
    let zone = EmulatorEnv::zone("issued").await;
    variants::issue(&mut stack, zone);
    run_lifecycle(
        &stack,
        |stack| stack.architecture.moodle.admin_email = "other@example.edu",
        &[
            ("compute.cron", Action::Update),
            ("compute.service", Action::Update),
            ("compute.task-cron", Action::Replace),
            ("compute.task-exec", Action::Replace),
            ("compute.task-install", Action::Replace),
            ("compute.task-upgrade", Action::Replace),
            ("compute.task-web", Action::Replace),
        ],
    )
    .await;
}

#[tokio::test]
async fn private_load_balancer_lifecycle() {
    let mut stack = campus("private");
    stack.architecture.load_balancer.private = true;
    run_lifecycle(
        &stack,
        |stack| {
            if let Some(edge) = &mut stack.architecture.edge {
                edge.origin_timeout = 50;
            }
        },
        &[
            ("compute.cron", Action::Update),
            ("compute.service", Action::Update),
            ("compute.task-cron", Action::Replace),
            ("compute.task-exec", Action::Replace),
            ("compute.task-install", Action::Replace),
            ("compute.task-upgrade", Action::Replace),
            ("compute.task-web", Action::Replace),
            ("edge.distribution", Action::Update),
            ("load_balancer.alb", Action::Update),
            ("load_balancer.web", Action::Update),
        ],
    )
    .await;
}

#[tokio::test]
async fn without_cloudfront_lifecycle() {
    let mut stack = campus("open");
    stack.architecture.edge = None;
    run_lifecycle(
        &stack,
        |stack| stack.architecture.network.flow_logs = false,
        &[
            ("network.flow-log", Action::Delete),
            ("network.flow-log-group", Action::Delete),
            ("network.role-flow-log", Action::Delete),
        ],
    )
    .await;
}

#[tokio::test]
async fn two_stacks_in_one_account_do_not_affect_each_other() {
    let (one, other) = (campus("side"), campus("side-by-side"));
    let mut first = EmulatorEnv::new(&one).await;
    let mut second = EmulatorEnv::new(&other).await;
    first.deploy(&one).await;
    second.deploy(&other).await;
    second.destroy(&other).await;
    assert_eq!(
        first.plan(&one).await.actions(),
        BTreeMap::new(),
        "destroying the other stack changed this one"
    );
    first.destroy(&one).await;
    first.check_leftovers(&[]);
}

/// Features that neither emulator supports, so no stack above uses them. When one of them supports it, this test fails,
/// and a stack should use it.
#[tokio::test]
async fn emulators_still_lack_what_the_tests_leave_out() {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let ec2 = aws_sdk_ec2::Client::new(&config);
    let vpc = ec2.create_vpc().cidr_block("10.8.0.0/16").send().await.expect("a VPC");
    let vpc = vpc.vpc.and_then(|vpc| vpc.vpc_id).expect("a VPC's id");
    // A regional NAT gateway: moto requires a subnet.
    let regional = ec2
        .create_nat_gateway()
        .vpc_id(vpc)
        .availability_mode(aws_sdk_ec2::types::AvailabilityMode::Regional);
    let error = regional
        .send()
        .await
        .expect_err("moto creates regional NAT gateways now");
    assert_eq!(error.code(), Some("InvalidSubnetID.NotFound"));
    // One more database in an event subscription, as for a new Aurora reader: moto's response has no AWS error code.
    let another = aws_sdk_rds::Client::new(&config)
        .add_source_identifier_to_subscription()
        .subscription_name("none")
        .source_identifier("none");
    let error = another.send().await.expect_err("the subscription does not exist");
    assert_eq!(error.code(), None);
}
