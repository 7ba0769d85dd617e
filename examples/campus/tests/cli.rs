//! The real binary, as somebody in a shell sees it: whole outputs, with nothing from this machine in them.

// A test that cannot set its stage fails, with the cause.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use std::fs::{self, File};
#[cfg(unix)]
use std::io::Read as _;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The generation of what an older declaration would have made.
const OLD: &str = "00000";
const WORLD: &str = ".moodle-stack/sandbox/world.json";
const JOURNAL: &str = ".moodle-stack/sandbox/111122223333/campus.json";

/// A folder that nobody has deployed from.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Runs a command in the folder, and returns all that it says and how it ends.
    fn run(&self, arguments: &str) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_campus"))
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .env_clear()
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let code = output.status.code().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let said = format!("$ campus {arguments}\n{stdout}--- stderr\n{stderr}--- exit code {code}\n");
        said.lines().map(timeless).collect::<Vec<_>>().join("\n")
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Changes a file of JSON.
    fn edit(&self, path: &str, edit: impl FnOnce(&mut Value)) {
        let mut value = serde_json::from_str(&fs::read_to_string(self.path(path)).unwrap()).unwrap();
        edit(&mut value);
        self.write(path, &value.to_string());
    }

    /// Changes what was last applied to a resource, so that the declaration differs from it; AWS has it that way too.
    fn pretend(&self, address: &str, field: &str, value: &Value) {
        let mut id = String::new();
        self.edit(JOURNAL, |journal| {
            let entry = &mut journal["resources"][address];
            id = entry["id"].as_str().unwrap().into();
            entry["fields"][field] = value.clone();
            entry["generation"] = OLD.into();
        });
        self.write_world(&id, field, value, true);
    }

    /// Changes a resource behind the deployer's back.
    fn tamper(&self, address: &str, field: &str, value: &Value) {
        self.write_world(&self.id(address), field, value, false);
    }

    fn write_world(&self, id: &str, field: &str, value: &Value, is_pretended: bool) {
        self.edit(WORLD, |world| {
            let things = world["things"].as_object_mut().unwrap();
            let thing = things
                .iter_mut()
                .find(|(key, _)| key.as_str() == id || key.ends_with(id))
                .unwrap()
                .1;
            thing["fields"][field] = value.clone();
            if is_pretended {
                thing["tags"]["moodle-stack:generation"] = OLD.into();
            }
        });
    }

    /// Returns the id of a resource.
    fn id(&self, address: &str) -> String {
        let journal = fs::read_to_string(self.path(JOURNAL)).unwrap();
        let journal: Value = serde_json::from_str(&journal).unwrap();
        journal["resources"][address]["id"].as_str().unwrap().into()
    }
}

/// How long the sandbox took, and when it was, is all that differs from run to run.
fn timeless(line: &str) -> String {
    if let Some((head, _)) = line.split_once("; the sandbox took ") {
        return format!("{head}; the sandbox took [TIME].");
    }
    match line.split_once(".broken-") {
        Some((head, rest)) => format!("{head}.broken-[TIME]{}", &rest["20260901-083000".len()..]),
        None => line.to_owned(),
    }
}

