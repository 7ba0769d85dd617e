//! Commands that are killed with SIGKILL at random moments and run again until they exit by themselves. After a deploy, every
//! declared resource exists once. After a destroy, only the retained ones do.
//!
//! Each test prints its seed. `KILLS_SEED` sets it, and `KILLS` sets how often a command is killed.

use super::cli_env::{CliEnv, DEPLOY, DESTROY, JOURNAL};
use super::killer::{Ended, Killer};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;

/// How often a command is killed, unless `KILLS` sets another number.
const KILLS: usize = 8;

impl CliEnv {
    /// Kills a command repeatedly until it exits by itself.
    fn kill(&self, killer: &mut Killer, arguments: &[&str], lines: usize, after_kill: impl FnMut(&mut fastrand::Rng)) {
        let Ended { status, progress } = killer.run_until_exit(|| self.command(arguments), lines, after_kill);
        assert!(status.success(), "{arguments:?} ended with {status}: {progress:#?}");
    }

    /// Loses the journal with a probability of one third.
    fn maybe_lose_journal(&self, random: &mut fastrand::Rng) {
        if random.u8(..3) == 0 {
            // It does not exist before the first intent.
            let _ = fs::remove_file(self.path(JOURNAL));
        }
    }
}

#[test]
fn killed_deploy_replacement_and_destroy_converge_on_rerun() {
    let (quiet, env) = (CliEnv::new(), CliEnv::new());
    let declared: BTreeSet<String> = env.planned_addresses().into_iter().collect();
    assert!(declared.len() > 100, "{declared:?}");
    let mut killer = Killer::new(KILLS);

    env.kill(&mut killer, DEPLOY, quiet.run_uninterrupted(DEPLOY), |_| ());
    env.check_deployed(&declared);

    for env in [&quiet, &env] {
        env.set_applied("load_balancer.web", "port", &json!(80));
        env.set_applied("security.tasks", "description", &json!("Moodle"));
        env.set_applied("compute.task-web", "cpu", &json!(1024));
    }
    assert!(
        env.planned_addresses().len() > 3,
        "the dependents of a replaced resource change, too"
    );
    env.kill(&mut killer, DEPLOY, quiet.run_uninterrupted(DEPLOY), |_| ());
    env.check_deployed(&declared);

    let before = env.resources().into_iter().collect();
    env.kill(&mut killer, DESTROY, quiet.run_uninterrupted(DESTROY), |_| ());
    env.check_destroyed(&before);
    assert!(killer.killed > KILLS, "only {} kills", killer.killed);
}

#[test]
fn killed_deployer_without_a_journal_finds_all_resources_again() {
    let (quiet, env) = (CliEnv::new(), CliEnv::new());
    let declared: BTreeSet<String> = env.planned_addresses().into_iter().collect();
    let mut killer = Killer::new(KILLS);

    env.kill(&mut killer, DEPLOY, quiet.run_uninterrupted(DEPLOY), |random| {
        env.maybe_lose_journal(random);
    });
    env.check_deployed(&declared);

    let before = env.resources().into_iter().collect();
    env.kill(&mut killer, DESTROY, quiet.run_uninterrupted(DESTROY), |random| {
        env.maybe_lose_journal(random);
    });
    env.check_destroyed(&before);
    assert!(killer.killed > KILLS / 2, "only {} kills", killer.killed);
}
