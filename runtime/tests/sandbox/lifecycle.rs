//! The life of a stack: deployed, deployed again, changed, replaced, destroyed.

use crate::stacks::{Campus, DELETED_TRAIL};
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::blueprint::blueprint;
use moodle_stack::clock::Clock;
use moodle_stack::journal::Journal;
use moodle_stack::model::{Certificate, Database, Instance, KeepDatabase, KeepFiles, Processor, Stack, Texts, Trail};
use moodle_stack::operations::{Backup, Operations as _, Source};
use moodle_stack::plan::{Action, destruction};
use std::collections::BTreeMap;

#[tokio::test(start_paused = true)]
async fn deploy_creates_every_declared_resource_once_and_a_second_one_has_no_changes() {
    let env = TempDirEnv::new();
    let stack = Campus::stack();
    let run = env.deploy(&stack).await.succeeded();
    let mut declared: BTreeMap<String, usize> = BTreeMap::new();
    for desired in blueprint(&stack).resources.values() {
        *declared.entry(desired.kind.name.into()).or_default() += 1;
    }
    assert_eq!(env.count_by_kind(), declared);
    assert_eq!(run.journal.resources.len(), declared.values().sum::<usize>());
    assert!(env.plan(&stack).await.is_empty());
    let again = env.deploy(&stack).await.succeeded();
    assert_eq!(
        (again.outcome.done, again.plan.unchanged),
        (0, run.journal.resources.len())
    );
}

/// An earlier version of this program applied the field.
#[tokio::test(start_paused = true)]
async fn deploy_removes_a_field_that_its_kind_no_longer_has() {
    let env = TempDirEnv::new();
    let stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    let mut file = env.journal(&stack);
    let vpc = file.journal.resources.get_mut("network.vpc").unwrap();
    vpc.fields["tenancy"] = "default".into();
    file.save().await.unwrap();
    drop(file);
    let run = env.deploy(&stack).await.succeeded();
    assert_eq!(run.plan.actions(), BTreeMap::from([("network.vpc", Action::Update)]));
    assert!(run.journal.resources["network.vpc"].fields.get("tenancy").is_none());
    assert!(env.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn deploy_takes_as_long_as_its_longest_chain_of_dependencies() {
    let run = TempDirEnv::new().deploy(&Campus::stack()).await.succeeded();
    let typical = run.plan.typical_seconds();
    let took = run.took.as_secs();
    // The deployer polls at least every 15 seconds, so each resource of the chain can be that much later.
    assert!(
        (typical..typical * 3 / 2).contains(&took),
        "expected about {typical} s, took {took} s"
    );
    assert!(
        (13 * 60..25 * 60).contains(&took),
        "the database takes 14 minutes; the run took {took} s"
    );
}

#[tokio::test(start_paused = true)]
async fn destroy_deletes_everything_except_shared_and_retained_resources() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack.architecture.trail = DELETED_TRAIL;
    env.deploy(&stack).await.succeeded();
    let run = env.destroy(&stack).await.succeeded();
    assert!(run.journal.is_empty());
    let left: Vec<String> = env.count_by_kind().into_keys().collect();
    assert_eq!(left, ["AWS::IAM::ServiceLinkedRole"]);
}

#[tokio::test(start_paused = true)]
async fn records_of_the_trail_outlive_the_trail_and_the_stack() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    let before = env.deploy(&stack).await.succeeded().journal;
    let run = env.destroy(&stack).await.succeeded();
    let actions = run.plan.actions();
    assert_eq!(
        (
            actions["trail.bucket"],
            actions["trail.trail"],
            actions["load_balancer.logs"]
        ),
        (Action::Retain, Action::Delete, Action::Delete)
    );
    assert_eq!(env.count_by_kind()["AWS::S3::Bucket"], 1);
    let after = env.deploy(&stack).await.succeeded().journal;
    let id = |journal: &Journal| journal.resources["trail.bucket"].id.clone();
    assert_eq!(id(&before), id(&after));

    stack.architecture.trail = Trail::Off;
    let run = env.deploy(&stack).await.succeeded();
    let actions = run.plan.actions();
    assert_eq!(
        (actions["trail.bucket"], actions["trail.trail"]),
        (Action::Retain, Action::Delete)
    );
    assert_eq!(env.count_by_kind()["AWS::S3::Bucket"], 2);
}

