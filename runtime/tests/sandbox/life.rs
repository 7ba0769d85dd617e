//! Deploy, deploy again, change, replace, destroy.

use crate::stacks::Campus;
use crate::stage::Stage;
use moodle_stack::blueprint::blueprint;
use moodle_stack::clock::Clock;
use moodle_stack::model::{Certificate, Database, Instance, KeepDatabase, KeepFiles, Processor, Stack, Texts};
use moodle_stack::operations::{Backup, Operations as _, Source};
use moodle_stack::plan::{Action, destruction};
use std::collections::BTreeMap;

#[tokio::test(start_paused = true)]
async fn a_deploy_makes_every_declared_resource_once_and_a_second_one_finds_nothing_to_do() {
    let stage = Stage::new();
    let stack = Campus::stack();
    let run = stage.deploy(&stack).await.succeeded();
    let mut declared: BTreeMap<String, usize> = BTreeMap::new();
    for desired in blueprint(&stack).resources.values() {
        *declared.entry(desired.kind.name.into()).or_default() += 1;
    }
    assert_eq!(stage.exists(), declared);
    assert_eq!(run.journal.resources.len(), declared.values().sum::<usize>());
    assert!(stage.plan(&stack).await.is_empty());
    let again = stage.deploy(&stack).await.succeeded();
    assert_eq!(
        (again.outcome.done, again.plan.unchanged),
        (0, run.journal.resources.len())
    );
}

/// An earlier version of this program has applied it.
#[tokio::test(start_paused = true)]
async fn a_field_that_its_kind_does_not_have_any_more_is_dropped_by_the_next_deploy() {
    let stage = Stage::new();
    let stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    let mut file = stage.journal(&stack);
    let vpc = file.journal.resources.get_mut("network.vpc").unwrap();
    vpc.fields["tenancy"] = "default".into();
    file.save().await.unwrap();
    drop(file);
    let run = stage.deploy(&stack).await.succeeded();
    assert_eq!(run.plan.actions(), BTreeMap::from([("network.vpc", Action::Update)]));
    assert!(run.journal.resources["network.vpc"].fields.get("tenancy").is_none());
    assert!(stage.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_deploy_takes_as_long_as_its_longest_chain_and_not_as_the_sum() {
    let run = Stage::new().deploy(&Campus::stack()).await.succeeded();
    let typical = run.plan.typical_seconds();
    let took = run.took.as_secs();
    // Waits are looked at every 15 seconds at most, so that each link of the chain can end that much late.
    assert!(
        (typical..typical * 3 / 2).contains(&took),
        "typically {typical} s, took {took} s"
    );
    assert!(
        (13 * 60..25 * 60).contains(&took),
        "the database alone takes 14 minutes; took {took} s"
    );
}

#[tokio::test(start_paused = true)]
async fn a_destroy_leaves_nothing_but_what_is_shared_or_to_be_kept() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    stage.deploy(&stack).await.succeeded();
    let run = stage.destroy(&stack).await.succeeded();
    assert!(run.journal.is_empty());
    let left: Vec<String> = stage.exists().into_keys().collect();
    assert_eq!(left, ["AWS::IAM::ServiceLinkedRole"]);
}

#[tokio::test(start_paused = true)]
async fn a_file_system_that_is_kept_is_taken_up_by_the_next_deploy() {
    let stage = Stage::new();
    let stack = Campus::stack();
    let before = stage.deploy(&stack).await.succeeded();
    let run = stage.destroy(&stack).await.succeeded();
    assert_eq!(run.plan.actions()["files.file-system"], Action::Retain);
    let after = stage.deploy(&stack).await.succeeded();
    let id = |journal: &moodle_stack::journal::Journal| journal.resources["files.file-system"].id.clone();
    assert_eq!(id(&before.journal), id(&after.journal));
}

#[tokio::test(start_paused = true)]
async fn a_vault_with_backups_outlives_the_stack_and_says_so() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    let journal = stage.deploy(&stack).await.succeeded().journal;
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
    let sandbox = stage.sandbox(Clock::start(1.0));
    sandbox.back_up(&backup).await.expect("a backup");
    drop(sandbox);

    let run = stage.destroy(&stack).await.succeeded();
    assert!(run.journal.is_empty());
    let left: Vec<String> = stage.exists().into_keys().collect();
    assert_eq!(left, ["AWS::Backup::BackupVault", "AWS::IAM::ServiceLinkedRole"]);
    let [(address, why)] = run.said.as_slice() else {
        panic!("{:?}", run.said);
    };
    assert_eq!(address, "files.vault");
    assert!(why.contains("holds 1 backup"), "{why}");
    let again = stage.deploy(&stack).await.succeeded().journal;
    assert_eq!(again.resources["files.vault"].id, journal.resources["files.vault"].id);
}

#[tokio::test(start_paused = true)]
async fn a_destroy_follows_what_the_declaration_says_now_about_data() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    let run = stage.destroy(&stack).await.succeeded();
    assert_eq!(run.plan.actions()["files.file-system"], Action::Delete);
}

