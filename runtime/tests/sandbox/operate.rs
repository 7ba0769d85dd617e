//! What is done with a stack that is deployed, after it has changed.

use crate::declarations::{declared, edit};
use crate::stage::Stage;
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Executor, Stop};

#[tokio::test(start_paused = true)]
async fn the_maintenance_page_goes_up_by_a_task_that_is_there_also_after_the_tasks_and_their_subnets_have_changed() {
    let stage = Stage::new();
    let stack = declared([edit("network.zones")]);
    stage.deploy(&stack).await.succeeded();
    // Another size makes other task definitions, and a zone less has one subnet less.
    let changed = declared([edit("compute.memory")]);
    stage.deploy(&changed).await.succeeded();
    assert!(stage.plan(&changed).await.is_empty());
    let clock = Clock::start(1.0);
    let sandbox = stage.sandbox(clock);
    let mut file = stage.journal(&changed);
    let schema = file.journal.resources["compute.schema"].clone();
    let executor = Executor::new(&sandbox, &mut file, clock, Stop::default(), |_| {});
    assert!(executor.maintenance(&schema, true).await.unwrap());
}
