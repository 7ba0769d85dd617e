//! Signals while AWS does not answer: what is in flight is cut off in time, and the next run finds what has become of it.

use super::emulator;
use super::process::Process;
use super::proxy::{Fate, Proxy};
use super::publish::{Registry, Stage, account};
use serde_json::Value;
use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// The longest that a test waits for a call to be made.
const PATIENCE: Duration = Duration::from_mins(1);

/// A stage, of which ECR makes a repository and never says so; and what hears of that call.
fn stage(registry: &Registry) -> (Stage, Proxy, Receiver<()>) {
    let stage = Stage::new(registry);
    stage.image("image", &["linux/amd64"]);
    let (tell, told) = channel();
    let proxy = Proxy::start(&emulator("AWS_ENDPOINT_URL"), move |request| {
        if request.has(".CreateRepository") {
            tell.send(()).unwrap();
            return Fate::Unanswered;
        }
        Fate::Passes
    });
    (stage, proxy, told)
}

const PUBLISH: &str = "image publish --from image";

fn publish(stage: &Stage, proxy: &Proxy) -> Process {
    Process::start(stage.command(PUBLISH).env("AWS_ENDPOINT_URL_ECR", proxy.endpoint()))
}

/// Checks that the journal has the intent and no more, and that the next run takes up the repository that is there.
fn goes_on(stage: Stage) {
    let journal = fs::read_to_string(stage.path().join(".moodle-stack/emulator/111122223333/campus.json")).unwrap();
    let journal: Value = serde_json::from_str(&journal).unwrap();
    let entry = &journal["resources"]["moodle.repository"];
    assert_eq!((&entry["step"], &entry["id"]), (&"creating".into(), &Value::Null));
    let said = stage.run(PUBLISH);
    assert!(
        said.contains("(image repository): existed already, adopted in "),
        "{said}"
    );
    assert!(said.contains(" is published"), "{said}");
    stage.end();
}

#[test]
fn a_second_signal_cuts_off_a_call_and_the_next_run_finds_what_it_made() {
    let _account = account();
    let registry = Registry::start();
    let (stage, proxy, called) = stage(&registry);
    let mut process = publish(&stage, &proxy);
    called.recv_timeout(PATIENCE).unwrap();
    process.signal("INT");
    process.hear("Stopping: nothing new is begun; one resource is in flight");
    process.signal("INT");
    let (said, code) = process.end();
    assert!(
        said.contains("Stopped at once. What was in flight may or may not have been done."),
        "{said}"
    );
    assert_eq!(code, Some(130), "{said}");
    goes_on(stage);
}

#[test]
fn what_is_not_answered_in_time_after_a_signal_is_cut_off() {
    let _account = account();
    let registry = Registry::start();
    let (stage, proxy, called) = stage(&registry);
    let process = publish(&stage, &proxy);
    called.recv_timeout(PATIENCE).unwrap();
    let asked = Instant::now();
    process.signal("TERM");
    let (said, code) = process.end();
    assert!(
        said.contains("Cut off: what is in flight had no answer in 30 seconds."),
        "{said}"
    );
    assert_eq!(code, Some(130), "{said}");
    assert!(asked.elapsed() >= Duration::from_secs(30), "{:?}", asked.elapsed());
    goes_on(stage);
}

#[test]
fn whoever_asks_for_the_end_while_the_registry_is_silent_is_heard() {
    let _account = account();
    let registry = Registry::start();
    let stage = Stage::new(&registry);
    stage.image("image", &["linux/amd64"]);
    let (tell, told) = channel();
    let silent = Proxy::start(&format!("http://{}", registry.host), move |request| {
        if request.has("/manifests/") {
            tell.send(()).unwrap();
            return Fate::Unanswered;
        }
        Fate::Passes
    });
    let process = Process::start(
        stage
            .command(PUBLISH)
            .env("AWS_ENDPOINT_URL_ECR_REGISTRY", silent.endpoint()),
    );
    told.recv_timeout(PATIENCE).unwrap();
    process.signal("INT");
    let (said, code) = process.end();
    assert!(said.contains("Stopped. The image is not published."), "{said}");
    assert_eq!(code, Some(130), "{said}");
    assert!(stage.run(PUBLISH).contains(" is published"));
    stage.end();
}
