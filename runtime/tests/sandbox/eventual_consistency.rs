//! AWS does not show at once what it has just created: the deployer waits, and not for ever.

use crate::crash_matrix::{SHARED, deployed};
use crate::declarations::{EDITS, declared, edit};
use crate::fault::Fault;
use crate::fault_injector::Intercept;
use crate::memory_env::{Ended, Goal, MemoryEnv};
use crate::seeded_rng::SeededRng;
use moodle_stack::clock::Clock;
use std::cell::Cell;
use std::time::Duration;

/// Injects a fault into one call for some time after a resource was created.
struct Unseen {
    clock: Clock,
    created: &'static str,
    call: &'static str,
    fault: Fault,
    lag: Duration,
    since: Cell<Option<Duration>>,
    times: Cell<usize>,
    last: Cell<Duration>,
}

impl Unseen {
    fn new(env: &MemoryEnv, created: &'static str, call: &'static str, fault: Fault, lag: u64) -> Self {
        Self {
            clock: *env.clock(),
            created,
            call,
            fault,
            lag: Duration::from_secs(lag),
            since: Cell::default(),
            times: Cell::default(),
            last: Cell::default(),
        }
    }

    /// Returns how long after the creation the call was last made in vain.
    fn waited(&self) -> Duration {
        self.last.get().saturating_sub(self.since.get().unwrap())
    }
}

impl Intercept for Unseen {
    fn fault_for(&self, call: &str, _: bool) -> Option<Fault> {
        let now = self.clock.elapsed();
        if call == self.call && self.since.get().is_some_and(|since| now < since + self.lag) {
            self.times.update(|times| times + 1);
            self.last.set(now);
            return Some(self.fault);
        }
        if call == self.created && self.since.get().is_none() {
            self.since.set(Some(now));
        }
        None
    }
}

/// Deploys while AWS does not show a new resource to one call.
async fn deploy(created: &'static str, call: &'static str, fault: Fault, lag: u64) -> (Ended, Unseen) {
    let (env, stack) = (MemoryEnv::consistent(), declared([]));
    let unseen = Unseen::new(&env, created, call, fault, lag);
    let (ended, unseen) = env.run(Goal::Deploy(&stack), unseen, None).await;
    assert!(unseen.times.get() > 1, "`{call}` was made {} times", unseen.times.get());
    if ended == Ended::Done {
        assert_eq!(env.differences(Goal::Deploy(&stack), &[]).await, Vec::<String>::new());
    }
    (ended, unseen)
}

