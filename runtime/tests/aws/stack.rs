//! The whole life of a stack, for the reference and for each variant: deployed, planned again, changed, destroyed, and
//! looked at by another client of AWS.

mod gaps;
mod leftovers;
#[path = "../sandbox/stacks.rs"]
mod stacks;
mod variants;
mod world;

use crate::life::unique;
use aws_sdk_rds::error::ProvideErrorMetadata as _;
pub use gaps::mask;
pub use leftovers::{compare_settings, leftovers};
use moodle_stack::model::{Cache, Database, HealthCheck, KeepFiles, Range, S3, Stack};
use moodle_stack::plan::Action;
use std::collections::BTreeMap;
pub use variants::{AURORA, campus};
use variants::{INSTANCE, NODES, SERVERLESS};
pub use world::World;

/// Takes a stack through its life. `change` changes the declaration, and `expected` is what the plan must say to that.
async fn live(stack: &Stack, change: impl FnOnce(&mut Stack), expected: &[(&str, Verb)]) {
    let mut world = World::new(stack).await;
    world.deploy(stack).await;
    assert_eq!(
        world.plan(stack).await.actions(),
        BTreeMap::new(),
        "a second deploy has something to do"
    );

    let mut changed = *stack;
    change(&mut changed);
    let plan = world.plan(&changed).await;
    assert_eq!(plan.actions(), expected.iter().copied().collect());
    world.execute(&plan).await;
    assert_eq!(
        world.plan(&changed).await.actions(),
        BTreeMap::new(),
        "the change is not made"
    );

    world.destroy(&changed).await;
    world.nothing_is_left(&[]);
}

#[tokio::test]
async fn the_reference_lives() {
    let mut reference = campus("reference");
    reference.architecture.journal = Some(S3 {
        bucket: unique("journals").leak(),
        prefix: "it",
        region: None,
    });
    live(
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
async fn what_the_declaration_says_to_keep_outlives_the_stack_and_is_taken_up_again() {
    let mut stack = campus("kept");
    stack.architecture.files.on_destroy = KeepFiles::Retain;
    stack.architecture.database = Database::Mysql(moodle_stack::model::Instance {
        on_destroy: moodle_stack::model::KeepDatabase::Snapshot,
        ..INSTANCE
    });
    let mut world = World::new(&stack).await;
    world.deploy(&stack).await;
    let before = world.id("files.file-system");
    world.destroy(&stack).await;
    world.nothing_is_left(&["file system", "snapshot"]);
    world.deploy(&stack).await;
    assert_eq!(world.id("files.file-system"), before);
}

#[tokio::test]
async fn a_stack_with_mariadb_and_valkey_lives() {
    let mut stack = campus("mariadb");
    stack.architecture.database = Database::MariaDb(moodle_stack::model::Instance {
        version: "11.4",
        ..INSTANCE
    });
    stack.architecture.cache = Cache::Valkey(moodle_stack::model::Nodes {
        version: "8.0",
        ..NODES
    });
    live(
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
async fn a_stack_with_postgresql_behind_one_nat_gateway_lives() {
    let mut stack = campus("postgres");
    stack.architecture.database = Database::Postgres(moodle_stack::model::Instance {
        version: "16.4",
        ..INSTANCE
    });
    stack.architecture.network.nat = moodle_stack::model::Nat::Single;
    live(
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
async fn a_stack_with_serverless_aurora_mysql_and_serverless_valkey_lives() {
    let mut stack = campus("aurora");
    stack.architecture.database = Database::AuroraMysql(AURORA);
    stack.architecture.cache = Cache::ServerlessValkey(SERVERLESS);
    live(
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
        ],
    )
    .await;
}

#[tokio::test]
async fn a_stack_with_aurora_postgresql_of_a_class_and_serverless_redis_lives() {
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
    live(
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
async fn a_stack_with_certificates_of_its_own_and_dns_lives() {
    let mut stack = campus("issued");
    let zone = World::zone("issued").await;
    variants::issue(&mut stack, zone);
    live(
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
async fn a_stack_with_a_private_load_balancer_lives() {
    let mut stack = campus("private");
    stack.architecture.load_balancer.private = true;
    live(
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
async fn a_stack_without_cloudfront_lives() {
    let mut stack = campus("open");
    stack.architecture.edge = None;
    live(
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
async fn two_stacks_live_side_by_side_in_one_account() {
    let (one, other) = (campus("side"), campus("side-by-side"));
    let mut first = World::new(&one).await;
    let mut second = World::new(&other).await;
    first.deploy(&one).await;
    second.deploy(&other).await;
    second.destroy(&other).await;
    assert_eq!(
        first.plan(&one).await.actions(),
        BTreeMap::new(),
        "the other stack's end took something of this one"
    );
    first.destroy(&one).await;
    first.nothing_is_left(&[]);
}

/// What neither emulator can do, so that no stack above does it. When one of them learns it, this fails, and a stack takes
/// it up.
#[tokio::test]
async fn what_no_emulator_knows_is_still_unknown_to_them() {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let ec2 = aws_sdk_ec2::Client::new(&config);
    let vpc = ec2.create_vpc().cidr_block("10.8.0.0/16").send().await.expect("a VPC");
    let vpc = vpc.vpc.and_then(|vpc| vpc.vpc_id).expect("a VPC's id");
    // A NAT gateway for all zones: moto wants a subnet.
    let regional = ec2
        .create_nat_gateway()
        .vpc_id(vpc)
        .availability_mode(aws_sdk_ec2::types::AvailabilityMode::Regional);
    let error = regional.send().await.expect_err("a regional NAT gateway is made now");
    assert_eq!(error.code(), Some("InvalidSubnetID.NotFound"));
    // One more database in an event subscription, as a new reader of Aurora is: moto answers without an error of AWS's.
    let another = aws_sdk_rds::Client::new(&config)
        .add_source_identifier_to_subscription()
        .subscription_name("none")
        .source_identifier("none");
    let error = another.send().await.expect_err("there is no such subscription");
    assert_eq!(error.code(), None);
}