/// Its bucket had no choice then.
#[tokio::test(start_paused = true)]
async fn records_of_a_trail_of_an_earlier_version_are_kept_too() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    let mut file = env.journal(&stack);
    for address in ["trail.bucket", "load_balancer.logs"] {
        let bucket = file.journal.resources.get_mut(address).unwrap();
        bucket.fields.as_object_mut().unwrap().remove("on_destroy");
    }
    file.save().await.unwrap();
    drop(file);
    let plan = env.plan(&stack).await;
    assert_eq!(
        plan.actions(),
        BTreeMap::from([("load_balancer.logs", Action::Update), ("trail.bucket", Action::Update)])
    );
    let plan = destruction(&blueprint(&stack), &env.journal(&stack).journal);
    assert_eq!(plan.actions()["trail.bucket"], Action::Retain);
    assert_eq!(plan.actions()["load_balancer.logs"], Action::Delete);
    stack.architecture.trail = Trail::Off;
    assert_eq!(env.plan(&stack).await.actions()["trail.bucket"], Action::Retain);
}

#[tokio::test(start_paused = true)]
async fn retained_file_system_is_adopted_by_the_next_deploy() {
    let env = TempDirEnv::new();
    let stack = Campus::stack();
    let before = env.deploy(&stack).await.succeeded();
    let run = env.destroy(&stack).await.succeeded();
    assert_eq!(run.plan.actions()["files.file-system"], Action::Retain);
    let after = env.deploy(&stack).await.succeeded();
    let id = |journal: &moodle_stack::journal::Journal| journal.resources["files.file-system"].id.clone();
    assert_eq!(id(&before.journal), id(&after.journal));
}

#[tokio::test(start_paused = true)]
async fn vault_with_backups_is_kept_on_destroy_with_a_message() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stack.architecture.trail = DELETED_TRAIL;
    let journal = env.deploy(&stack).await.succeeded().journal;
    let output = |address: &str, name: &str| journal.resources[address].outputs[name].clone();
    let backup = Backup {
        region: stack.architecture.region.into(),
        of: Source::Files {
            arn: output("files.file-system", "arn"),
            vault: output("files.vault", "name"),
            role: output("files.backup-role", "arn"),
        },
        name: "before-the-term".into(),
        tags: Vec::new(),
    };
    let sandbox = env.sandbox(Clock::start(1.0));
    sandbox.back_up(&backup).await.expect("a backup");
    drop(sandbox);

    let run = env.destroy(&stack).await.succeeded();
    assert!(run.journal.is_empty());
    let left: Vec<String> = env.count_by_kind().into_keys().collect();
    assert_eq!(left, ["AWS::Backup::BackupVault", "AWS::IAM::ServiceLinkedRole"]);
    let [(address, why)] = run.messages.as_slice() else {
        panic!("{:?}", run.messages);
    };
    assert_eq!(address, "files.vault");
    assert!(why.contains("holds 1 backup"), "{why}");
    let again = env.deploy(&stack).await.succeeded().journal;
    assert_eq!(again.resources["files.vault"].id, journal.resources["files.vault"].id);
}

#[tokio::test(start_paused = true)]
async fn destroy_uses_the_current_retention_settings() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    let run = env.destroy(&stack).await.succeeded();
    assert_eq!(run.plan.actions()["files.file-system"], Action::Delete);
}