#[tokio::test(start_paused = true)]
async fn new_resource_that_ec2_does_not_show_for_minutes_is_waited_for() {
    for (call, fault) in [
        ("configure network.vpc", Fault::NotFound),
        ("read network.vpc", Fault::NotFound),
        ("read network.vpc", Fault::StaleRead),
    ] {
        let (ended, _) = deploy("create network.vpc", call, fault, 150).await;
        assert_eq!(ended, Ended::Done, "{call} {fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn call_that_needs_a_new_resource_waits_until_ec2_shows_it() {
    for call in [
        "find network.public-a",
        "create network.public-a",
        "configure network.public-a",
        "read network.public-a",
        // It names the subnets, and needs their VPC.
        "create load_balancer.alb",
        "create database.subnets",
    ] {
        let (ended, _) = deploy("create network.vpc", call, Fault::NotFound, 150).await;
        assert_eq!(ended, Ended::Done, "{call}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_services_show_a_new_resource_within_a_minute() {
    let (ended, _) = deploy(
        "create compute.logs-web",
        "configure compute.logs-web",
        Fault::NotFound,
        45,
    )
    .await;
    assert_eq!(ended, Ended::Done);
    let (ended, unseen) = deploy(
        "create compute.logs-web",
        "configure compute.logs-web",
        Fault::NotFound,
        150,
    )
    .await;
    assert!(matches!(ended, Ended::Failed(_)), "{ended:?}");
    let waited = unseen.waited();
    assert!((60..90).contains(&waited.as_secs()), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn resource_that_never_appears_fails_with_the_error_of_aws() {
    let (ended, unseen) = deploy("create network.vpc", "configure network.vpc", Fault::NotFound, 86_400).await;
    let expected = "network.vpc: configure network.vpc answered InvalidID.NotFound: injected by the test";
    assert_eq!(ended, Ended::Failed(vec![expected.into()]));
    let waited = unseen.waited();
    assert!((180..210).contains(&waited.as_secs()), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn resource_that_is_not_new_fails_at_once_if_it_is_not_found() {
    let (before, after) = (declared([]), declared([edit("network.nat")]));
    let env = deployed(&[before]).await;
    env.clock().sleep(Duration::from_mins(4)).await;
    let unseen = Unseen::new(
        &env,
        "find network.routes-private-b",
        "configure network.routes-private-b",
        Fault::NotFound,
        86_400,
    );
    unseen.since.set(Some(Duration::ZERO));
    let (ended, unseen) = env.run(Goal::Deploy(&after), unseen, None).await;
    assert!(matches!(ended, Ended::Failed(_)), "{ended:?}");
    assert_eq!(unseen.times.get(), 1);
}

/// The kinds that may outlive a stack: shared ones, and data that a variant retains.
const KEPT: [&str; 3] = [SHARED[0], "AWS::EFS::FileSystem", "AWS::Backup::BackupVault"];

/// How many variants a test run draws.
const VARIANTS: usize = 30;

/// Each edit of the reference is a variant of it.
#[tokio::test(start_paused = true)]
async fn each_variant_is_deployed_and_destroyed_in_one_run_although_aws_knows_it_late() {
    // Another sample each time; a variant that fails is named.
    let variants: Vec<usize> = (0..EDITS.len()).collect();
    for at in SeededRng::from_env("CRASH_MATRIX").1.sample(variants, VARIANTS) {
        let name = EDITS[at].0;
        let (env, stack) = (MemoryEnv::new(), declared([at]));
        let ended = env.run_without_faults(Goal::Deploy(&stack)).await;
        assert_eq!(ended, Ended::Done, "{name}");
        // The next command sees what the last one has just created.
        let differences = env.differences(Goal::Deploy(&stack), SHARED).await;
        assert_eq!(differences, Vec::<String>::new(), "{name}");
        let ended = env.run_without_faults(Goal::Destroy(&stack)).await;
        assert_eq!(ended, Ended::Done, "{name}");
        let mut kept = KEPT.to_vec();
        if name == "trail.on_destroy" {
            kept.push("AWS::S3::Bucket");
        }
        let differences = env.differences(Goal::Destroy(&stack), &kept).await;
        assert_eq!(differences, Vec::<String>::new(), "{name}");
    }
}

/// Records the deletions of one resource, and kills the deployer after the first, if it is to.
struct Deletions {
    kills: bool,
    count: Cell<usize>,
}

impl Intercept for Deletions {
    fn fault_for(&self, call: &str, _: bool) -> Option<Fault> {
        if call != "delete compute.cluster" {
            return None;
        }
        self.count.update(|count| count + 1);
        self.kills.then_some(Fault::KilledAfter)
    }
}

/// AWS keeps what belongs to it, such as its log group, which a deletion deletes last.
#[tokio::test(start_paused = true)]
async fn interrupted_deletion_is_continued_after_the_resource_no_longer_exists() {
    let stack = declared([]);
    let env = deployed(std::slice::from_ref(&stack)).await;
    let deletions = |kills| Deletions {
        kills,
        count: Cell::default(),
    };
    let (ended, _) = env.run(Goal::Destroy(&stack), deletions(true), None).await;
    assert_eq!(ended, Ended::Killed);
    env.clock().sleep(Duration::from_hours(1)).await;
    let (ended, deletions) = env.run(Goal::Destroy(&stack), deletions(false), None).await;
    assert_eq!(ended, Ended::Done);
    assert_eq!(deletions.count.get(), 1);
}

/// Kills the deployer when it has created a resource, before it receives the response.
struct KilledAfter(&'static str);

impl Intercept for KilledAfter {
    fn fault_for(&self, call: &str, _: bool) -> Option<Fault> {
        (call == self.0).then_some(Fault::KilledAfter)
    }
}

/// A service is deleted in several calls. AWS may show it to the first, and not to the next.
#[tokio::test(start_paused = true)]
async fn new_service_whose_deletion_takes_several_calls_is_deleted_completely() {
    let (before, stack) = (MemoryEnv::new(), declared([]));
    let killed = KilledAfter("configure compute.service");
    assert_eq!(before.run(Goal::Deploy(&stack), killed, None).await.0, Ended::Killed);
    for seconds in 0..30 {
        let env = before.fork();
        env.clock().sleep(Duration::from_secs(seconds)).await;
        let goal = Goal::Destroy(&stack);
        assert_eq!(env.run_without_faults(goal).await, Ended::Done);
        assert_eq!(env.differences(goal, SHARED).await, [""; 0], "{seconds}");
    }
}
