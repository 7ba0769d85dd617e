//! A stack in an account that is full of what others have made, some of it under names that begin like the stack's.

use crate::life::emulators;
use crate::script::run;
use crate::stack::{World, campus};
use moodle_stack::plan::Reason;
use std::collections::BTreeMap;
use std::time::Instant;

/// How many resources of each kind there are, unless `CROWD` says otherwise: more than a page of what has pages.
const COUNT: i64 = 120;

/// Runs the script that makes and looks at the crowd.
fn crowd(arguments: &[&str]) -> String {
    run("crowd.py", arguments)
}

/// Takes the stack through its life, loses its journal in the middle of it, and tells how often it made each call to moto.
async fn live() -> BTreeMap<String, i64> {
    let stack = campus("crowded");
    let mut world = World::new(&stack).await;
    crowd(&["record"]);
    let start = Instant::now();
    world.deploy(&stack).await;
    assert_eq!(world.plan(&stack).await.actions(), BTreeMap::new());
    world.everything_is_listed().await;
    world.lose_journal(&stack).await;
    // What was found is set up again to its end, and nothing is made.
    let plan = world.plan(&stack).await;
    assert!(plan.steps.iter().all(|step| step.reason == Reason::Unfinished));
    world.execute(&plan).await;
    assert_eq!(world.plan(&stack).await.actions(), BTreeMap::new());
    world.destroy(&stack).await;
    println!("{} s", start.elapsed().as_secs());
    serde_json::from_str(&crowd(&["recorded"])).expect("counts")
}

#[tokio::test]
#[ignore = "it fills the emulators, and so needs some of its own; `.ci/run` runs it by itself"]
async fn a_stack_lives_in_a_crowd_as_it_does_alone() {
    emulators().await;
    let count = std::env::var("CROWD").map_or(COUNT, |count| count.parse().expect("CROWD is a number"));
    let alone = live().await;
    println!("{}", crowd(&["fill", "crowded", &count.to_string()]));
    let before = crowd(&["look"]);
    let crowded = live().await;
    assert_eq!(crowd(&["look"]), before, "something of others has changed");
    for (call, times) in &crowded {
        let times_alone = alone.get(call).copied().unwrap_or_default();
        println!("{call}: {times_alone} alone, {times} in the crowd");
        // How often it looks while it waits differs by a few; what it asks of each that others have would be as many more.
        assert!(
            times - times_alone < count,
            "{call}: {times_alone} times alone, {times} in the crowd"
        );
    }
}
