//! Waits that do not end: the deadline reports the last cause that AWS knows. And what a person deleted in the console in a way
//! that blocks its name.

use crate::stacks::Campus;
use crate::temp_dir_env::{Run, TempDirEnv};
use moodle_stack::execute::{Failure, StepError};
use serde_json::json;
use std::time::Duration;

/// Returns the only step that failed.
#[track_caller]
fn only_failure(run: &Run) -> &Failure {
    let [failure] = run.outcome.failures.as_slice() else {
        let failures = run.outcome.failures.iter().map(|one| (&one.address, one.error.what()));
        panic!("{:?}", failures.collect::<Vec<_>>())
    };
    failure
}

#[tokio::test(start_paused = true)]
async fn deadline_reports_the_last_cause_that_aws_knows() {
    let causes = [
        (
            "compute.service",
            "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a \
             different availability zone.",
            "fewer on Spot",
        ),
        (
            "compute.service",
            "(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run \
             concurrently.",
            "--quota-code L-3032A538",
        ),
        (
            "database.instance",
            "Unable to create the DB instance yet because the subnets have no free addresses",
            "if a line above names a cause, remove it",
        ),
    ];
    for (address, cause, advice) in causes {
        let env = TempDirEnv::new();
        env.edit_world(|world| world["stuck"] = json!({ address: cause }));
        let run = env.deploy(&Campus::stack()).await;
        let failure = only_failure(&run);
        assert_eq!(failure.address, address);
        assert!(matches!(&failure.error, StepError::Deadline { cause: known, .. } if known == cause));
        assert!(
            failure.error.what().ends_with(&format!("\n{cause}")),
            "{}",
            failure.error.what()
        );
        assert!(failure.error.advice().contains(advice), "{}", failure.error.advice());
        assert!(
            !failure.error.advice().contains("console"),
            "{}",
            failure.error.advice()
        );
        // It was reported while the step waited, and once.
        let reported = run.messages.iter().filter(|(of, text)| of == address && text == cause);
        assert_eq!(reported.count(), 1);

        env.edit_world(|world| world["stuck"] = json!({}));
        env.deploy(&Campus::stack()).await.succeeded();
        assert!(env.plan(&Campus::stack()).await.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn secret_in_its_recovery_window_is_named_with_the_commands_that_end_it() {
    let kind = "AWS::SecretsManager::Secret";
    let names = TempDirEnv::new();
    names.deploy(&Campus::stack()).await.succeeded();
    let of = |env: &TempDirEnv| env.resources(kind).remove(0)["name"].as_str().unwrap().to_owned();
    let name = of(&names);

    let env = TempDirEnv::new();
    env.edit_world(|world| world["recoverable"] = json!([name]));
    let run = env.deploy(&Campus::stack()).await;
    let failure = only_failure(&run);
    assert_eq!(failure.place.name, name);
    let place = failure.place.text();
    assert_eq!(place.as_deref(), Some("account 111122223333, region ap-southeast-1"));
    assert!(failure.error.meaning().contains(&name), "{}", failure.error.meaning());
    for command in [
        format!("`aws secretsmanager restore-secret --secret-id {name} --region ap-southeast-1`"),
        format!(
            "`aws secretsmanager delete-secret --secret-id {name} --force-delete-without-recovery --region ap-southeast-1`"
        ),
    ] {
        let advice = failure.error.advice();
        assert!(advice.contains(&command), "{advice}");
    }
    // Waiting for days helps nobody.
    assert!(run.took < Duration::from_mins(25), "{:?}", run.took);

    env.edit_world(|world| world["recoverable"] = json!([]));
    env.deploy(&Campus::stack()).await.succeeded();
}
