//! What an interrupted run leaves in the journal, and what the next one makes of it.

use crate::declarations::{declared, edit};
use crate::front::{Intercept, Nothing};
use crate::peril::Peril;
use crate::scene::{Ended, Goal, Scene};
use crate::walk::{SHARED, deployed};
use moodle_stack::journal::{Entry, Journal, Phase};
use std::cell::Cell;

/// Something happens at each call of a name, so many times.
struct On {
    call: &'static str,
    peril: Peril,
    left: Cell<usize>,
}

impl Intercept for On {
    fn befalls(&self, call: &str, _: bool) -> Option<Peril> {
        let left = self.left.get();
        if call != self.call || left == 0 {
            return None;
        }
        self.left.set(left - 1);
        Some(self.peril)
    }
}

fn on(call: &'static str, peril: Peril, times: usize) -> On {
    On {
        call,
        peril,
        left: times.into(),
    }
}

async fn entry(scene: &Scene, address: &str) -> Entry {
    let journal = Journal::peek(&scene.journal, "campus", "111122223333")
        .await
        .unwrap()
        .unwrap();
    journal.resources[address].clone()
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_update_depends_on_what_it_had_and_on_what_it_was_to_have() {
    let (before, after) = (declared([]), declared([edit("network.nat")]));
    let scene = deployed(&[before]).await;
    let (ended, _) = scene
        .run(
            Goal::Deploy(&after),
            on("configure network.routes-private-b", Peril::KilledBefore, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Died);
    let routes = entry(&scene, "network.routes-private-b").await;
    assert_eq!(routes.phase, Phase::Updating);
    for gateway in ["network.nat-a", "network.nat-b"] {
        assert!(routes.depends.contains(gateway), "{:?}", routes.depends);
    }
    let (ended, _) = scene.run(Goal::Deploy(&after), Nothing, None).await;
    assert_eq!(ended, Ended::Done);
    let routes = entry(&scene, "network.routes-private-b").await;
    assert!(!routes.depends.contains("network.nat-b"), "{:?}", routes.depends);
}

#[tokio::test(start_paused = true)]
async fn what_was_created_and_is_not_listed_yet_is_deleted_by_a_destroy_all_the_same() {
    let stack = declared([]);
    let scene = Scene::new();
    // The VPC is created, and the answer never comes.
    let (ended, _) = scene
        .run(
            Goal::Deploy(&stack),
            on("create network.vpc", Peril::KilledAfter, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Died);
    assert_eq!(entry(&scene, "network.vpc").await.id, None);
    let goal = Goal::Destroy(&stack);
    let (ended, _) = scene.run(goal, on("find network.vpc", Peril::Unseen, 3), None).await;
    assert_eq!(ended, Ended::Done);
    assert_eq!(scene.differs(goal, SHARED).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_deletion_is_called_off_with_the_data_where_the_database_is_declared() {
    let stack = declared([]);
    let scene = deployed(&[stack]).await;
    let database = |scene: &Scene| {
        let items = scene.sandbox.inventory().into_iter();
        let mut items = items.filter(|item| item.address == "database.instance");
        items.next().map(|item| item.id)
    };
    let before = database(&scene);
    let (ended, _) = scene
        .run(
            Goal::Destroy(&stack),
            on("delete database.instance", Peril::KilledBefore, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Died);
    assert_eq!(entry(&scene, "database.instance").await.phase, Phase::Deleting);
    let (ended, _) = scene.run(Goal::Deploy(&stack), Nothing, None).await;
    assert_eq!(ended, Ended::Done);
    assert_eq!(database(&scene), before);
    assert_eq!(scene.differs(Goal::Deploy(&stack), SHARED).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn what_a_deployment_adopts_is_not_deleted_for_an_intent_from_before() {
    // The new access point is created, the answer never comes, and a deployment of the old declaration ends early, too.
    let (old, new) = (declared([]), declared([edit("files.uid")]));
    let scene = deployed(&[old]).await;
    let (ended, _) = scene
        .run(
            Goal::Deploy(&new),
            on("create files.access-point", Peril::KilledAfter, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Died);
    let (ended, _) = scene
        .run(
            Goal::Deploy(&old),
            on("configure files.access-point", Peril::KilledBefore, 1),
            None,
        )
        .await;
    assert_eq!(ended, Ended::Died);
    let (ended, _) = scene.run(Goal::Deploy(&new), Nothing, None).await;
    assert_eq!(ended, Ended::Done);
    assert_eq!(scene.differs(Goal::Deploy(&new), SHARED).await, [""; 0]);
}
