//! Sends the requests of all variants of a stack to a stand-in for AWS, which records them. `.ci/requests` then holds them
//! against AWS's models and documentation.
//!
//! The sandbox has the state, and the stand-in keeps none: each step of the executor is repeated against it. So this needs no
//! emulator, and the requests of what no emulator can run are checked too.

mod recorded_steps;
mod stand_in;
mod variants;

use crate::lifecycle::require_emulators;
use crate::recorded_calls::RecordingClient;
use moodle_stack::aws::Aws;
use moodle_stack::policy::{Policy, documents};
use moodle_stack::provider::{ApiErrorKind, Provider as _};
use recorded_steps::{Step, Verb};
use stand_in::{StandIn, about};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use variants::RESTORED;

/// The IDs that the adapters return, by the kind, the name and the region of the resource. The sandbox has others.
type Ids = BTreeMap<(&'static str, String, String), String>;

/// Returns the place of a resource whose name is unknown.
fn shared(id: &str) -> (&'static str, String, String) {
    ("", id.to_owned(), String::new())
}

/// Repeats a step against the stand-in. Returns the error, if there is one.
async fn repeat(aws: &Aws, ids: &mut Ids, step: &Step) -> Option<String> {
    let Step {
        verb,
        target,
        id,
        fields,
    } = step;
    let place = (target.kind.name, target.name.clone(), target.region.clone());
    let own = match verb {
        Verb::Create => String::new(),
        // What all stacks of an account share has been created under the name of another.
        _ => ids.get(&place).or_else(|| ids.get(&shared(id))).unwrap_or(id).clone(),
    };
    let call = async {
        match verb {
            // The stand-in answers that everything exists, but cannot say whose it is where AWS has no tags.
            Verb::Find => match aws.find(target, fields).await {
                Err(error) if error.kind == ApiErrorKind::NotOwned => Ok(()),
                found => found.map(|found| ids.extend(found.map(|id| (place, id)))),
            },
            Verb::Create => aws.create(target, fields).await.map(|created| {
                ids.extend([(place, created.clone()), (shared(id), created)]);
            }),
            Verb::Configure(changed) => match aws.configure(target, &own, fields, changed).await {
                // The executor repeats it until the resource is ready, and the stand-in's never changes.
                Err(error) if error.kind == ApiErrorKind::NotReady => Ok(()),
                done => done,
            },
            Verb::Read => aws.read(target, &own, fields).await.map(drop),
            Verb::Delete => aws.delete(target, &own, fields).await.map(drop),
        }
    };
    let failed = about(target, &own, &[], call).await.err();
    // What the adapter asks when the resource has failed, and when something else still uses it.
    match verb {
        Verb::Read => drop(about(target, &own, &[("state", "failed")], aws.read(target, &own, fields)).await),
        Verb::Delete => {
            let refused = aws.delete(target, &own, fields);
            drop(about(target, &own, &[("refuse", "DependencyViolation")], refused).await);
        }
        _ => {}
    }
    failed.map(|error| error.to_string())
}

/// Writes the policies that the program prints, one document a line.
fn write_policies(to: &Path) {
    let mut lines = BTreeSet::new();
    for (_, stack) in variants::all() {
        for document in documents(&Policy::of(&stack, &[RESTORED]).statements) {
            lines.insert(document.to_string());
        }
    }
    let lines: Vec<String> = lines.into_iter().collect();
    std::fs::write(to.join("policies.json"), lines.join("\n") + "\n").unwrap();
}

#[test]
#[ignore = "needs a stand-in for AWS: `.ci/requests stand-in` starts one"]
fn requests_of_every_variant() {
    require_emulators();
    let folder = std::env::var("RECORDED_REQUESTS").expect("`.ci/requests stand-in` sets RECORDED_REQUESTS");
    write_policies(Path::new(&folder));
    let runtime = || tokio::runtime::Builder::new_current_thread();
    let start = std::time::Instant::now();
    // The sandbox's time passes at once.
    let steps = runtime().enable_time().start_paused(true).build().unwrap();
    let steps = steps.block_on(variants::steps());
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for step in &steps {
        *counts.entry(step.verb.name()).or_default() += 1;
    }
    println!("{} steps: {counts:?}, {:?}", steps.len(), start.elapsed());
    let sending = async {
        let aws = RecordingClient::new(Aws::load_with("ap-southeast-1", StandIn::new()).await);
        for (_, stack) in variants::all() {
            aws.allow_with_restores(&stack, &[RESTORED]);
        }
        let mut failed: BTreeMap<(&str, String), String> = BTreeMap::new();
        let mut ids = Ids::new();
        for step in &steps {
            if let Some(error) = repeat(&aws, &mut ids, step).await {
                failed.insert((step.target.kind.name, step.verb.name()), error);
            }
        }
        (failed, aws)
    };
    let (failed, aws) = runtime().enable_all().build().unwrap().block_on(sending);
    assert!(failed.is_empty(), "{failed:#?}");
    aws.check_allowed();
    aws.forget();
}