fn journal_of(stack: &str, account: &str) -> String {
    format!(r#"{{"version":1,"stack":"{stack}","account":"{account}","deployment":1,"resources":{{}},"retired":[]}}"#)
}

#[test]
fn a_stack_is_planned_deployed_looked_at_and_destroyed() {
    let folder = Folder::new();
    insta::assert_snapshot!("life_01_status_before", folder.run("status"));
    insta::assert_snapshot!("life_02_outputs_before", folder.run("outputs"));
    insta::assert_snapshot!("life_03_plan", folder.run("plan"));
    insta::assert_snapshot!("life_04_deploy", folder.run(""));
    insta::assert_snapshot!("life_05_deploy_again", folder.run("deploy"));
    insta::assert_snapshot!("life_06_status", folder.run("status"));
    insta::assert_snapshot!("life_07_outputs", folder.run("outputs"));
    insta::assert_snapshot!("life_08_outputs_json", folder.run("outputs --json"));
    insta::assert_snapshot!("life_09_destroy_unasked", folder.run("destroy"));
    insta::assert_snapshot!("life_10_destroy", folder.run("destroy --confirm campus"));
    assert!(!folder.path(JOURNAL).exists(), "nothing is left to keep a journal of");
    insta::assert_snapshot!("life_11_destroy_again", folder.run("destroy"));
    insta::assert_snapshot!("life_12_status_after", folder.run("status"));
    insta::assert_snapshot!("life_13_outputs_after", folder.run("outputs"));
}

#[test]
fn a_change_is_told_by_field_and_made_in_place_where_it_can_be() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.pretend("database.instance", "class", &json!("db.r6g.2xlarge"));
    folder.pretend("database.instance", "log_exports", &json!(["error", "general"]));
    folder.pretend("compute.task-web", "cpu", &json!(1024));
    folder.tamper("load_balancer.web", "health_path", &json!("/"));
    insta::assert_snapshot!("change_1_status", folder.run("status"));
    insta::assert_snapshot!("change_2_plan", folder.run("plan"));
    insta::assert_snapshot!("change_3_plan_json", folder.run("plan --json"));
    insta::assert_snapshot!("change_4_deploy", folder.run("deploy"));
    insta::assert_snapshot!("change_5_deploy_again", folder.run("deploy"));
}

#[test]
fn what_was_changed_deleted_or_taken_over_outside_is_told_apart() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.tamper("load_balancer.web", "health_path", &json!("/"));
    folder.tamper("files.access-point", "uid", &json!(0));
    let (gone, theirs) = (folder.id("network.nat-a"), folder.id("observability.topic"));
    folder.edit(WORLD, |world| {
        let things = world["things"].as_object_mut().unwrap();
        things.remove(&gone).unwrap();
        things[&theirs]["tags"] = json!({ "owner": "somebody else" });
    });
    insta::assert_snapshot!("outside_1_status", folder.run("status"));
    insta::assert_snapshot!("outside_2_plan", folder.run("plan"));
    insta::assert_snapshot!("outside_3_deploy", folder.run("deploy"));
    insta::assert_snapshot!("outside_4_plan", folder.run("plan"));
}

#[test]
fn a_rollout_that_ecs_undoes_is_told_with_its_cause_and_what_to_do() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.pretend("compute.task-web", "cpu", &json!(1024));
    folder.edit(WORLD, |world| {
        let cause = [
            "ECS deployment circuit breaker: tasks failed to start.",
            "a task stopped: Essential container in task exited",
            "container moodle ended with 78",
            "its log: MOODLE_URL is not set.",
        ];
        world["failing"] = json!({ "compute.service": cause.join("\n") });
    });
    insta::assert_snapshot!("rollback_1_deploy", folder.run("deploy"));
    insta::assert_snapshot!("rollback_2_plan", folder.run("plan"));
    folder.edit(WORLD, |world| world["failing"] = json!({}));
    insta::assert_snapshot!("rollback_3_deploy", folder.run("deploy"));
}

#[test]
fn a_replacement_that_empties_a_database_is_told_as_such() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.pretend("database.instance", "user", &json!("admin"));
    insta::assert_snapshot!("replacement_with_a_snapshot", folder.run("plan"));
    let unasked = folder.run("deploy --yes");
    let (_, refusal) = unasked.split_once("--- stderr").unwrap();
    insta::assert_snapshot!("replacement_without_the_second_key", refusal);
    assert!(folder.run("plan").contains("7 to replace"), "nothing was changed");
}

#[test]
fn data_goes_only_by_the_name_of_the_stack_or_where_the_declaration_says_so() {
    let folder = Folder::new();
    folder.run("deploy");
    let journal = fs::read_to_string(folder.path(JOURNAL)).unwrap();
    let refusal = |said: String| said.split_once("--- stderr").unwrap().1.to_owned();
    insta::assert_snapshot!("destroy_with_yes_alone", refusal(folder.run("destroy --yes")));
    insta::assert_snapshot!(
        "destroy_of_another_name",
        refusal(folder.run("destroy --yes --confirm kampus"))
    );
    assert_eq!(fs::read_to_string(folder.path(JOURNAL)).unwrap(), journal);
    assert!(
        folder
            .run("destroy --yes --confirm campus")
            .contains("campus is destroyed.")
    );
}

