//! Backups, and new stacks that are restored from one.

use crate::fault::Fault;
use crate::stacks::Campus;
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::blueprint::{blueprint, blueprint_from};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Executor, Stop};
use moodle_stack::model::Stack;
use moodle_stack::operations::{BackupFilter, Operations as _};
use moodle_stack::plan::{Plan, deployment};
use moodle_stack::spec::RestoreSource;
use serde_json::Value;

fn restored() -> Stack {
    let mut stack = Stack {
        name: "rescue",
        ..Campus::stack()
    };
    stack.architecture.domain = "rescue.example.edu";
    stack
}

/// Deploys the campus and makes a backup.
async fn backed_up() -> (TempDirEnv, RestoreSource) {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    let clock = Clock::start(1.0);
    let sandbox = env.sandbox(clock);
    let mut file = env.journal(&Campus::stack());
    let schema = file.journal.resources["compute.schema"].clone();
    let executor = Executor::new(&sandbox, &mut file, clock, Stop::default(), |_| {});
    let (database, files) = executor.back_up(&schema, "campus-1").await.unwrap();
    let origin = RestoreSource {
        stack: "campus".into(),
        name: "campus-1".into(),
        database,
        files,
        vault: "campus-vault".into(),
    };
    drop(executor);
    (env, origin)
}

async fn plan_of(env: &TempDirEnv, origin: &RestoreSource) -> Plan {
    let mut file = env.journal(&restored());
    file.journal.origin = Some(origin.clone());
    file.save().await.unwrap();
    deployment(
        &blueprint_from(&restored(), origin),
        &file.journal,
        &moodle_stack::plan::ObservedState::default(),
    )
}

/// Returns the site in a stack's database, and the identity of the files in its file system.
fn content(env: &TempDirEnv, stack: &str) -> (Value, Value) {
    let world = env.world();
    let of = |kind: &str| {
        let mut resources = world["things"].as_object().unwrap().values();
        let is_it = |one: &&Value| one["kind"] == kind && one["tags"]["moodle-stack:stack"] == stack;
        resources.find(is_it).unwrap()["outputs"]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (database, files) = (of("AWS::RDS::DBInstance"), of("AWS::EFS::FileSystem"));
    (world["sites"][database].clone(), world["trees"][files].clone())
}

#[tokio::test(start_paused = true)]
async fn backup_has_the_database_and_the_files_under_one_name() {
    let (env, origin) = backed_up().await;
    let copies = BackupFilter {
        region: "ap-southeast-1".into(),
        stack: "campus".into(),
        vault: "campus-vault".into(),
    };
    let listed = env.sandbox(Clock::start(1.0)).copies(&copies).await.unwrap();
    let mut arns: Vec<(&str, &str, bool)> = listed
        .iter()
        .map(|copy| (copy.name.as_str(), copy.arn.as_str(), copy.of_files))
        .collect();
    arns.sort_by_key(|(_, _, of_files)| *of_files);
    let expected = [
        ("campus-1", origin.database.as_str(), false),
        ("campus-1", origin.files.as_str(), true),
    ];
    assert_eq!(arns, expected);
}

#[tokio::test(start_paused = true)]
async fn restored_stack_has_the_site_and_its_files_and_does_not_keep_the_restore_task() {
    let (env, origin) = backed_up().await;
    let plan = plan_of(&env, &origin).await;
    env.execute(&restored(), &plan).await.succeeded();
    let (site, tree) = content(&env, "campus");
    assert_eq!(site["identity"], tree);
    assert_eq!(content(&env, "rescue"), (site, tree));
    // The task and the access point that restored the files are not part of the stack.
    let mut file = env.journal(&restored());
    file.journal.origin = None;
    file.save().await.unwrap();
    drop(file);
    env.deploy(&restored()).await.succeeded();
    let journal = env.journal(&restored()).journal.clone();
    assert!(journal.resources.keys().eq(blueprint(&restored()).resources.keys()));
    let has_missing_dependency =
        |entry: &&moodle_stack::journal::Entry| entry.depends.iter().any(|one| !journal.resources.contains_key(one));
    assert_eq!(journal.resources.values().find(has_missing_dependency), None);
    assert!(env.plan(&restored()).await.is_empty());
    assert!(env.plan(&Campus::stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn restore_killed_at_any_call_converges_on_rerun() {
    let (before, origin) = backed_up().await;
    let mut crashes = 0;
    for n in (1..).step_by(67) {
        let env = before.fork();
        let plan = plan_of(&env, &origin).await;
        if !env
            .execute_until_killed(&restored(), n, Fault::KilledAfter, &plan)
            .await
        {
            break;
        }
        crashes += 1;
        let plan = env.plan_on(&blueprint_from(&restored(), &origin), &restored()).await;
        env.execute(&restored(), &plan).await.succeeded();
        assert_eq!(content(&env, "rescue"), content(&env, "campus"), "killed at call {n}");
    }
    assert!(crashes >= 3, "only {crashes} crashes");
}
