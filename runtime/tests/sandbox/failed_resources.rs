//! Resources that fail in AWS: the wait ends at once with the cause, and the site stays in service.

use crate::stacks::Campus;
use crate::temp_dir_env::{Run, TempDirEnv};
use moodle_stack::execute::{Failure, StepError};
use moodle_stack::model::{Certificate, Issued, Stack};
use moodle_stack::plan::{Action, Reason};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

const ROLLED_BACK: &str = "ECS deployment circuit breaker: tasks failed to start.\n\
                           a task stopped: Essential container in task exited, container moodle ended with 78";

/// Sets which resources fail, each with a cause.
fn set_failing(env: &TempDirEnv, causes: &[(&str, &str)]) {
    let causes: BTreeMap<_, _> = causes.iter().copied().collect();
    env.edit_world(|world| world["failing"] = json!(causes));
}

/// Returns the only step that failed.
#[track_caller]
fn only_failure(run: &Run) -> &Failure {
    let [failure] = run.outcome.failures.as_slice() else {
        let failures = run.outcome.failures.iter().map(|one| (&one.address, one.error.what()));
        panic!("{:?}", failures.collect::<Vec<_>>())
    };
    failure
}

/// Returns a field of the only resource of a kind.
fn field(env: &TempDirEnv, kind: &str, field: &str) -> Value {
    let mut resources = env.resources(kind);
    assert_eq!(resources.len(), 1);
    resources.remove(0)["fields"][field].take()
}

/// Lists the ARNs of the task definitions for tasks that serve the site.
fn web_revisions(env: &TempDirEnv) -> Vec<Value> {
    let revisions = env.resources("AWS::ECS::TaskDefinition").into_iter();
    let revisions = revisions.filter(|one| one["tags"]["moodle-stack:resource"] == "compute.task-web");
    revisions.map(|one| one["outputs"]["arn"].clone()).collect()
}

/// The reference stack with tasks of another size.
fn changed() -> Stack {
    let mut stack = Campus::stack();
    stack.architecture.compute.memory = 8192;
    stack
}

