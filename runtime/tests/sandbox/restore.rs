//! Backups, and a new stack that is made from one.

use crate::peril::Peril;
use crate::stacks::Campus;
use crate::stage::Stage;
use moodle_stack::blueprint::{Origin, blueprint, blueprint_from};
use moodle_stack::execute::{Clock, Executor, Stop};
use moodle_stack::model::Stack;
use moodle_stack::operations::{BackupFilter, Operations as _};
use moodle_stack::plan::{Plan, deployment};
use serde_json::Value;

fn restored() -> Stack {
    let mut stack = Stack {
        name: "rescue",
        ..Campus::stack()
    };
    stack.architecture.domain = "rescue.example.edu";
    stack
}

/// Deploys the campus and backs it up.
async fn backed_up() -> (Stage, Origin) {
    let stage = Stage::new();
    stage.deploy(&Campus::stack()).await.succeeded();
    let clock = Clock::start(1.0);
    let sandbox = stage.sandbox(clock);
    let mut file = stage.journal(&Campus::stack());
    let schema = file.journal.resources["compute.schema"].clone();
    let executor = Executor::new(&sandbox, &mut file, clock, Stop::default(), |_| {});
    let (database, files) = executor.back_up(&schema, "campus-1").await.unwrap();
    let origin = Origin {
        stack: "campus".into(),
        name: "campus-1".into(),
        database,
        files,
        vault: "campus-vault".into(),
    };
    drop(executor);
    (stage, origin)
}

async fn plan_of(stage: &Stage, origin: &Origin) -> Plan {
    let mut file = stage.journal(&restored());
    file.journal.origin = Some(origin.clone());
    file.save().await.unwrap();
    deployment(
        &blueprint_from(&restored(), origin),
        &file.journal,
        &moodle_stack::plan::ObservedState::default(),
    )
}

/// The site in a stack's database, and whose files its file system holds.
fn content(stage: &Stage, stack: &str) -> (Value, Value) {
    let world = stage.world();
    let of = |kind: &str| {
        let things = world["things"].as_object().unwrap().values();
        let mut things = things.filter(|thing| thing["kind"] == kind && thing["tags"]["moodle-stack:stack"] == stack);
        things.next().unwrap()["outputs"]["id"].as_str().unwrap().to_owned()
    };
    let (database, files) = (of("AWS::RDS::DBInstance"), of("AWS::EFS::FileSystem"));
    (world["sites"][database].clone(), world["trees"][files].clone())
}

#[tokio::test(start_paused = true)]
async fn a_backup_holds_the_database_and_the_files_under_one_name() {
    let (stage, origin) = backed_up().await;
    let copies = BackupFilter {
        region: "ap-southeast-1".into(),
        stack: "campus".into(),
        vault: "campus-vault".into(),
    };
    let listed = stage.sandbox(Clock::start(1.0)).copies(&copies).await.unwrap();
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
async fn a_stack_made_from_a_backup_has_the_site_and_its_files_and_goes_on_without_what_brought_them() {
    let (stage, origin) = backed_up().await;
    let plan = plan_of(&stage, &origin).await;
    stage.execute(&restored(), &plan).await.succeeded();
    let (site, tree) = content(&stage, "campus");
    assert_eq!(site["identity"], tree);
    assert_eq!(content(&stage, "rescue"), (site, tree));
    // The task and the access point that brought the files in are not part of the stack.
    let mut file = stage.journal(&restored());
    file.journal.origin = None;
    file.save().await.unwrap();
    drop(file);
    stage.deploy(&restored()).await.succeeded();
    let journal = stage.journal(&restored()).journal.clone();
    assert!(journal.resources.keys().eq(blueprint(&restored()).resources.keys()));
    let gone =
        |entry: &&moodle_stack::journal::Entry| entry.depends.iter().any(|one| !journal.resources.contains_key(one));
    assert_eq!(journal.resources.values().find(gone), None);
    assert!(stage.plan(&restored()).await.is_empty());
    assert!(stage.plan(&Campus::stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_restore_killed_at_any_call_is_finished_by_the_next() {
    let (before, origin) = backed_up().await;
    let mut deaths = 0;
    for n in (1..).step_by(67) {
        let stage = before.fork();
        let plan = plan_of(&stage, &origin).await;
        if !stage.killed(&restored(), n, Peril::KilledAfter, &plan).await {
            break;
        }
        deaths += 1;
        let plan = stage.plan_on(&blueprint_from(&restored(), &origin), &restored()).await;
        stage.execute(&restored(), &plan).await.succeeded();
        assert_eq!(
            content(&stage, "rescue"),
            content(&stage, "campus"),
            "killed at its call {n}"
        );
    }
    assert!(deaths >= 3, "only {deaths} deaths");
}
