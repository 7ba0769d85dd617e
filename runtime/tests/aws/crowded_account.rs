//! A stack in an account with many other resources, some of which have names that start like the stack's.

use crate::lifecycle::emulators;
use crate::script::run;
use crate::stack::{EmulatorEnv, campus};
use moodle_stack::plan::Reason;
use std::collections::BTreeMap;
use std::time::Instant;

/// The number of resources of each kind, unless `CROWD_SIZE` sets another: more than a page of a paginated list.
const COUNT: i64 = 120;

fn crowd(arguments: &[&str]) -> String {
    run("crowded_account.py", arguments)
}

/// Deploys and destroys the stack, and loses its journal in between. Returns the number of each call to moto.
async fn run_lifecycle() -> BTreeMap<String, i64> {
    let stack = campus("crowded");
    let mut env = EmulatorEnv::new(&stack).await;
    crowd(&["record"]);
    let start = Instant::now();
    env.deploy(&stack).await;
    assert_eq!(env.plan(&stack).await.actions(), BTreeMap::new());
    env.check_lists().await;
    env.lose_journal(&stack).await;
    // The resources that were found are configured again, and nothing is created.
    let plan = env.plan(&stack).await;
    assert!(plan.steps.iter().all(|step| step.reason == Reason::Unfinished));
    env.execute(&plan).await;
    assert_eq!(env.plan(&stack).await.actions(), BTreeMap::new());
    env.destroy(&stack).await;
    println!("{} s", start.elapsed().as_secs());
    serde_json::from_str(&crowd(&["recorded"])).expect("counts")
}

#[tokio::test]
#[ignore = "fills the emulators, and so needs its own: `.ci/run` runs it alone"]
async fn stack_works_the_same_in_a_crowded_account() {
    emulators().await;
    let count = std::env::var("CROWD_SIZE").map_or(COUNT, |count| count.parse().expect("CROWD_SIZE is a number"));
    let alone = run_lifecycle().await;
    println!("{}", crowd(&["fill", "crowded", &count.to_string()]));
    let before = crowd(&["digest"]);
    let crowded = run_lifecycle().await;
    assert_eq!(crowd(&["digest"]), before, "a resource of another owner has changed");
    for (call, times) in &crowded {
        let times_alone = alone.get(call).copied().unwrap_or_default();
        println!("{call}: {times_alone} alone, {times} in the crowded account");
        // The number of polls differs by a few. A call for each resource of another owner would be `count` more.
        assert!(
            times - times_alone < count,
            "{call}: {times_alone} times alone, {times} in the crowded account"
        );
    }
}
