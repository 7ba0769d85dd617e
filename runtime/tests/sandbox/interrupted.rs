//! Tests of the journal that interrupted runs leave, and of how the next run continues from there.

use crate::crash_matrix::{SHARED, deployed};
use crate::declarations::{declared, edit};
use crate::fault::Fault;
use crate::fault_injector::{Intercept, NoFaults};
use crate::memory_env::{Ended, Goal, MemoryEnv};
use moodle_stack::journal::{Entry, Journal, Phase};
use std::cell::Cell;

/// Injects a fault into the first calls with the given name.
struct OnCall {
    call: &'static str,
    fault: Fault,
    left: Cell<usize>,
}

impl Intercept for OnCall {
    fn fault_for(&self, call: &str, _: bool) -> Option<Fault> {
        let left = self.left.get();
        if call != self.call || left == 0 {
            return None;
        }
        self.left.set(left - 1);
        Some(self.fault)
    }
}

fn on_call(call: &'static str, fault: Fault, times: usize) -> OnCall {
    OnCall {
        call,
        fault,
        left: times.into(),
    }
}

async fn entry(env: &MemoryEnv, address: &str) -> Entry {
    let journal = Journal::peek(&env.journal, "campus", "111122223333")
        .await
        .unwrap()
        .unwrap();
    journal.resources[address].clone()
}

#[tokio::test(start_paused = true)]
async fn interrupted_update_depends_on_its_old_and_its_new_dependencies() {
    let (before, after) = (declared([]), declared([edit("network.nat")]));
    let env = deployed(&[before]).await;
    let (ended, _) = env
        .run(
            Goal::Deploy(&after),
            on_call("configure network.routes-private-b", Fault::KilledBefore, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Killed);
    let routes = entry(&env, "network.routes-private-b").await;
    assert_eq!(routes.phase, Phase::Updating);
    for gateway in ["network.nat-a", "network.nat-b"] {
        assert!(routes.depends.contains(gateway), "{:?}", routes.depends);
    }
    let (ended, _) = env.run(Goal::Deploy(&after), NoFaults, None).await;
    assert_eq!(ended, Ended::Done);
    let routes = entry(&env, "network.routes-private-b").await;
    assert!(!routes.depends.contains("network.nat-b"), "{:?}", routes.depends);
}

#[tokio::test(start_paused = true)]
async fn destroy_deletes_an_intent_whose_resource_is_not_visible_yet() {
    let stack = declared([]);
    let env = MemoryEnv::new();
    // The VPC is created, but the deployer never receives the response.
    let (ended, _) = env
        .run(
            Goal::Deploy(&stack),
            on_call("create network.vpc", Fault::KilledAfter, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Killed);
    assert_eq!(entry(&env, "network.vpc").await.id, None);
    let goal = Goal::Destroy(&stack);
    let (ended, _) = env
        .run(goal, on_call("find network.vpc", Fault::StaleRead, 3), None)
        .await;
    assert_eq!(ended, Ended::Done);
    assert_eq!(env.differences(goal, SHARED).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn deploy_cancels_an_interrupted_deletion_of_the_database_and_keeps_its_data() {
    let stack = declared([]);
    let env = deployed(&[stack]).await;
    let database = |env: &MemoryEnv| {
        let items = env.sandbox.inventory().into_iter();
        let mut items = items.filter(|item| item.address == "database.instance");
        items.next().map(|item| item.id)
    };
    let before = database(&env);
    let (ended, _) = env
        .run(
            Goal::Destroy(&stack),
            on_call("delete database.instance", Fault::KilledBefore, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Killed);
    assert_eq!(entry(&env, "database.instance").await.phase, Phase::Deleting);
    let (ended, _) = env.run(Goal::Deploy(&stack), NoFaults, None).await;
    assert_eq!(ended, Ended::Done);
    assert_eq!(database(&env), before);
    assert_eq!(env.differences(Goal::Deploy(&stack), SHARED).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn adopted_resource_is_not_deleted_because_of_an_older_intent() {
    // The new access point is created, but the response is lost. A deployment of the old declaration is interrupted, too.
    let (old, new) = (declared([]), declared([edit("files.uid")]));
    let env = deployed(&[old]).await;
    let (ended, _) = env
        .run(
            Goal::Deploy(&new),
            on_call("create files.access-point", Fault::KilledAfter, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Killed);
    let (ended, _) = env
        .run(
            Goal::Deploy(&old),
            on_call("configure files.access-point", Fault::KilledBefore, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Killed);
    let (ended, _) = env.run(Goal::Deploy(&new), NoFaults, None).await;
    assert_eq!(ended, Ended::Done);
    assert_eq!(env.differences(Goal::Deploy(&new), SHARED).await, [""; 0]);
}