#[test]
fn a_lost_journal_is_rebuilt_from_what_is_there() {
    let folder = Folder::new();
    folder.run("deploy");
    fs::remove_file(folder.path(JOURNAL)).unwrap();
    insta::assert_snapshot!(folder.run("deploy"));
}

#[test]
fn json_is_all_that_stands_on_stdout_where_it_is_asked_for() {
    let folder = Folder::new();
    let said = folder.run("deploy --json");
    let stdout = said.split_once('\n').unwrap().1.split("--- stderr").next().unwrap();
    let told: Value = serde_json::from_str(stdout).unwrap();
    assert_eq!(told["run"]["succeeded"], true);
    assert_eq!(told["outputs"]["ECS-CLUSTER-NAME"], "campus-cluster");
    assert_eq!(told["plan"]["changes"].as_array().unwrap().len(), told["run"]["done"]);
}

#[test]
fn a_stack_is_scaled_within_its_range_and_beyond_it() {
    let folder = Folder::new();
    insta::assert_snapshot!("scale_1_before", folder.run("scale 4"));
    folder.run("deploy");
    insta::assert_snapshot!("scale_2_within", folder.run("scale 4"));
    insta::assert_snapshot!("scale_3_beyond", folder.run("scale 12"));
    insta::assert_snapshot!("scale_4_plan", folder.run("plan"));
    insta::assert_snapshot!("scale_5_below_json", folder.run("scale 1 --json"));
    insta::assert_snapshot!("scale_6_within_another_range", folder.run("scale 5"));
    insta::assert_snapshot!("scale_7_deploy", folder.run("deploy"));
    insta::assert_snapshot!("scale_8_to_nothing", folder.run("scale 0"));
    // What refers to the service still holds it.
    assert!(folder.run("destroy --confirm campus").contains("campus is destroyed."));
}

#[test]
fn a_service_that_never_got_ready_is_not_scaled() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.edit(JOURNAL, |journal| {
        journal["resources"]["compute.service"]["outputs"] = json!({});
        journal["resources"]["compute.service"]["step"] = "configuring".into();
    });
    insta::assert_snapshot!("scale_unready", folder.run("scale 4"));
}

#[cfg(unix)]
#[test]
fn whoever_stops_waiting_leaves_the_count_to_aws() {
    let folder = Folder::new();
    folder.run("deploy");
    let rest = interrupted(&folder, "scale 4 --real-time 10", "waiting: 2 of 4 tasks running");
    assert!(rest.contains("Stopping: what AWS was told, it goes on with."), "{rest}");
    assert!(rest.contains("The service is told to have 4 tasks"), "{rest}");
    let next = folder.run("scale 4");
    assert!(next.contains("campus has 4 of 4 tasks running."), "{next}");
}

#[test]
fn a_range_that_is_gone_is_not_scaled_in() {
    let folder = Folder::new();
    folder.run("deploy");
    let range = folder.id("compute.tasks");
    folder.edit(WORLD, |world| {
        world["things"].as_object_mut().unwrap().remove(&range).unwrap();
    });
    insta::assert_snapshot!("scale_without_a_range", folder.run("scale 4"));
}

#[test]
fn the_maintenance_page_goes_up_once_and_comes_down() {
    let folder = Folder::new();
    insta::assert_snapshot!("maintenance_1_before", folder.run("maintenance on"));
    folder.run("deploy");
    insta::assert_snapshot!("maintenance_2_on", folder.run("maintenance on"));
    insta::assert_snapshot!("maintenance_3_on_again", folder.run("maintenance on"));
    insta::assert_snapshot!("maintenance_4_off_json", folder.run("maintenance off --json"));
    insta::assert_snapshot!("maintenance_5_on_json", folder.run("maintenance on --json"));
}

#[test]
fn what_the_image_refuses_is_told_in_its_words() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.edit(WORLD, |world| world["sites"] = json!({}));
    insta::assert_snapshot!("maintenance_refused", folder.run("maintenance on"));
}

