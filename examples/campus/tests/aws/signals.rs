//! Signals while AWS does not respond: calls in flight are aborted in time, and the next run finds their results.

use super::emulator;
use super::http_proxy::{Action, Proxy};
use super::process::Process;
use super::publish::{CliEnv, Registry, account};
use serde_json::Value;
use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long a test waits for a call.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Returns an environment whose ECR creates a repository but never responds, and a channel that is notified of that call.
fn env_without_response(registry: &Registry) -> (CliEnv, Proxy, Receiver<()>) {
    let env = CliEnv::new(registry);
    env.image("image", &["linux/amd64"]);
    let (sender, called) = channel();
    let proxy = Proxy::start(&emulator("AWS_ENDPOINT_URL"), move |request| {
        if request.has(".CreateRepository") {
            sender.send(()).unwrap();
            return Action::NoResponse;
        }
        Action::Forward
    });
    (env, proxy, called)
}

const PUBLISH: &str = "image publish --from image";

fn publish(env: &CliEnv, proxy: &Proxy) -> Process {
    Process::start(env.command(PUBLISH).env("AWS_ENDPOINT_URL_ECR", proxy.endpoint()))
}

/// Checks that the journal has only the intent, and that the next run adopts the existing repository.
fn check_resume(env: CliEnv) {
    let journal = fs::read_to_string(env.path().join(".moodle-stack/emulator/111122223333/campus.json")).unwrap();
    let journal: Value = serde_json::from_str(&journal).unwrap();
    let entry = &journal["resources"]["moodle.repository"];
    assert_eq!((&entry["step"], &entry["id"]), (&"creating".into(), &Value::Null));
    let output = env.run(PUBLISH);
    assert!(
        output.contains("(image repository): existed already, adopted in "),
        "{output}"
    );
    assert!(output.contains(" is published"), "{output}");
    env.destroy();
}

#[test]
fn second_signal_aborts_a_call_and_the_next_run_finds_its_resource() {
    let _account = account();
    let registry = Registry::start();
    let (env, proxy, called) = env_without_response(&registry);
    let mut process = publish(&env, &proxy);
    called.recv_timeout(TIMEOUT).unwrap();
    process.signal("INT");
    process.wait_for("Stopping: no new step is started; 1 resource is in progress");
    process.signal("INT");
    let (output, code) = process.end();
    assert!(
        output.contains("Stopped immediately. It is unknown whether the calls in progress took effect."),
        "{output}"
    );
    assert_eq!(code, Some(130), "{output}");
    check_resume(env);
}

#[test]
fn call_without_a_response_is_aborted_in_time_after_a_signal() {
    let _account = account();
    let registry = Registry::start();
    let (env, proxy, called) = env_without_response(&registry);
    let process = publish(&env, &proxy);
    called.recv_timeout(TIMEOUT).unwrap();
    let start = Instant::now();
    process.signal("TERM");
    let (output, code) = process.end();
    assert!(
        output.contains("Aborted: calls in progress had no response after 30 seconds."),
        "{output}"
    );
    assert_eq!(code, Some(130), "{output}");
    assert!(start.elapsed() >= Duration::from_secs(30), "{:?}", start.elapsed());
    check_resume(env);
}

#[test]
fn signal_stops_a_publish_while_the_registry_does_not_respond() {
    let _account = account();
    let registry = Registry::start();
    let env = CliEnv::new(&registry);
    env.image("image", &["linux/amd64"]);
    let (sender, called) = channel();
    let silent = Proxy::start(&format!("http://{}", registry.host), move |request| {
        if request.has("/manifests/") {
            sender.send(()).unwrap();
            return Action::NoResponse;
        }
        Action::Forward
    });
    let process = Process::start(
        env.command(PUBLISH)
            .env("AWS_ENDPOINT_URL_ECR_REGISTRY", silent.endpoint()),
    );
    called.recv_timeout(TIMEOUT).unwrap();
    process.signal("INT");
    let (output, code) = process.end();
    assert!(output.contains("Stopped. The image is not published."), "{output}");
    assert_eq!(code, Some(130), "{output}");
    assert!(env.run(PUBLISH).contains(" is published"));
    env.destroy();
}