#[tokio::test(start_paused = true)]
async fn data_is_guarded_unless_the_declaration_says_to_delete_it() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    let guarded = |stack: &Stack| -> Vec<String> {
        let plan = destruction(&blueprint(stack), &stage.journal(stack).journal);
        let nodes = plan.steps.iter().filter(|step| step.is_guarded());
        nodes.map(|step| step.address.clone()).collect()
    };
    // The file system stays, so that nothing in it goes.
    assert_eq!(guarded(&stack), ["database.instance"]);
    stack.architecture.files.on_destroy = KeepFiles::Delete;
    assert_eq!(guarded(&stack), ["database.instance"]);
    let Database::Mysql(database) = &mut stack.architecture.database else {
        panic!("it is MySQL")
    };
    database.on_destroy = KeepDatabase::Delete;
    assert_eq!(guarded(&stack), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_move_to_another_region_leaves_the_files_that_are_to_be_kept_where_they_are() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    let before = stage.deploy(&stack).await.succeeded();
    stack.architecture.region = "ap-southeast-2";
    stack.architecture.network.zones = Texts::new(&["ap-southeast-2a", "ap-southeast-2b"]);
    stack.architecture.load_balancer.certificate =
        Certificate::Arn("arn:aws:acm:ap-southeast-2:111122223333:certificate/7a1c2b3d-1111-2222-3333-444455556666");
    let plan = stage.plan(&stack).await;
    assert_eq!(plan.actions()["files.file-system"], Action::Replace);
    let keeps = |address: &str| {
        plan.steps
            .iter()
            .any(|step| step.address == address && step.action() == Action::Retain)
    };
    assert!(keeps("files.file-system") && !keeps("database.instance"));
    let after = stage.deploy(&stack).await.succeeded();
    assert!(after.journal.deposed.is_empty());
    assert_eq!(stage.exists()["AWS::EFS::FileSystem"], 2);
    let id = |journal: &moodle_stack::journal::Journal| journal.resources["files.file-system"].id.clone();
    assert_ne!(id(&before.journal), id(&after.journal));
    assert!(stage.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_can_be_changed_in_place_is() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    stack.architecture.observability.retention_days = 90;
    stack.architecture.compute.replicas.max = 20;
    let Database::Mysql(database) = &mut stack.architecture.database else {
        panic!("it is MySQL")
    };
    database.class = "db.r6g.xlarge";
    let plan = stage.plan(&stack).await;
    assert!(
        plan.actions().values().all(|verb| *verb == Action::Update),
        "{:?}",
        plan.actions()
    );
    stage.deploy(&stack).await.succeeded();
    assert!(stage.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_new_task_definition_rolls_the_service_and_the_old_one_goes() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    let before = stage.exists();
    stack.architecture.compute.cpu_architecture = Processor::Arm;
    let plan = stage.plan(&stack).await;
    let verbs = plan.actions();
    assert_eq!(
        (verbs["compute.task-web"], verbs["compute.service"]),
        (Action::Replace, Action::Update)
    );
    let run = stage.deploy(&stack).await.succeeded();
    assert!(run.journal.deposed.is_empty());
    assert_eq!(stage.exists(), before);
}

#[tokio::test(start_paused = true)]
async fn another_domain_replaces_no_more_than_the_tasks_that_are_told_it() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    stack.architecture.domain = "moodle.example.edu";
    let plan = stage.plan(&stack).await;
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
async fn another_network_replaces_everything_in_it_beside_the_old_one_and_says_that_data_goes() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    let before = stage.exists();
    stack.architecture.network.cidr = "10.1.0.0/16";
    let plan = stage.plan(&stack).await;
    assert_eq!(plan.actions()["network.vpc"], Action::Replace);
    assert!(plan.steps.iter().any(moodle_stack::plan::Step::endangers_data));
    stage.deploy(&stack).await.succeeded();
    assert_eq!(stage.exists(), before);
    assert!(stage.plan(&stack).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_is_taken_out_of_the_declaration_is_deleted() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    stack.architecture.observability.alarms = false;
    let plan = stage.plan(&stack).await;
    assert!(
        plan.steps
            .iter()
            .any(|step| step.action() == Action::Delete && step.kind.noun == "alarm")
    );
    stage.deploy(&stack).await.succeeded();
    assert!(!stage.exists().contains_key("AWS::CloudWatch::Alarm"));
}

/// Two stacks of one account, side by side.
fn named(name: &'static str) -> Stack {
    Stack {
        name,
        ..Campus::stack()
    }
}

#[tokio::test(start_paused = true)]
async fn two_stacks_live_side_by_side_in_one_account() {
    let stage = Stage::new();
    let (campus, staging) = (named("campus"), named("staging"));
    stage.deploy(&campus).await.succeeded();
    let one = stage.exists();
    stage.deploy(&staging).await.succeeded();
    stage.destroy(&staging).await.succeeded();
    assert_eq!(stage.plan(&campus).await.actions(), BTreeMap::new());
    let left: usize = stage.exists().values().sum();
    // The second stack's file system is kept, as its declaration says.
    assert_eq!(left, one.values().sum::<usize>() + 1);
}

#[tokio::test(start_paused = true)]
async fn another_engine_is_another_database_and_the_site_turns_to_it() {
    let stage = Stage::new();
    let mut stack = Campus::stack();
    stage.deploy(&stack).await.succeeded();
    let before = stage.exists();
    let Database::Mysql(database) = stack.architecture.database else {
        panic!("it is MySQL")
    };
    stack.architecture.database = Database::MariaDb(Instance {
        version: "11.8",
        ..database
    });
    let plan = stage.plan(&stack).await;
    assert_eq!(plan.actions()["database.instance"], Action::Replace);
    stage.deploy(&stack).await.succeeded();
    assert_eq!(stage.exists(), before);
    assert!(stage.plan(&stack).await.is_empty());
}
