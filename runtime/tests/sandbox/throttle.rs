//! A service that accepts few calls per second: the deployer slows down as a whole, and finishes.

use crate::crash_matrix::first;
use crate::fault::Fault;
use crate::fault_injector::{FaultInjector, Intercept};
use crate::temp_dir_env::TempDirEnv;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Executor, Stop};
use moodle_stack::plan::deployment;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

/// Token buckets, one for each service.
struct Buckets {
    clock: Clock,
    graph: Graph,
    /// The tokens of each service's bucket, and when they were counted.
    fills: RefCell<BTreeMap<&'static str, (f64, Duration)>>,
    throttled: Cell<usize>,
    accepted: Cell<usize>,
}

/// A small bucket, as AWS has them: a burst of five calls, and two calls per second after that.
const SIZE: f64 = 5.0;
const RATE: f64 = 2.0;

impl Intercept for &Buckets {
    fn fault_for(&self, call: &str, _: bool) -> Option<Fault> {
        let address = call.split(' ').nth(1)?;
        let service = self.graph.resources.get(address)?.kind.service;
        let now = self.clock.elapsed();
        let mut fills = self.fills.borrow_mut();
        let (fill, at) = fills.entry(service).or_insert((SIZE, now));
        *fill = (*fill + now.saturating_sub(*at).as_secs_f64() * RATE).min(SIZE);
        *at = now;
        if *fill < 1.0 {
            self.throttled.update(|throttled| throttled + 1);
            return Some(Fault::Throttled);
        }
        *fill -= 1.0;
        self.accepted.update(|accepted| accepted + 1);
        None
    }
}

#[tokio::test(start_paused = true)]
async fn throttled_deploy_slows_down_and_finishes() {
    let env = TempDirEnv::new();
    let stack = first();
    let clock = Clock::start(1.0);
    let sandbox = env.sandbox(clock);
    let buckets = Buckets {
        clock,
        graph: blueprint(&stack),
        fills: RefCell::default(),
        throttled: Cell::default(),
        accepted: Cell::default(),
    };
    let injector = FaultInjector::new(&sandbox, &buckets);
    let mut file = env.journal(&stack);
    let plan = deployment(
        &buckets.graph,
        &file.journal,
        &moodle_stack::plan::ObservedState::default(),
    );
    let outcome = Executor::new(&injector, &mut file, clock, Stop::default(), |_| {})
        .run(&plan)
        .await;
    let failures: Vec<String> = outcome.failures.iter().map(|one| one.error.what()).collect();
    assert_eq!(failures, Vec::<String>::new());
    let (throttled, accepted) = (buckets.throttled.get(), buckets.accepted.get());
    println!("{throttled} calls were throttled, {accepted} were accepted");
    assert!(throttled > 0, "no bucket was ever empty: the test proves nothing");
    // A throttled call takes no token, and a slower pace would lose some.
    assert!(
        throttled < accepted * 4,
        "{throttled} calls were throttled, and only {accepted} were accepted"
    );
}
