//! Kills the real binary with SIGKILL at random moments of a deploy and a destroy against emulators. The destroy also loses its
//! journal at times. Another client of AWS checks the results.

use super::killer::Killer;
use super::publish::account;
use super::script::script;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

/// How often a command is killed.
const KILLS: usize = 6;

/// About how many progress lines each command prints: two for each resource, at its start and its end.
const PUBLISH: usize = 6;
const DEPLOY: usize = 224;
const DESTROY: usize = 220;

const JOURNAL: &str = ".moodle-stack/emulator/111122223333/campus.json";

/// Prepares a command on the emulators of the environment.
fn campus(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_campus"));
    command
        .args(arguments)
        .args(["--target", "aws"])
        .current_dir(folder)
        .stdout(Stdio::null());
    command
}

#[test]
#[ignore = "takes minutes, and needs its own emulators: .ci/run runs it"]
fn killed_program_converges_on_rerun_without_duplicates() {
    let _account = account();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let image = folder.join("image");
    script(
        "image_layout.py",
        &[image.to_str().unwrap(), "linux/amd64"],
        Stdio::null(),
    );
    let mut killer = Killer::new(KILLS);
    let mut run = |arguments: &[&str], lines: usize, loses_journal: bool| {
        let lose = |random: &mut fastrand::Rng| {
            if loses_journal && random.u8(..3) == 0 {
                // It does not exist before the first intent.
                let _ = fs::remove_file(folder.join(JOURNAL));
            }
        };
        let ended = killer.run_until_exit(|| campus(folder, arguments), lines, lose);
        assert!(ended.status.success(), "{arguments:?}: {:#?}", ended.progress);
        println!("{arguments:?} exited by itself; {} kills so far", killer.killed);
    };

    run(&["image", "publish", "--from", "image", "--verbose"], PUBLISH, false);
    // With its journal: without it, a bucket that is not configured yet is taken for a complete one.
    run(&["deploy", "--yes", "--verbose"], DEPLOY, false);
    // The settings are as declared, and nothing exists twice.
    script("settings.py", &["campus"], Stdio::null());
    script("leftovers.py", &["campus", "--once"], Stdio::null());
    let plan = folder.join("plan.json");
    let mut planned = campus(folder, &["plan", "--json"]);
    let planned = planned.stdout(File::create(&plan).unwrap());
    assert!(planned.status().unwrap().success());
    script("nothing_to_do.py", &[], File::open(&plan).unwrap().into());

    run(&["destroy", "--confirm", "campus", "--verbose"], DESTROY, true);
    let kept = ["--except", "file system", "--except", "snapshot", "--except", "bucket"];
    script(
        "leftovers.py",
        &[&["campus", "--none", "--once"], &kept[..]].concat(),
        Stdio::null(),
    );
    assert!(killer.killed > KILLS, "only {} kills", killer.killed);
}