#[test]
fn logs_are_read_by_part_and_time() {
    let folder = Folder::new();
    insta::assert_snapshot!("logs_1_before", folder.run("logs"));
    folder.run("deploy");
    folder.run("maintenance on");
    insta::assert_snapshot!("logs_2_web", folder.run("logs"));
    insta::assert_snapshot!("logs_3_install", folder.run("logs install"));
    insta::assert_snapshot!("logs_4_since", folder.run("logs install --since 2m --follow"));
    let told = folder.run("logs maintenance --since 1d --json");
    let lines = told.lines().skip(1).take_while(|line| *line != "--- stderr");
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let texts: Vec<&Value> = lines.iter().map(|line| &line["text"]).collect();
    assert_eq!(texts, ["Moodle is installed.", "The maintenance page is up."]);
    insta::assert_snapshot!("logs_5_span", folder.run("logs --since yesterday"));
    let group = folder.id("compute.logs-cron");
    folder.edit(WORLD, |world| {
        world["things"].as_object_mut().unwrap().remove(&group).unwrap();
    });
    insta::assert_snapshot!("logs_6_deleted", folder.run("logs cron"));
}

#[cfg(unix)]
#[test]
fn a_log_is_followed_while_others_work_until_somebody_interrupts_that() {
    let folder = Folder::new();
    folder.run("deploy");
    let mut logs = Command::new(env!("CARGO_BIN_EXE_campus"))
        .args(["logs", "install", "--since", "1d", "--follow", "--real-time", "30"])
        .current_dir(folder.0.path())
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(logs.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().ends_with(" Moodle is installed."));
    folder.run("maintenance on");
    assert!(lines.next().unwrap().unwrap().ends_with(" The maintenance page is up."));
    let pid = logs.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(logs.wait().unwrap().code(), Some(130));
}

#[test]
fn what_needs_a_container_or_a_password_is_refused_in_the_sandbox() {
    let folder = Folder::new();
    insta::assert_snapshot!("exec_in_the_sandbox", folder.run("exec -- php -v"));
    insta::assert_snapshot!("password_before", folder.run("admin-password"));
    folder.run("deploy");
    insta::assert_snapshot!("password_in_the_sandbox", folder.run("admin-password --reveal"));
}

#[test]
fn the_address_is_told_of_a_site_that_is_deployed() {
    let folder = Folder::new();
    insta::assert_snapshot!("open_1_before", folder.run("open"));
    folder.run("deploy");
    insta::assert_snapshot!("open_2_after", folder.run("open"));
    insta::assert_snapshot!("open_3_json", folder.run("open --json"));
}

#[test]
fn the_help_says_what_there_is() {
    insta::assert_snapshot!("the_help_says_what_there_is", Folder::new().run("-h"));
    insta::assert_snapshot!("help_of_logs", Folder::new().run("logs --help"));
}

#[test]
fn a_rule_is_explained_by_its_id() {
    let folder = Folder::new();
    insta::assert_snapshot!("explain", folder.run("explain MS304"));
    insta::assert_snapshot!("explain_a_warning", folder.run("explain MS209"));
    insta::assert_snapshot!("explain_json", folder.run("explain ms304 --json"));
    insta::assert_snapshot!("explain_unknown", folder.run("explain MS3040"));
    let all = folder.run("explain");
    assert!(all.contains("MS001  ") && all.contains("MS901  "), "{all}");
}

#[test]
fn aws_without_the_sdk_names_the_command_that_has_it() {
    if cfg!(not(feature = "aws")) {
        insta::assert_snapshot!(Folder::new().run("deploy --target aws"));
    }
}

#[test]
fn an_unknown_command_and_an_unknown_stack_are_told_what_is_near() {
    let folder = Folder::new();
    insta::assert_snapshot!("unknown_command", folder.run("depoly"));
    insta::assert_snapshot!("unknown_stack", folder.run("plan --stack campsu"));
    insta::assert_snapshot!("speed_that_is_a_command", folder.run("--real-time deploy"));
}

