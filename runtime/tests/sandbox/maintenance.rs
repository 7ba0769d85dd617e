//! Day-two operations on a stack that has changed since it was deployed.

use crate::declarations::{declared, edit};
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Executor, Stop};

#[tokio::test(start_paused = true)]
async fn maintenance_uses_a_current_task_definition_and_subnet() {
    let env = TempDirEnv::new();
    let stack = declared([edit("network.zones")]);
    env.deploy(&stack).await.succeeded();
    // The change replaces the task definitions and deletes the subnet of a zone.
    let changed = declared([edit("compute.memory")]);
    env.deploy(&changed).await.succeeded();
    assert!(env.plan(&changed).await.is_empty());
    let clock = Clock::start(1.0);
    let sandbox = env.sandbox(clock);
    let mut file = env.journal(&changed);
    let schema = file.journal.resources["compute.schema"].clone();
    let executor = Executor::new(&sandbox, &mut file, clock, Stop::default(), |_| {});
    assert!(executor.maintenance(&schema, true).await.unwrap());
}