#[tokio::test(start_paused = true)]
async fn rollout_that_ecs_rolls_back_fails_the_deploy_and_leaves_the_site_in_service() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    let serving = field(&env, "AWS::ECS::Service", "task_definition");
    set_failing(&env, &[("compute.service", ROLLED_BACK)]);

    for _ in 0..2 {
        let run = env.deploy(&changed()).await;
        let failure = only_failure(&run);
        assert_eq!(failure.address, "compute.service");
        assert!(matches!(&failure.error, StepError::ResourceFailed { cause, .. } if cause == ROLLED_BACK));
        assert!(
            run.took < Duration::from_mins(15),
            "the wait lasted until the deadline: {:?}",
            run.took
        );
        assert_eq!(field(&env, "AWS::ECS::Service", "task_definition"), serving);
        assert_eq!(web_revisions(&env).len(), 2);
        assert!(
            web_revisions(&env).contains(&serving),
            "the task definition in service was deleted"
        );

        let plan = env.plan(&changed()).await;
        let service = plan
            .steps
            .iter()
            .find(|step| step.address == "compute.service")
            .unwrap();
        assert_eq!(service.reason, Reason::Changed);
        let changes = service.changes();
        assert_eq!(
            changes.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
            ["task_definition"]
        );
        assert_eq!(changes[0].from, serving);
    }

    set_failing(&env, &[]);
    env.deploy(&changed()).await.succeeded();
    assert_ne!(field(&env, "AWS::ECS::Service", "task_definition"), serving);
    assert_eq!(web_revisions(&env).len(), 1, "both old revisions are deleted");
    assert!(env.plan(&changed()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn old_declaration_can_be_deployed_after_a_rollout_that_was_rolled_back() {
    let env = TempDirEnv::new();
    let before = env.deploy(&Campus::stack()).await.succeeded();
    let serving = field(&env, "AWS::ECS::Service", "task_definition");
    set_failing(&env, &[("compute.service", ROLLED_BACK)]);
    env.deploy(&changed()).await;
    set_failing(&env, &[]);
    let run = env.deploy(&Campus::stack()).await.succeeded();
    assert_eq!(field(&env, "AWS::ECS::Service", "task_definition"), serving);
    assert_eq!(web_revisions(&env), [serving]);
    assert_eq!(run.journal.resources.len(), before.journal.resources.len());
    assert!(run.journal.deposed.is_empty());
    assert!(env.plan(&Campus::stack()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn rolled_back_service_is_not_replaced_after_the_journal_is_lost() {
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    set_failing(&env, &[("compute.service", ROLLED_BACK)]);
    env.deploy(&changed()).await;
    env.lose_journal(&changed()).await;
    let plan = env.plan(&changed()).await;
    assert_eq!(plan.actions()["compute.service"], Action::Update);
    set_failing(&env, &[]);
    env.deploy(&changed()).await.succeeded();
    assert!(env.plan(&changed()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn resource_that_never_was_ready_fails_with_its_cause_and_is_replaced_by_the_next_deploy() {
    let causes = [
        (
            "network.nat-a",
            "InsufficientFreeAddressesInSubnet: subnet-1 has no free addresses",
            "free an address",
        ),
        (
            "database.instance",
            "incompatible-parameters: the parameters need more memory than there is",
            "larger",
        ),
        ("compute.service", ROLLED_BACK, "a setting is wrong"),
        ("files.mount-a", "error: EFS gives no cause", "fix the cause"),
    ];
    for (address, cause, advice) in causes {
        let env = TempDirEnv::new();
        set_failing(&env, &[(address, cause)]);
        let run = env.deploy(&Campus::stack()).await;
        let failure = only_failure(&run);
        assert_eq!(failure.address, address);
        assert_eq!(failure.error.what(), format!("AWS reports that it failed: {cause}"));
        assert!(failure.error.advice().contains(advice), "{}", failure.error.advice());
        assert!(
            run.took < Duration::from_mins(25),
            "{address}: the wait lasted until the deadline: {:?}",
            run.took
        );

        let plan = env.plan(&Campus::stack()).await;
        assert_eq!(plan.actions()[address], Action::Replace);
        set_failing(&env, &[]);
        let run = env.deploy(&Campus::stack()).await.succeeded();
        let exists: usize = env.count_by_kind().values().sum();
        assert_eq!(exists, run.journal.resources.len());
    }
}

#[tokio::test(start_paused = true)]
async fn failed_database_with_data_is_configured_again_and_not_replaced() {
    const FULL: &str = "storage-full: the database has used all of its storage";
    let env = TempDirEnv::new();
    env.deploy(&Campus::stack()).await.succeeded();
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap();
        let database = resources
            .values_mut()
            .find(|resource| resource["kind"] == "AWS::RDS::DBInstance");
        database.unwrap()["phase"] = json!({ "failed": { "cause": FULL } });
    });
    for lost in [false, true] {
        if lost {
            env.lose_journal(&Campus::stack()).await;
        }
        let plan = env.plan(&Campus::stack()).await;
        // Whether the other resources that were found are configured completely is unknown.
        let known = plan.steps.iter().filter(|step| step.reason != Reason::Unfinished);
        let known: Vec<(&str, &Reason)> = known.map(|step| (&*step.address, &step.reason)).collect();
        assert_eq!(known, [("database.instance", &Reason::Failed(FULL.into()))]);
        assert!(
            plan.actions()
                .into_values()
                .all(|action| matches!(action, Action::Finish | Action::Update))
        );
    }
    env.deploy(&Campus::stack()).await.succeeded();
    assert!(env.plan(&Campus::stack()).await.is_empty());
}

const REFUSED: &str = "FAILED: CAA_ERROR";

/// The reference stack with a certificate that ACM issues, and without an edge.
fn issued() -> Stack {
    let mut stack = Campus::stack();
    let zone = "Z0123456789ABCDEFGHIJ";
    stack.architecture.load_balancer.certificate = Certificate::Issued(Issued { zone });
    stack
}

/// Makes all resources of a kind fail.
fn set_failed(env: &TempDirEnv, kind: &str, cause: &str) {
    env.edit_world(|world| {
        let resources = world["things"].as_object_mut().unwrap().values_mut();
        for resource in resources.filter(|resource| resource["kind"] == kind) {
            resource["phase"] = json!({ "failed": { "cause": cause } });
        }
    });
}

/// Returns the ARN of the only certificate.
fn certificate(env: &TempDirEnv) -> Value {
    let mut certificates = env.resources("AWS::CertificateManager::Certificate");
    assert_eq!(certificates.len(), 1, "a certificate was left behind");
    certificates.remove(0)["outputs"]["arn"].take()
}

#[tokio::test(start_paused = true)]
async fn certificate_that_aws_refuses_is_requested_again_by_each_deploy() {
    let env = TempDirEnv::new();
    set_failing(&env, &[("load_balancer.certificate-validation", REFUSED)]);
    let mut requested = Vec::new();
    for _ in 0..3 {
        let run = env.deploy(&issued()).await;
        let failure = only_failure(&run);
        assert_eq!(failure.address, "load_balancer.certificate-validation");
        assert_eq!(failure.error.what(), format!("AWS reports that it failed: {REFUSED}"));
        let certificate = certificate(&env);
        assert!(!requested.contains(&certificate), "the refused certificate was kept");
        requested.push(certificate);
        let plan = env.plan(&issued()).await;
        assert_eq!(plan.actions()["load_balancer.certificate"], Action::Replace);
    }
    set_failing(&env, &[]);
    let run = env.deploy(&issued()).await.succeeded();
    assert!(!requested.contains(&certificate(&env)));
    assert!(run.journal.deposed.is_empty());
    assert!(env.plan(&issued()).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn expired_certificate_serves_until_the_listener_has_another() {
    for lost in [false, true] {
        let env = TempDirEnv::new();
        env.deploy(&issued()).await.succeeded();
        let expired = certificate(&env);
        set_failed(&env, "AWS::CertificateManager::Certificate", "EXPIRED");
        set_failed(&env, "AWS::CertificateManager::Validation", "EXPIRED");
        if lost {
            env.lose_journal(&issued()).await;
        }
        let run = env.deploy(&issued()).await.succeeded();
        assert_ne!(certificate(&env), expired);
        let listeners = env.resources("AWS::ElasticLoadBalancingV2::Listener").into_iter();
        let used: Vec<Value> = listeners.map(|one| one["fields"]["certificate"].clone()).collect();
        assert!(used.contains(&certificate(&env)), "{used:?}");
        assert!(run.journal.deposed.is_empty());
        assert!(env.plan(&issued()).await.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn resource_of_a_kind_that_never_recovers_is_replaced_after_it_was_ready() {
    for (kind, part) in [
        ("AWS::EC2::VPCEndpoint", "network.endpoint-"),
        ("AWS::EFS::MountTarget", "files.mount-"),
        ("AWS::RDS::EventSubscription", "database.events"),
    ] {
        let env = TempDirEnv::new();
        let stack = Campus::stack();
        let before = env.deploy(&stack).await.succeeded();
        set_failed(&env, kind, "failed");
        let plan = env.plan(&stack).await;
        let mut actions = plan.actions();
        actions.retain(|address, _| address.starts_with(part));
        assert_eq!(actions.len(), env.resources(kind).len());
        assert!(actions.values().all(|action| *action == Action::Replace), "{actions:?}");
        let run = env.deploy(&stack).await.succeeded();
        assert_eq!(run.journal.resources.len(), before.journal.resources.len());
        assert!(run.journal.deposed.is_empty());
        assert!(env.plan(&stack).await.is_empty());
    }
}