#[test]
fn a_torn_journal_is_set_aside_and_made_anew_from_what_is_there() {
    let folder = Folder::new();
    folder.run("deploy");
    let journal = fs::read_to_string(folder.path(JOURNAL)).unwrap();
    let torn = &journal[..journal.len() / 2];
    folder.write(JOURNAL, torn);
    let status = folder.run("status");
    assert!(
        status.contains("1 of 112 resources are ready; 111 unfinished."),
        "{status}"
    );
    insta::assert_snapshot!("torn_journal", folder.run("deploy"));
    let mut files = fs::read_dir(folder.path(JOURNAL).parent().unwrap()).unwrap();
    let aside = files.find(|file| file.as_ref().unwrap().path().to_string_lossy().contains(".broken-"));
    assert_eq!(fs::read_to_string(aside.unwrap().unwrap().path()).unwrap(), torn);
    folder.write(JOURNAL, torn);
    let destroyed = folder.run("destroy --confirm campus");
    assert!(destroyed.contains("campus is destroyed."), "{destroyed}");
}

#[test]
fn a_journal_that_a_newer_version_wrote_is_refused_with_advice() {
    let folder = Folder::new();
    folder.write(JOURNAL, r#"{ "version": 7 }"#);
    insta::assert_snapshot!("journal_of_a_newer_version", folder.run("status"));
    folder.write(
        JOURNAL,
        &journal_of("campus", "111122223333").replace('}', r#", "paused": true}"#),
    );
    insta::assert_snapshot!("journal_with_an_unknown_key", folder.run("deploy"));
}

#[test]
fn what_is_written_down_is_shown_and_held_against_what_is_there() {
    let folder = Folder::new();
    insta::assert_snapshot!("journal_1_none", folder.run("journal show"));
    insta::assert_snapshot!("journal_2_nothing_to_verify", folder.run("journal verify"));
    folder.run("deploy");
    insta::assert_snapshot!("journal_3_show", folder.run("journal show"));
    let shown = folder.run("journal show --json");
    let shown = shown.split_once('\n').unwrap().1.split("--- stderr").next().unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let written: Value = serde_json::from_str(&fs::read_to_string(folder.path(JOURNAL)).unwrap()).unwrap();
    assert_eq!(shown["journal"], written);
    insta::assert_snapshot!("journal_4_right", folder.run("journal verify"));
    let (cluster, group) = (folder.id("compute.cluster"), folder.id("security.tasks"));
    folder.edit(WORLD, |world| {
        let things = world["things"].as_object_mut().unwrap();
        things.retain(|key, _| !key.ends_with(&cluster));
        let mut older = things[&group].clone();
        older["tags"]["moodle-stack:generation"] = OLD.into();
        older["tags"]["Name"] = "campus-tasks-older".into();
        things.insert("sg-0000000000000older".into(), older);
    });
    folder.edit(JOURNAL, |journal| {
        journal["resources"].as_object_mut().unwrap().remove("database.events");
        journal["resources"]["network.vpc"]["depends"] = json!(["network.gone"]);
    });
    insta::assert_snapshot!("journal_5_wrong", folder.run("journal verify"));
    insta::assert_snapshot!("journal_6_nobody", folder.run("journal unlock"));
    insta::assert_snapshot!("journal_7_stays", folder.run("journal move --to s3://moodle-journals"));
    insta::assert_snapshot!("journal_8_nowhere", folder.run("journal move --to moodle-journals"));
    insta::assert_snapshot!(
        "journal_9_in_a_bucket",
        folder
            .run("status --journal s3://moodle-journals/it")
            .lines()
            .take(2)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn a_second_deployer_is_turned_away_and_told_who_works() {
    let folder = Folder::new();
    let lock = Path::new(JOURNAL).with_extension("lock");
    let lock = lock.to_str().unwrap();
    folder.write(lock, "process 4242, since 2026-09-01 08:30:00 UTC");
    let held = File::open(folder.path(lock)).unwrap();
    held.lock().unwrap();
    insta::assert_snapshot!(folder.run("deploy"));
    insta::assert_snapshot!("journal_unlock_of_a_file", folder.run("journal unlock"));
    held.unlock().unwrap();
}

#[test]
fn of_two_deployers_started_together_in_one_folder_one_works_and_the_other_leaves() {
    let folder = Folder::new();
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_campus"))
            .args(["deploy", "--real-time", "200"])
            .current_dir(folder.0.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let both = [start(), start()].map(|one| one.wait_with_output().unwrap());
    let (done, left): (Vec<_>, Vec<_>) = both.iter().partition(|one| one.status.success());
    let said: Vec<_> = left.iter().map(|one| String::from_utf8_lossy(&one.stderr)).collect();
    assert_eq!((done.len(), left.len()), (1, 1), "{said:?}");
    assert!(
        said[0].starts_with("error: another deployer is at work on this stack: process "),
        "{said:?}"
    );
    assert!(folder.run("journal verify").contains("The journal of campus is right"));
    assert!(folder.run("status").contains("112 resources, all ready."));
}

#[test]
fn whoever_waits_works_when_the_other_has_ended() {
    let folder = Folder::new();
    let lock = Path::new(JOURNAL).with_extension("lock");
    let lock = lock.to_str().unwrap();
    folder.write(lock, "process 4242, since 2026-09-01 08:30:00 UTC");
    let held = File::open(folder.path(lock)).unwrap();
    held.lock().unwrap();
    let mut waiting = Command::new(env!("CARGO_BIN_EXE_campus"))
        .args(["deploy", "--wait"])
        .current_dir(folder.0.path())
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(waiting.stderr.take().unwrap()).lines();
    let told = stderr.next().unwrap().unwrap();
    assert!(
        told.starts_with("Waiting: another deployer is at work") && told.contains("4242"),
        "{told}"
    );
    assert!(!folder.path(JOURNAL).exists(), "it waits");
    held.unlock().unwrap();
    let rest: Vec<String> = stderr.map(Result::unwrap).collect();
    assert!(waiting.wait_with_output().unwrap().status.success(), "{rest:?}");
    assert!(folder.path(JOURNAL).exists());
}

#[test]
fn the_journal_of_another_account_is_not_touched() {
    let folder = Folder::new();
    let journal = journal_of("campus", "999988887777");
    folder.write(JOURNAL, &journal);
    insta::assert_snapshot!(folder.run("destroy --yes"));
    assert_eq!(fs::read_to_string(folder.path(JOURNAL)).unwrap(), journal);
}

#[test]
fn a_moodle_that_would_go_back_is_refused_before_anything_is_changed() {
    let folder = Folder::new();
    folder.run("deploy");
    folder.edit(JOURNAL, |journal| {
        journal["resources"]["compute.schema"]["fields"]["version"] = json!("5.3");
    });
    let journal = fs::read_to_string(folder.path(JOURNAL)).unwrap();
    insta::assert_snapshot!("upgrade_plan", folder.run("plan"));
    insta::assert_snapshot!("upgrade_deploy", folder.run("deploy --skip-checks"));
    assert_eq!(fs::read_to_string(folder.path(JOURNAL)).unwrap(), journal);
}

#[test]
fn a_broken_sandbox_can_be_thrown_away() {
    let folder = Folder::new();
    folder.write(WORLD, "{");
    insta::assert_snapshot!(folder.run("deploy"));
}

/// Interrupts a command once it says something, and returns what it says from then on.
#[cfg(unix)]
fn interrupted(folder: &Folder, arguments: &str, once: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_campus"))
        .args(arguments.split_whitespace())
        .current_dir(folder.0.path())
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(command.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains(once) {
        line.clear();
        assert_ne!(stderr.read_line(&mut line).unwrap(), 0, "it ended too early");
    }
    let pid = command.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(command.wait().unwrap().code(), Some(130), "{rest}");
    rest
}

#[cfg(unix)]
#[test]
fn an_interrupted_deploy_stops_in_good_order_and_the_next_one_goes_on() {
    let folder = Folder::new();
    let rest = interrupted(
        &folder,
        "deploy --real-time 100",
        "database.instance (database): waiting",
    );
    assert!(rest.contains("Stopping: nothing new is begun"), "{rest}");
    assert!(rest.ends_with("To go on from there: campus deploy\n"), "{rest}");

    let next = folder.run("deploy");
    assert!(next.contains("to finish,"), "{next}");
    assert!(next.contains("campus is deployed"), "{next}");
    let status = folder.run("status");
    assert!(status.contains(" resources, all ready."), "{status}");
}
