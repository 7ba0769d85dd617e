//! Storms: throttling, 5xx, lost answers, refusals, reads that lag behind writes, states that stay stuck, deaths, lost
//! journals and second deployers, all at random, through a whole life. When a storm has passed, the command leads to exactly
//! what is declared.
//!
//! A storm is drawn from a seed, which it prints: `STORM=<seed>` repeats it, and `STORMS=<n>` has so many. What a seed has
//! found becomes a test with a name.

use crate::dice::Dice;
use crate::front::{Intercept, Nothing};
use crate::peril::Peril;
use crate::scene::{Ended, Goal, Scene};
use crate::walk::{SHARED, changed, first, replaced};
use moodle_stack::clock::Clock;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

/// For how long at most AWS does not show what it has made: <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>
/// says "seconds to minutes", and the deployer waits for one.
const LAG: Duration = Duration::from_secs(40);

/// How many commands are run in bad weather, each phase of a life.
const COMMANDS: usize = 4;

/// Bad weather.
struct Storm<'d> {
    dice: &'d Dice,
    clock: &'d Clock,
    /// When each place was last made, and for how long it is not seen.
    made: &'d RefCell<BTreeMap<String, (Duration, Duration)>>,
    /// The place that stays as it is, whatever is done to it.
    stuck: Option<String>,
}

impl Intercept for Storm<'_> {
    fn befalls(&self, call: &str, changes: bool) -> Option<Peril> {
        let (verb, place) = call.split_once(' ').unwrap_or((call, ""));
        if verb == "create" {
            let lag = LAG.mul_f64(f64::from(u32::try_from(self.dice.below(100)).unwrap()) / 100.0);
            self.made.borrow_mut().insert(place.into(), (self.clock.elapsed(), lag));
        }
        if self.stuck.as_deref() == Some(place) && changes {
            return Some(Peril::Unavailable);
        }
        if matches!(verb, "find" | "read")
            && let Some((at, lag)) = self.made.borrow().get(place)
            && self.clock.elapsed().saturating_sub(*at) < *lag
        {
            return Some(Peril::Unseen);
        }
        match self.dice.below(1000) {
            0..30 => Some(Peril::Throttled),
            30..50 => Some(Peril::Unavailable),
            50..75 => Some(Peril::AnswerLost),
            75..78 => Some(Peril::Refused),
            78 => Some(Peril::KilledBefore),
            79 => Some(Peril::KilledAfter),
            _ => None,
        }
    }
}

/// Takes a stack through its life in storms; tells what is wrong after one.
async fn live(seed: u64) -> Result<(), String> {
    let dice = Dice::new(seed);
    let scene = Scene::new();
    let made = RefCell::default();
    let (first, changed, replaced) = (first(), changed(), replaced());
    let goals = [
        Goal::Deploy(&first),
        Goal::Deploy(&changed),
        Goal::Deploy(&replaced),
        Goal::Destroy(&replaced),
    ];
    for goal in goals {
        for _ in 0..COMMANDS {
            let storm = Storm {
                dice: &dice,
                clock: scene.clock(),
                made: &made,
                stuck: dice.hits(200).then(|| scene.any_place(&dice)).flatten(),
            };
            let second = async {
                // Somebody else begins while this one works, and is turned away, or goes on where it has died.
                scene.clock().sleep(Duration::from_mins(1)).await;
                scene.run(goal, Nothing, None).await.0
            };
            if dice.hits(200) {
                tokio::join!(scene.run(goal, storm, None), second);
            } else {
                scene.run(goal, storm, None).await;
            }
            if dice.hits(150) {
                // Whoever loses it takes a while to notice.
                scene.journal.lose();
                scene.clock().sleep(LAG).await;
            }
        }
        // The weather clears.
        let mut last = Ended::Died;
        for _ in 0..4 {
            (last, _) = scene.run(goal, Nothing, None).await;
            if last == Ended::Done {
                break;
            }
        }
        if last != Ended::Done {
            return Err(format!("{goal:?}: {last:?}"));
        }
        let differs = scene.differs(goal, SHARED).await;
        if !differs.is_empty() {
            return Err(format!("{differs:#?}"));
        }
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn whatever_storm_a_life_goes_through_it_ends_as_declared() {
    let (seed, dice) = Dice::named("STORM");
    let count = Dice::count("STORMS").unwrap_or(4);
    Box::pin(live(seed))
        .await
        .unwrap_or_else(|told| panic!("STORM={seed}: {told}"));
    for _ in 1..count {
        let seed = dice.next();
        Box::pin(live(seed))
            .await
            .unwrap_or_else(|told| panic!("STORM={seed}: {told}"));
    }
}
