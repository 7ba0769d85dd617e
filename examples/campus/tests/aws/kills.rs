//! The real binary, killed by SIGKILL at random moments while it deploys to emulators and destroys there, which loses its
//! journal now and then, too; another client of AWS looks at what there is.

use super::killer::Killer;
use super::publish::account;
use super::script::script;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

/// How often a command is killed.
const KILLS: usize = 6;

/// About how many lines of progress the parts of a life tell: each resource is told of when it begins and when it is there.
const PUBLISH: usize = 6;
const DEPLOY: usize = 224;
const DESTROY: usize = 220;

const JOURNAL: &str = ".moodle-stack/emulator/111122223333/campus.json";

/// Prepares a command on the emulators that the environment names.
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
#[ignore = "takes minutes, and emulators of its own: .ci/run names it"]
fn whoever_is_killed_on_aws_loses_and_doubles_nothing() {
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
    let mut life = |arguments: &[&str], lines: usize, loses_journal: bool| {
        let lose = |random: &mut fastrand::Rng| {
            if loses_journal && random.u8(..3) == 0 {
                // There is none before the first intent.
                let _ = fs::remove_file(folder.join(JOURNAL));
            }
        };
        let ended = killer.until_it_ends(|| campus(folder, arguments), lines, lose);
        assert!(ended.status.success(), "{arguments:?}: {:#?}", ended.told);
        println!("{arguments:?} ended by itself; {} kills until now", killer.killed);
    };

    life(&["image", "publish", "--from", "image", "--verbose"], PUBLISH, false);
    // With its journal, since without it a bucket that was made and not yet set up is taken for whole.
    life(&["deploy", "--yes", "--verbose"], DEPLOY, false);
    // What the reference says, counted and compared value by value; and nothing twice.
    script("settings.py", &["campus"], Stdio::null());
    script("leftovers.py", &["campus", "--once"], Stdio::null());
    let plan = folder.join("plan.json");
    let mut planned = campus(folder, &["plan", "--json"]);
    let planned = planned.stdout(File::create(&plan).unwrap());
    assert!(planned.status().unwrap().success());
    script("nothing_to_do.py", &[], File::open(&plan).unwrap().into());

    life(&["destroy", "--confirm", "campus", "--verbose"], DESTROY, true);
    let kept = ["--but", "file system", "--but", "snapshot"];
    script(
        "leftovers.py",
        &[&["campus", "--none", "--once"], &kept[..]].concat(),
        Stdio::null(),
    );
    assert!(killer.killed > KILLS, "only {} kills", killer.killed);
}
