//! A service that takes few calls a second: the deployer gives way as a whole, and gets through.

use crate::front::{Front, Intercept};
use crate::peril::Peril;
use crate::stage::Stage;
use crate::walk::first;
use moodle_stack::blueprint::{Graph, blueprint};
use moodle_stack::clock::Clock;
use moodle_stack::execute::{Executor, Stop};
use moodle_stack::plan::deployment;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

/// Takes few calls a second for each service, and a few at once.
struct Buckets {
    clock: Clock,
    graph: Graph,
    /// How full each service's is, and when that was so.
    fills: RefCell<BTreeMap<&'static str, (f64, Duration)>>,
    refused: Cell<usize>,
    taken: Cell<usize>,
}

/// A small bucket of AWS's: five calls at once, two a second after that.
const SIZE: f64 = 5.0;
const RATE: f64 = 2.0;

impl Intercept for &Buckets {
    fn befalls(&self, call: &str, _: bool) -> Option<Peril> {
        let address = call.split(' ').nth(1)?;
        let service = self.graph.resources.get(address)?.kind.service;
        let now = self.clock.elapsed();
        let mut fills = self.fills.borrow_mut();
        let (fill, at) = fills.entry(service).or_insert((SIZE, now));
        *fill = (*fill + now.saturating_sub(*at).as_secs_f64() * RATE).min(SIZE);
        *at = now;
        if *fill < 1.0 {
            self.refused.update(|refused| refused + 1);
            return Some(Peril::Throttled);
        }
        *fill -= 1.0;
        self.taken.update(|taken| taken + 1);
        None
    }
}

#[tokio::test(start_paused = true)]
async fn a_hundred_resources_of_a_throttled_account_do_not_make_it_worse() {
    let stage = Stage::new();
    let stack = first();
    let clock = Clock::start(1.0);
    let sandbox = stage.sandbox(clock);
    let buckets = Buckets {
        clock,
        graph: blueprint(&stack),
        fills: RefCell::default(),
        refused: Cell::default(),
        taken: Cell::default(),
    };
    let front = Front::new(&sandbox, &buckets);
    let mut file = stage.journal(&stack);
    let plan = deployment(
        &buckets.graph,
        &file.journal,
        &moodle_stack::plan::ObservedState::default(),
    );
    let outcome = Executor::new(&front, &mut file, clock, Stop::default(), |_| {})
        .run(&plan)
        .await;
    let failures: Vec<String> = outcome.failures.iter().map(|one| one.error.what()).collect();
    assert_eq!(failures, Vec::<String>::new());
    let (refused, taken) = (buckets.refused.get(), buckets.taken.get());
    println!("{refused} calls were throttled, {taken} were not");
    assert!(refused > 0, "no bucket was ever empty, so that this shows nothing");
    assert!(
        refused * 2 < taken,
        "{refused} calls were throttled, and {taken} were not"
    );
}
