//! Killed by SIGKILL at random moments, and started again until it ends by itself: what is declared is there, once; and after
//! a destroy nothing is, but what is kept.
//!
//! Each test prints its seed. `KILLS_SEED` sets it, and `KILLS` how often a command is killed.

use super::folder::{DEPLOY, DESTROY, Folder, JOURNAL};
use super::killer::{Ended, Killer};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;

/// How often a command is killed in the normal test run.
const KILLS: usize = 8;

impl Folder {
    /// Kills a command, over and over, until it ends by itself.
    fn kill(&self, killer: &mut Killer, arguments: &[&str], whole: usize, meanwhile: impl FnMut(&mut fastrand::Rng)) {
        let Ended { status, told } = killer.until_it_ends(|| self.command(arguments), whole, meanwhile);
        assert!(status.success(), "{arguments:?} ended with {status}: {told:#?}");
    }

    /// Loses the journal, every third time.
    fn lose(&self, random: &mut fastrand::Rng) {
        if random.u8(..3) == 0 {
            // There is none before the first intent.
            let _ = fs::remove_file(self.path(JOURNAL));
        }
    }
}

#[test]
fn whoever_is_killed_while_he_deploys_replaces_and_destroys_loses_and_doubles_nothing() {
    let (quiet, folder) = (Folder::new(), Folder::new());
    let declared: BTreeSet<String> = folder.planned().into_iter().collect();
    assert!(declared.len() > 100, "{declared:?}");
    let mut killer = Killer::new(KILLS);

    folder.kill(&mut killer, DEPLOY, quiet.undisturbed(DEPLOY), |_| ());
    folder.check_deployed(&declared);

    for folder in [&quiet, &folder] {
        folder.pretend("load_balancer.web", "port", &json!(80));
        folder.pretend("security.tasks", "description", &json!("Moodle"));
        folder.pretend("compute.task-web", "cpu", &json!(1024));
    }
    assert!(
        folder.planned().len() > 3,
        "what refers to a thing that is replaced changes, too"
    );
    folder.kill(&mut killer, DEPLOY, quiet.undisturbed(DEPLOY), |_| ());
    folder.check_deployed(&declared);

    let before = folder.things().into_iter().collect();
    folder.kill(&mut killer, DESTROY, quiet.undisturbed(DESTROY), |_| ());
    folder.check_destroyed(&before);
    assert!(killer.killed > KILLS, "only {} kills", killer.killed);
}

#[test]
fn whoever_is_killed_and_loses_the_journal_finds_all_of_it_again() {
    let (quiet, folder) = (Folder::new(), Folder::new());
    let declared: BTreeSet<String> = folder.planned().into_iter().collect();
    let mut killer = Killer::new(KILLS);

    folder.kill(&mut killer, DEPLOY, quiet.undisturbed(DEPLOY), |random| {
        folder.lose(random);
    });
    folder.check_deployed(&declared);

    let before = folder.things().into_iter().collect();
    folder.kill(&mut killer, DESTROY, quiet.undisturbed(DESTROY), |random| {
        folder.lose(random);
    });
    folder.check_destroyed(&before);
    assert!(killer.killed > KILLS / 2, "only {} kills", killer.killed);
}