#[tokio::test(start_paused = true)]
async fn data_is_guarded_unless_the_declaration_allows_its_deletion() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    let guarded = |stack: &Stack| -> Vec<String> {
        let plan = destruction(&blueprint(stack), &env.journal(stack).journal);
        let nodes = plan.steps.iter().filter(|step| step.is_guarded());
        nodes.map(|step| step.address.clone()).collect()
    };
    // The file system is retained, with all its data.
    assert_eq!(guarded(&stack), ["database.instance"]);
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    assert_eq!(guarded(&stack), ["database.instance"]);
    let Database::Mysql(database) = &mut stack.architecture.database else {
        panic!("it is MySQL")
    };
    database.on_destroy = KeepDatabase::Delete;
    assert_eq!(guarded(&stack), Vec::<String>::new());
    // Nor are the records of the trail: either they are retained, or the declaration allows their deletion.
    stack.architecture.trail = DELETED_TRAIL;
    assert_eq!(guarded(&stack), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn move_to_another_region_keeps_the_retained_files_in_the_old_one() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    let before = env.deploy(&stack).await.succeeded();
    stack.architecture.region = "ap-southeast-2";
    stack.architecture.network.zones = Texts::new(&["ap-southeast-2a", "ap-southeast-2b"]);
    stack.architecture.load_balancer.certificate =
        Certificate::Arn("arn:aws:acm:ap-southeast-2:111122223333:certificate/7a1c2b3d-1111-2222-3333-444455556666");
    let plan = env.plan(&stack).await;
    assert_eq!(plan.actions()["files.file-system"], Action::Replace);
    let keeps = |address: &str| {
        plan.steps
            .iter()
            .any(|step| step.address == address && step.action() == Action::Retain)
    };
    assert!(keeps("files.file-system") && !keeps("database.instance"));
    let after = env.deploy(&stack).await.succeeded();
    assert!(after.journal.deposed.is_empty());
    assert_eq!(env.count_by_kind()["AWS::EFS::FileSystem"], 2);
    let id = |journal: &moodle_stack::journal::Journal| journal.resources["files.file-system"].id.clone();
    assert_ne!(id(&before.journal), id(&after.journal));
    assert!(env.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn settings_that_can_change_in_place_are_updated() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    stack.architecture.observability.retention_days = 90;
    stack.architecture.compute.replicas.max = 20;
    let Database::Mysql(database) = &mut stack.architecture.database else {
        panic!("it is MySQL")
    };
    database.class = "db.r6g.xlarge";
    let plan = env.plan(&stack).await;
    assert!(
        plan.actions().values().all(|verb| *verb == Action::Update),
        "{:?}",
        plan.actions()
    );
    env.deploy(&stack).await.succeeded();
    assert!(env.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn new_task_definition_updates_the_service_and_the_old_one_is_deleted() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    let before = env.count_by_kind();
    stack.architecture.compute.cpu_architecture = Processor::Arm;
    let plan = env.plan(&stack).await;
    let verbs = plan.actions();
    assert_eq!(
        (verbs["compute.task-web"], verbs["compute.service"]),
        (Action::Replace, Action::Update)
    );
    let run = env.deploy(&stack).await.succeeded();
    assert!(run.journal.deposed.is_empty());
    assert_eq!(env.count_by_kind(), before);
}

#[tokio::test(start_paused = true)]
async fn another_domain_replaces_only_the_task_definitions() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    stack.architecture.domain = "moodle.example.edu";
    let plan = env.plan(&stack).await;
    let replaced: Vec<&str> = plan
        .actions()
        .into_iter()
        .filter(|(_, verb)| *verb == Action::Replace)
        .map(|(address, _)| address)
        .collect();
    assert_eq!(
        replaced,
        [
            "compute.task-cron",
            "compute.task-exec",
            "compute.task-install",
            "compute.task-upgrade",
            "compute.task-web"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn another_network_replaces_everything_in_it_and_warns_of_data_loss() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    let before = env.count_by_kind();
    stack.architecture.network.cidr = "10.1.0.0/16";
    let plan = env.plan(&stack).await;
    assert_eq!(plan.actions()["network.vpc"], Action::Replace);
    assert!(plan.steps.iter().any(moodle_stack::plan::Step::endangers_data));
    env.deploy(&stack).await.succeeded();
    assert_eq!(env.count_by_kind(), before);
    assert!(env.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn resource_that_is_no_longer_declared_is_deleted() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    stack.architecture.observability.alarms = false;
    let plan = env.plan(&stack).await;
    assert!(
        plan.steps
            .iter()
            .any(|step| step.action() == Action::Delete && step.kind.noun == "alarm")
    );
    env.deploy(&stack).await.succeeded();
    assert!(!env.count_by_kind().contains_key("AWS::CloudWatch::Alarm"));
}

/// The reference stack under another name.
fn named(name: &'static str) -> Stack {
    Stack {
        name,
        ..Campus::stack()
    }
}

#[tokio::test(start_paused = true)]
async fn two_stacks_in_one_account_do_not_affect_each_other() {
    let env = TempDirEnv::new();
    let (campus, staging) = (named("campus"), named("staging"));
    env.deploy(&campus).await.succeeded();
    let one = env.count_by_kind();
    env.deploy(&staging).await.succeeded();
    env.destroy(&staging).await.succeeded();
    assert_eq!(env.plan(&campus).await.actions(), BTreeMap::new());
    let left: usize = env.count_by_kind().values().sum();
    // The second stack's file system and the bucket of its trail are retained, as declared.
    assert_eq!(left, one.values().sum::<usize>() + 2);
}

#[tokio::test(start_paused = true)]
async fn another_engine_replaces_the_database() {
    let env = TempDirEnv::new();
    let mut stack = Campus::stack();
    env.deploy(&stack).await.succeeded();
    let before = env.count_by_kind();
    let Database::Mysql(database) = stack.architecture.database else {
        panic!("it is MySQL")
    };
    stack.architecture.database = Database::MariaDb(Instance {
        version: "11.8",
        ..database
    });
    let plan = env.plan(&stack).await;
    assert_eq!(plan.actions()["database.instance"], Action::Replace);
    env.deploy(&stack).await.succeeded();
    assert_eq!(env.count_by_kind(), before);
    assert!(env.plan(&stack).await.is_empty());
}
