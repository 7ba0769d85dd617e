//! Tests of preflight checks: a new stack needs all of them, and a deployed stack only those of changed values.

use crate::stacks::Campus;
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::journal::{Journal, Phase};
use moodle_stack::model::{
    Aurora, Certificate, Database, Field as _, Instance, Issued, Processor, Range, Route53, Ses, Stack, Texts,
};
use moodle_stack::plan::preflight_queries;

/// Returns the keys that the preflight checks are about.
fn keys(stack: &Stack, journal: &Journal) -> Vec<&'static str> {
    let queries = preflight_queries(&stack.architecture, journal);
    queries.iter().map(|query| query.key).collect()
}

#[tokio::test(start_paused = true)]
async fn new_stack_has_all_checks_and_a_deployed_stack_none() {
    let mut stack = Campus::stack();
    let nothing = Journal::new(stack.name, stack.architecture.account);
    let all = [
        "edge.certificate",
        "load_balancer.certificate",
        "region",
        "network.zones",
        "network.endpoints",
        "database.class",
        "moodle.image",
        // Quotas: Fargate and Spot, VPCs and internet gateways, addresses, rules, load balancers, distributions, databases.
        "compute.replicas",
        "compute.replicas",
        "network",
        "network",
        "network.nat",
        "edge",
        "load_balancer",
        "edge",
        "database",
        "domain",
    ];
    assert_eq!(keys(&stack, &nothing), all);
    let deployed = TempDirEnv::new().deploy(&stack).await.succeeded().journal;
    assert_eq!(keys(&stack, &deployed), [""; 0]);

    stack.architecture.edge = None;
    let without_edge = all
        .iter()
        .filter(|key| !["edge.certificate", "edge", "domain"].contains(key));
    assert!(keys(&stack, &nothing).iter().eq(without_edge));
    let deployed = TempDirEnv::new().deploy(&stack).await.succeeded().journal;
    assert_eq!(keys(&stack, &deployed), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn changed_value_is_checked_again() {
    let stack = Campus::stack();
    let deployed = TempDirEnv::new().deploy(&stack).await.succeeded().journal;
    let changed = |change: fn(&mut Stack)| {
        let mut stack = Campus::stack();
        change(&mut stack);
        keys(&stack, &deployed)
    };
    assert_eq!(
        changed(|stack| stack.architecture.domain = "courses.example.edu"),
        ["edge.certificate", "load_balancer.certificate", "domain"]
    );
    assert_eq!(
        changed(
            |stack| stack.architecture.load_balancer.certificate = Certificate::Arn("arn:aws:acm:x:y:certificate/z")
        ),
        ["load_balancer.certificate"]
    );
    assert_eq!(
        changed(|stack| {
            stack.architecture.network.zones = Texts::new(&["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"]);
        }),
        ["network.zones", "network.endpoints", "network.nat"]
    );
    assert_eq!(
        changed(|stack| stack.architecture.compute.replicas.max += 1),
        ["compute.replicas", "compute.replicas"]
    );
    assert_eq!(
        changed(|stack| {
            stack.architecture.email = Some(Ses {
                from: "noreply@example.edu",
                credentials: "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF",
                region: Some("us-east-1"),
            });
        }),
        ["region", "email.from", "email"]
    );
    assert_eq!(changed(|stack| stack.architecture.compute.memory = 8192), [""; 0]);
    assert_eq!(
        changed(|stack| stack.architecture.compute.cpu_architecture = Processor::Arm),
        ["moodle.image"]
    );
    assert_eq!(
        changed(|stack| {
            stack.architecture.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.3";
        }),
        ["moodle.image"]
    );
    assert_eq!(
        changed(|stack| stack.architecture.dns = Some(Route53 { zone: "Z1" })),
        ["dns.zone"]
    );
    for (class, version, multi_az, is_checked) in [
        ("db.r6g.large", "8.4", true, false),
        ("db.r6g.xlarge", "8.4", true, true),
        ("db.r6g.large", "8.4.6", true, true),
        ("db.r6g.large", "8.4", false, true),
    ] {
        let mut stack = Campus::stack();
        stack.architecture.database = Database::Mysql(Instance {
            class,
            version,
            multi_az,
            ..Instance::FILLER
        });
        assert_eq!(
            !keys(&stack, &deployed).is_empty(),
            is_checked,
            "{class} {version} {multi_az}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn deployed_cluster_and_hosted_zones_are_not_checked_again() {
    let mut stack = Campus::stack();
    let zone = "Z0123456789ABCDEFGHIJ";
    let issued = Certificate::Issued(Issued { zone });
    stack.architecture.load_balancer.certificate = issued;
    if let Some(edge) = &mut stack.architecture.edge {
        edge.certificate = issued;
    }
    stack.architecture.dns = Some(Route53 { zone });
    stack.architecture.database = Database::AuroraPostgres(Aurora {
        version: "16.4",
        capacity: Some(Range { min: 0.5, max: 10.0 }),
        class: None,
        readers: 1,
        ..Aurora::FILLER
    });
    let nothing = Journal::new(stack.name, stack.architecture.account);
    assert_eq!(
        keys(&stack, &nothing),
        [
            "edge.certificate.zone",
            "region",
            "network.zones",
            "network.endpoints",
            "database.capacity",
            "moodle.image",
            "compute.replicas",
            "compute.replicas",
            "network",
            "network",
            "network.nat",
            "edge",
            "load_balancer",
            "edge",
            "database.readers",
            "domain"
        ]
    );
    let deployed = TempDirEnv::new().deploy(&stack).await.succeeded().journal;
    assert_eq!(keys(&stack, &deployed), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn deposed_resource_that_is_declared_again_is_not_checked() {
    let stack = Campus::stack();
    let mut journal = TempDirEnv::new().deploy(&stack).await.succeeded().journal;
    let database = journal.resources.remove("database.instance").unwrap();
    assert_eq!(keys(&stack, &journal), ["database.class", "database"]);
    journal.deposed.push(database);
    assert_eq!(keys(&stack, &journal), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn resource_that_is_not_ready_does_not_skip_its_check() {
    let stack = Campus::stack();
    let mut journal = TempDirEnv::new().deploy(&stack).await.succeeded().journal;
    for entry in journal.resources.values_mut() {
        entry.phase = Phase::Creating;
    }
    let nothing = Journal::new(stack.name, stack.architecture.account);
    assert_eq!(keys(&stack, &journal), keys(&stack, &nothing));
}
